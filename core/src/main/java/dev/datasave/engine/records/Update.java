package dev.datasave.engine.records;

import dev.datasave.DataSaveException;
import dev.datasave.Holder;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.lease.Whereabouts;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.SaveQueue;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One write of a data store. It reads the entry, lets the call compute the new content, and writes that if the entry is still the same. If not, it
 * goes on with the entry that it found instead (R7). Loop only.
 *
 * <p>It may begin with the entry that the write before it has left, without a read. That entry can be out of date. A write notices that; an answer
 * without a write is given only after a read. If the entry was erased meanwhile (P14), the call is not repeated: it may hold erased data, and the
 * history that would tell whether it was written is gone.
 *
 * @param <R> what the call ends with
 */
final class Update<R> {
    private static final long LONGEST_PAUSE_MICROS = 250_000;

    private final Loop loop;
    private final Updates updates;
    private final EntryId id;
    private final Call<R> call;
    private final Function<Optional<Entry>, Retention> retention;
    private final CompletableFuture<R> future;
    private Optional<Entry> base = Optional.empty();
    private boolean isFresh;
    private int failures;
    private int refusals;
    private boolean isOver;
    private @Nullable Throwable lastFailure;
    private SaveQueue.@Nullable Job job;
    private Environment.Timer timer = () -> {};
    private Environment.Timer deadline = () -> {};

    /** What is to be done with an entry. */
    interface Call<R> {
        /** Decides what becomes of the present entry. Runs on a user thread, perhaps several times. What it throws ends the call. */
        Result<R> on(Optional<Entry> present);

        /** The answer where a living server holds the entry. */
        R held(Holder by);
    }

    /** What becomes of an entry. */
    sealed interface Result<R> {
        /** The entry gets the content. The answer is made of the written entry, on a user thread. */
        record Put<R>(Content content, Function<Entry, R> answer) implements Result<R> {}

        /** The entry stays as it is. */
        record None<R>(R answer) implements Result<R> {}
    }

    /**
     * @param retention how long the superseded revision is kept
     */
    Update(
            Loop loop,
            Updates updates,
            EntryId id,
            Call<R> call,
            Function<Optional<Entry>, Retention> retention,
            CompletableFuture<R> future) {
        this.loop = loop;
        this.updates = updates;
        this.id = id;
        this.call = call;
        this.retention = retention;
        this.future = future;
    }

    EntryId id() {
        return id;
    }

    /** From here on the time counts. */
    void enqueued() {
        deadline = loop.environment().schedule(loop.settings().outageGrace(), this::outOfTime);
    }

    /** It is this update's turn. {@code left} is the entry that the update before it has left, if that is known. */
    void begin(Updates.@Nullable Known left) {
        if (left == null || left.entry().map(entry -> entry.content().holder()).isPresent()) {
            read();
        } else {
            base = left.entry();
            isFresh = false;
            work();
        }
    }

    private void read() {
        loop.port().call(storage -> Whereabouts.of(storage, id), this::saw, failure -> {
            lastFailure = failure;
            if (!isOver) {
                timer = loop.retry(failures++, this::read);
            }
        });
    }

    private void saw(Whereabouts where) {
        if (isOver) {
            return;
        }
        lastFailure = null;
        if (where.holder().isPresent()) {
            answer(call.held(where.holder().get()));
        } else {
            base = where.entry();
            isFresh = true;
            work();
        }
    }

    private void work() {
        Optional<Entry> present = base;
        loop.elsewhere(() -> call.on(present), this::worked, this::threw);
    }

    private void worked(Result<R> result) {
        if (isOver) {
            return;
        }
        switch (result) {
            case Result.Put<R> put -> write(put);
            case Result.None<R>(R answer) -> {
                if (isFresh) {
                    answer(answer);
                } else {
                    read();
                }
            }
        }
    }

    private void threw(Throwable thrown) {
        if (isOver) {
            return;
        }
        if (isFresh) {
            fail(thrown);
        } else {
            read();
        }
    }

    private void write(Result.Put<R> put) {
        Write write = Write.put(id, base, loop.ids().writeId(), put.content())
                .durable(Write.Durability.POWER)
                .superseding(retention.apply(base));
        job = loop.queue().submit(write, true, decision -> decided(write, put, decision), failure -> {
            lastFailure = failure;
            loop.events().tell(listener -> listener.saveFailed(Addresses.profile(id), failure));
        });
    }

    private void decided(Write write, Result.Put<R> put, SaveQueue.Decision decision) {
        job = null;
        if (decision.written()) {
            Entry written = written(write, put.content(), decision);
            loop.elsewhere(
                    () -> future.complete(put.answer().apply(written)), done -> {}, future::completeExceptionally);
            end(new Updates.Known(decision.current().or(() -> Optional.of(written))));
            return;
        }
        if (Erased.covers(decision.current(), base.map(Entry::revision).orElse(0L))) {
            fail(new DataSaveException.StorageFailed(
                    "entry " + id + ": found it erased while it was written (P14), outcome unknown", null));
            return;
        }
        base = decision.current();
        isFresh = true;
        boolean isHeld = base.map(entry -> entry.content().holder()).isPresent();
        later(pause(), isHeld ? this::read : this::work);
    }

    private Entry written(Write write, Content content, SaveQueue.Decision decision) {
        Instant updated = decision.updated();
        if (updated == null) {
            updated = base.map(Entry::updated).orElse(Instant.EPOCH);
        }
        Instant created = base.filter(entry -> !entry.isTombstone() || content.value() == null)
                .map(Entry::created)
                .orElse(updated);
        return new Entry(id, decision.revision(), write.writeId(), content, created, updated);
    }

    /** Every other attempt goes almost at once, so that a server that writes without a pause can't keep the others out. The attempts in between spread. */
    private long pause() {
        refusals++;
        return random(refusals % 2 == 1 ? 1_000 : Math.min(LONGEST_PAUSE_MICROS, 2_000L << Math.min(refusals, 7)));
    }

    private long random(long most) {
        return Math.floorMod(loop.environment().randomLong(), most + 1);
    }

    private void later(long micros, Runnable step) {
        if (!isOver) {
            timer = loop.environment().schedule(Duration.ofNanos(micros * 1000), step);
        }
    }

    private void outOfTime() {
        String what = "entry " + id + ": found no end of a write within "
                + loop.settings().outageGrace();
        fail(new DataSaveException.StorageFailed(
                job == null ? what + ", nothing was written" : what + ", outcome unknown", lastFailure));
    }

    private void answer(R result) {
        loop.answer(future, result);
        end(null);
    }

    private void fail(Throwable failure) {
        loop.fail(future, failure);
        end(null);
    }

    private void end(Updates.@Nullable Known left) {
        giveUp();
        updates.ended(this, left);
    }

    /** Nothing more is done; a write under way may still be carried out. */
    void giveUp() {
        isOver = true;
        deadline.cancel();
        timer.cancel();
        if (job != null) {
            job.cancel();
        }
    }
}
