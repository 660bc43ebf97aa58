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
 * One write of a data store: reads the entry, lets the call make something of it, and writes that if the entry still is the same; if not, goes
 * on with the entry that it met (R7). Loop only.
 *
 * <p>It may begin with what the write before it has left instead of a read. That can be out of date, which a write finds out; an
 * answer without a write is given only after a look of its own. A call whose entry was erased meanwhile (P14) is not tried again: it may hold what was
 * to be forgotten, and with the history went what would tell whether it was written.
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
        /** What becomes of the entry as it is; on a user thread, perhaps several times. What it throws ends the call. */
        Result<R> on(Optional<Entry> present);

        /** The answer where a living server holds the entry. */
        R held(Holder by);
    }

    /** What becomes of an entry. */
    sealed interface Result<R> {
        /** It is to hold that; the answer is made, on a user thread, of the entry as it was written. */
        record Put<R>(Content content, Function<Entry, R> answer) implements Result<R> {}

        /** It stays as it is. */
        record None<R>(R answer) implements Result<R> {}
    }

    /**
     * @param retention how long what is superseded is kept
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

    /** It is this update's turn; what the one before has left is known, or nothing. */
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

    private void worked(Result<R> change) {
        if (isOver) {
            return;
        }
        switch (change) {
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

    /** Every other try goes at once, so that a server that writes without a pause can't keep others out; in between they spread. */
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
