package dev.datasave.cassandra.together;

import dev.datasave.cassandra.together.JointWrite.Result;
import dev.datasave.cassandra.together.Settlement.Patience;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * {@code ALL} over several entries (R5), and everything that has to know of it. Behind this class stand intents and one decision for each try; a database
 * with transactions over partitions can replace all of it.
 *
 * <p>There is no coordinator that anybody waits for. Whoever meets an intent finishes or undoes it, after a time that is bounded: a reader at once, without
 * disturbing the try; a writer when its patience is over. {@code docs/together.md} has the tables of the states, and what was proven about them.
 *
 * <p>Thread-safe. Nothing here blocks. All futures end within the call time-out, plus what the steps under way take.
 */
public final class Together {
    private static final int BEARS = 2;

    /** How long a writer waits for an undecided try: 15 + 30 + 60 ms and four reads. */
    static final Patience OF_WRITERS = new Patience(Duration.ofMillis(15), 3, BEARS);

    private static final int TRIES = 12;
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration ROLLING = Duration.ofMillis(250);

    private final IntentTables tables;
    private final Timing timing;
    private final Duration callTime;
    private final ConcurrentMap<EntryId, CompletableFuture<Void>> rolling = new ConcurrentHashMap<>();
    private final Set<Attempt.Obstacle> settledBehind = ConcurrentHashMap.newKeySet();

    /** Time, timers and randomness. Thread-safe. */
    public interface Timing {
        /** A clock that only goes forward, in nanoseconds from an arbitrary start. */
        long nanos();

        /** Runs a task after about that time, on any thread. Where many wait for the same thing, each waits a bit longer or shorter than the others. */
        void after(Duration delay, Runnable task);

        /** A text of at most 24 characters that has never been answered before, by this process or another one. */
        String fresh();
    }

    /**
     * The protocol over some tables.
     *
     * @param callTime after which the caller of {@link #write} is told that the outcome is unknown. No try is committed by a step that is sent later
     */
    public Together(IntentTables tables, Timing timing, Duration callTime) {
        this.tables = tables;
        this.timing = timing;
        this.callTime = callTime;
    }

    /**
     * Writes all or nothing (R5). The answer comes when the writes are committed; what is left is done behind it.
     *
     * @param writes at least one; distinct ids, one write id
     * @param at the time by the storage's clock (R4)
     * @return the results in the order of the writes; it fails if the outcome is unknown (R8)
     */
    public CompletableFuture<List<WriteResult>> write(List<Write> writes, Instant at) {
        CompletableFuture<List<WriteResult>> answer = new CompletableFuture<>();
        JointWrite.Limits limits = new JointWrite.Limits(TRIES, OF_WRITERS, PAUSE);
        JointWrite begun = JointWrite.begin(timing.fresh(), at, writes, limits);
        long began = timing.nanos();
        UnaryOperator<JointWrite> inTime =
                joint -> timing.nanos() - began < callTime.toNanos() ? joint : joint.overdue();
        Rolling behind = new Rolling(writes);
        Run<JointWrite> run = new Run<>(tables, timing, begun, inTime, joint -> {
            behind.told(joint);
            tell(joint, writes, answer);
        });
        CompletableFuture<?>[] before =
                writes.stream().map(write -> whenFree(write.id())).toArray(CompletableFuture<?>[]::new);
        var unused = CompletableFuture.allOf(before).whenComplete((free, never) -> run.goOn());
        timing.after(callTime, run::goOn);
        return answer;
    }

    private static void tell(JointWrite joint, List<Write> asked, CompletableFuture<List<WriteResult>> answer) {
        Result result = joint.result();
        if (result == null || answer.isDone()) {
            return;
        }
        switch (result) {
            case Result.Known(List<WriteResult> results) -> {
                Map<EntryId, WriteResult> byId = new HashMap<>();
                for (int i = 0; i < results.size(); i++) {
                    byId.put(joint.writes().get(i).id(), results.get(i));
                }
                answer.complete(
                        asked.stream().map(write -> byId.get(write.id())).toList());
            }
            case Result.Failed(String why) ->
                answer.completeExceptionally(new OutcomeUnknownException("ALL of " + asked.size() + " writes from "
                        + asked.getFirst().id() + " on: " + why));
        }
    }

