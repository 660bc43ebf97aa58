package dev.datasave.engine.operator;

import dev.datasave.DataSaveException;
import dev.datasave.LoadOptions;
import dev.datasave.NotLoadedReason;
import dev.datasave.ProfileStore.MoveOutcome;
import dev.datasave.ReleaseReason;
import dev.datasave.engine.entry.Departure;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Stored;
import dev.datasave.engine.entry.Way;
import dev.datasave.engine.load.Loads;
import dev.datasave.engine.load.Settling;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.SaveQueue;
import dev.datasave.engine.session.Kind;
import dev.datasave.engine.session.Participant;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Moves profiles to other keys (P15).
 *
 * <ol>
 *   <li>Take the profile from its holder, as a load does, so that its last state is stored.
 *   <li>If another profile has gone from the new key before, and that move is not finished, finish it: what belongs to that one must not stay.
 *   <li>One write of all or nothing ends it under the old key, by a tombstone with a {@link Departure}, and begins it under the new one, with its
 *       {@link Way}. It is a compare-and-set on both entries.
 *   <li>What belongs to the profile follows ({@link Settling}). Until then no session takes the profile. After a crash, the next load of either key or
 *       the next call goes on here.
 * </ol>
 *
 * <p>Loop only, but for {@link #move}.
 */
public final class Moves {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final int FAILURES_UNTIL_RELEASE = 5;

    private final Loop loop;
    private final Loads loads;

    public Moves(Loop loop, Loads loads) {
        this.loop = loop;
        this.loads = loads;
    }

    /**
     * Moves a profile. From any thread.
     *
     * @throws IllegalArgumentException if both keys are the same, or the reason is empty, too long or not representable
     */
    public CompletableFuture<MoveOutcome> move(EntryId from, EntryId to, String why) {
        if (from.equals(to)) {
            throw new IllegalArgumentException("move of " + from + ": found the same key twice, expected another one");
        }
        Limits.check("reason", why, 1, 1000);
        return loop.ask(answer -> new Move(from, to, why, answer).look());
    }

    /** Both entries as they are, and where the profile is if it has gone from the old key. */
    private record Seen(Optional<Entry> left, Optional<Entry> there, EntryId present) {
        static Seen of(Storage storage, EntryId from, EntryId to) {
            List<Optional<Entry>> both = storage.read(List.of(from, to));
            return new Seen(
                    both.get(0),
                    both.get(1),
                    Departure.follow(storage, from, both.get(0)).id());
        }

        boolean isLeftThere() {
            return left.filter(entry -> !entry.isTombstone()).isPresent();
        }

        /** Whether what went from the new key went to the old one. What is held there now shows that this move is finished. */
        boolean isWayBack(EntryId id) {
            return Departure.of(there)
                    .filter(gone -> gone.to().equals(id.key()))
                    .isPresent();
        }

        boolean isTargetThere() {
            return there.filter(entry -> !entry.isTombstone()).isPresent();
        }
    }

    private final class Move {
        private final EntryId from;
        private final EntryId to;
        private final String why;
        private final CompletableFuture<MoveOutcome> answer;
        private final long untilNanos = loop.environment().monotonicNanos() + PATIENCE.toNanos();
        private MoveState state = MoveState.LOOKS;
        private @Nullable Throwable lastFailure;
        private int failures;

        Move(EntryId from, EntryId to, String why, CompletableFuture<MoveOutcome> answer) {
            this.from = from;
            this.to = to;
            this.why = why;
            this.answer = answer;
        }

        private void on(MoveState.Event event) {
            state = MoveState.TABLE.next(state, event, loop.events(), from);
        }

        private Duration left() {
            long nanos = untilNanos - loop.environment().monotonicNanos();
            return Duration.ofNanos(Math.max(nanos, Duration.ofMillis(1).toNanos()));
        }

        private boolean isOutOfTime() {
            return loop.environment().monotonicNanos() - untilNanos >= 0;
        }

        void look() {
            loop.port().call(storage -> Seen.of(storage, from, to), this::saw, failure -> {
                lastFailure = failure;
                again();
            });
        }

        private void again() {
            if (isOutOfTime()) {
                fail(new DataSaveException.StorageFailed(
                        "move of " + from + ": found no end of it in time, outcome unknown; call again", lastFailure));
            } else {
                loop.retry(failures++, this::look);
            }
        }

        private void saw(Seen seen) {
            if (Departure.of(seen.left()).isPresent()) {
                if (seen.present().equals(to)) {
                    on(MoveState.Event.IS_THERE);
                    settle();
                } else {
                    answer(new MoveOutcome.MovedElsewhere(seen.present().key()));
                }
            } else if (!seen.isLeftThere()) {
                answer(new MoveOutcome.Absent());
            } else if (seen.isTargetThere()) {
                answer(new MoveOutcome.TargetExists());
            } else if (!loop.port().isAtomic()) {
                fail(new IllegalStateException(
                        "move: found a storage without " + Capability.ATOMIC_BATCH + ", expected one that has it"));
            } else if (isOutOfTime()) {
                again();
            } else {
                take();
            }
        }

        /** Ends a session that is here, then takes the profile for this server's own work. */
        private void take() {
            Session<?> session = loads.sessions().session(from);
            if (session != null) {
                session.endThen(ReleaseReason.MOVED, this::take);
                return;
            }
            on(MoveState.Event.MAY_TAKE);
            LoadOptions options = LoadOptions.defaults().timeout(left()).stealAfter(NEVER);
            loads.take(
                    Kind.raw(from.store()),
                    from,
                    options,
                    ReleaseReason.MOVED,
                    this::taken,
                    this::notTaken,
                    this::fail);
        }

        private void notTaken(NotLoadedReason reason) {
            switch (reason) {
                case NotLoadedReason.Cancelled cancelled -> lost(); // removed, or moved by another
                case NotLoadedReason.Superseded superseded -> lost();
                default -> answer(new MoveOutcome.NotPossible(reason));
            }
        }

        private void lost() {
            on(MoveState.Event.LOST);
            again();
        }

        /** Reserves the session: until the write is decided, it answers no claim and stores nothing else. */
        private void taken(Session<?> session) {
            on(MoveState.Event.TAKEN);
            Participant<?> hold = new Participant<>(session);
            hold.reserve(() -> prepare(hold), () -> session.whenEnded(this::lost));
        }

        private void prepare(Participant<?> hold) {
            loop.port()
                    .call(
                            this::seeClear,
                            seen -> seen.ifPresentOrElse(
                                    clear -> ready(hold, clear), () -> onceMore(hold, () -> prepare(hold))),
                            failure -> {
                                lastFailure = failure;
                                onceMore(hold, () -> loop.retry(failures++, () -> prepare(hold)));
                            });
        }

        /** Empty if the new key was not clear: what belongs to the profile that went from there before had not followed it yet. */
        private Optional<Seen> seeClear(Storage storage) {
            Seen seen = Seen.of(storage, from, to);
            boolean hasLeft = seen.isWayBack(from) || new Settling(storage, loop.ids()::writeId).hasLeft(seen.there());
            return hasLeft ? Optional.of(seen) : Optional.empty();
        }

        private void onceMore(Participant<?> hold, Runnable again) {
            if (isOutOfTime()) {
                giveBack(hold);
            } else {
                again.run();
            }
        }

        private void ready(Participant<?> hold, Seen seen) {
            String holder = seen.left().map(entry -> entry.content().holder()).orElse(null);
            if (!seen.isLeftThere() || !hold.session().token().toString().equals(holder)) {
                hold.end(false);
                hold.lose(seen.left());
                lost();
            } else if (seen.isTargetThere()) {
                giveBack(hold);
            } else {
                on(MoveState.Event.READY);
                write(hold, seen.left().orElseThrow(), seen.there());
            }
        }

        private void write(Participant<?> hold, Entry left, Optional<Entry> before) {
            String writeId = loop.ids().writeId();
            String by = loop.ids().serverName();
            Content gone = new Departure(to.key(), left.revision())
                    .tombstone(EntryFormat.of(left), OperatorAct.note("move to key " + to.key(), why, by));
            EntryFormat arrived = EntryFormat.arrived(left, before)
                    .withNote(OperatorAct.note("move from key " + from.key(), why, by));
            Content content = left.content().withHolder(null).withSystem(arrived.text());
            List<Write> both = List.of(
                    Write.put(from, Optional.of(left), writeId, gone)
                            .durable(Write.Durability.POWER)
                            .superseding(Retention.pin()), // so the tombstone and its mark stay (R2)
                    Write.put(to, before, writeId, content)
                            .durable(Write.Durability.POWER)
                            .superseding(before.isPresent() ? Retention.keep(Stored.OPERATOR) : Retention.drop()));
            SaveQueue.Job[] job = new SaveQueue.Job[1];
            int[] refusals = {0};
            job[0] = loop.queue().submitAll(both, decision -> decided(hold, decision), failure -> {
                lastFailure = failure;
                if (++refusals[0] == FAILURES_UNTIL_RELEASE) { // the storage lives, and does not take this write
                    job[0].cancel();
                    giveBack(hold);
                }
            });
        }

        private void decided(Participant<?> hold, SaveQueue.GroupDecision decision) {
            if (decision.written()) {
                on(MoveState.Event.WRITTEN);
                hold.end(false);
                hold.lose(Optional.empty());
                settle();
            } else {
                on(MoveState.Event.REFUSED);
                prepare(hold);
            }
        }

        /** Frees the profile. The write that does so also makes sure that no other write on top of the same revision is carried out later. */
        private void giveBack(Participant<?> hold) {
            on(MoveState.Event.GIVE_BACK);
            hold.end(false);
            hold.session().endThen(ReleaseReason.RELEASED, () -> {
                on(MoveState.Event.FREED);
                again();
            });
        }

        private record Step(boolean isDone, long at) {}

        private void settle() {
            loop.port()
                    .call(
                            storage -> {
                                boolean isDone = new Settling(storage, loop.ids()::writeId).steps(to);
                                Optional<Entry> there =
                                        isDone ? storage.read(List.of(to)).getFirst() : Optional.empty();
                                return new Step(isDone, Way.of(there).at());
                            },
                            step -> {
                                if (step.isDone()) {
                                    answer(new MoveOutcome.Moved(step.at()));
                                } else {
                                    settle();
                                }
                            },
                            failure -> loop.retry(failures++, this::settle));
        }

        private void answer(MoveOutcome outcome) {
            on(MoveState.Event.ANSWERED);
            loop.answer(answer, outcome);
        }

        private void fail(Throwable failure) {
            on(MoveState.Event.ANSWERED);
            loop.fail(answer, failure);
        }
    }
}