    /** Reads a current entry, tombstones included (R3); empty if there is none. It fails if an answer was lost. */
    public CompletableFuture<Optional<Entry>> read(EntryId id) {
        return whenFree(id).thenCompose(free -> looking(Sighting.begin(id)));
    }

    /** What an entry is of which that was read at SERIAL. The same as {@link #read}, but for the first step. */
    public CompletableFuture<Optional<Entry>> resolve(EntryId id, Partition read) {
        return read.intent().isEmpty()
                ? CompletableFuture.completedFuture(read.current())
                : looking(Sighting.knowing(id, read));
    }

    private CompletableFuture<Optional<Entry>> looking(Sighting begun) {
        CompletableFuture<Optional<Entry>> answer = new CompletableFuture<>();
        new Run<>(tables, timing, begun, UnaryOperator.identity(), sighting -> {
                    if (!sighting.open().isEmpty() || answer.isDone()) {
                        return;
                    }
                    sighting.behind(new Patience(callTime, 1, BEARS)).ifPresent(this::settleBehind);
                    Sighting.Found found = sighting.result();
                    if (found == null) {
                        answer.completeExceptionally(
                                new OutcomeUnknownException("read of " + sighting.id() + ": found no answer"));
                    } else {
                        answer.complete(found.current());
                    }
                })
                .goOn();
        return answer;
    }

    /** Settles what a reader has met, once at a time. */
    private void settleBehind(Settlement begun) {
        Attempt.Obstacle met = new Attempt.Obstacle(begun.id(), begun.tx());
        if (settledBehind.add(met)) {
            var unused = settling(begun).whenComplete((settled, never) -> settledBehind.remove(met));
        }
    }

    /**
     * Settles the intent of a try that a writer has met on an entry. The writer then tries again.
     *
     * @param tx the {@link Standing#tx()} that was found there
     * @return ends, never with an exception, when the intent is gone, or too many answers were lost
     */
    public CompletableFuture<Void> settle(EntryId id, String tx) {
        return whenFree(id).thenCompose(free -> settling(Settlement.begin(id, tx, OF_WRITERS)));
    }

    private CompletableFuture<Void> settling(Settlement begun) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        new Run<>(tables, timing, begun, UnaryOperator.identity(), settling -> {
                    if (settling.open().isEmpty()) {
                        answer.complete(null);
                    }
                })
                .goOn();
        return answer;
    }

    /**
     * Ends when this process does not apply an intent to that entry any more, or after a quarter of a second. Code that waits for it before a statement on
     * an entry does not contend with its own process. Nothing but speed depends on it.
     */
    public CompletableFuture<Void> whenFree(EntryId id) {
        return rolling.getOrDefault(id, CompletableFuture.completedFuture(null));
    }

    /** The entries of a committed call whose intents are being applied. */
    private final class Rolling {
        private final List<Write> writes;
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private final AtomicBoolean begun = new AtomicBoolean();

        Rolling(List<Write> writes) {
            this.writes = writes;
        }

        void told(JointWrite joint) {
            if (joint.open().isEmpty()) {
                end();
            } else if (joint.result() instanceof Result.Known && begun.compareAndSet(false, true)) {
                writes.forEach(write -> rolling.putIfAbsent(write.id(), over));
                timing.after(ROLLING, this::end);
            }
        }

        private void end() {
            writes.forEach(write -> rolling.remove(write.id(), over));
            over.complete(null);
        }
    }

    /** The outcome of a call is unknown (R8). */
    public static final class OutcomeUnknownException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        OutcomeUnknownException(String message) {
            super(message);
        }
    }
}
