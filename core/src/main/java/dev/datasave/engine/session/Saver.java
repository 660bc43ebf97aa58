package dev.datasave.engine.session;

import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.engine.live.Snapshot;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.SaveQueue;
import dev.datasave.spi.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose turn it is to write a session: a save's, a transaction's, or the session's end. At most one of them is under way, and the others
 * wait. Saves that wait are all answered by one later save, which has newer state (F9). Loop only.
 */
final class Saver<T> {
    private final Session<T> session;
    private final Loop loop;
    private List<CompletableFuture<SaveResult>> waiters = List.of();
    private List<CompletableFuture<SaveResult>> underWay = List.of();
    private @Nullable Deque<Reservation> reservations;
    private @Nullable Trouble trouble;
    private boolean isWanted;
    private boolean isExplicit;
    private SaverState state = SaverState.IDLE;

    /**
     * A transaction's wish to have the session for itself.
     *
     * @param granted runs when the reservation begins: until {@link Saver#unreserve} nothing else of the session is written, and it does not end
     * @param refused runs instead if the session is ending
     */
    record Reservation(Runnable granted, Runnable refused) {}

    Saver(Session<T> session) {
        this.session = session;
        this.loop = session.loop();
    }

    boolean isBusy() {
        return state != SaverState.IDLE;
    }

    boolean isReserved() {
        return state == SaverState.RESERVED;
    }

    private void on(SaverState.Event event) {
        state = SaverState.TABLE.next(state, event, loop.events(), session.id());
    }

    /** The callers that wait for the save that is under way. If the session ends before the save is decided, its end answers them. */
    List<CompletableFuture<SaveResult>> underWay() {
        return isBusy() ? underWay : List.of();
    }

    /** Takes the callers that wait for a save that has not begun; from now on they wait for the session's end. */
    List<CompletableFuture<SaveResult>> takeWaiters() {
        List<CompletableFuture<SaveResult>> taken = waiters;
        waiters = List.of();
        return taken;
    }

    void save(CompletableFuture<SaveResult> waiter) {
        if (waiters.isEmpty()) {
            waiters = new ArrayList<>(1);
        }
        waiters.add(waiter);
        isExplicit = true;
        want();
    }

    void want() {
        isWanted = true;
        proceed();
    }

    void reserve(Reservation reservation) {
        if (session.ending() != null) {
            reservation.refused().run();
            return;
        }
        Deque<Reservation> waiting = reservations;
        if (waiting == null) {
            waiting = new ArrayDeque<>(2);
            reservations = waiting;
        }
        waiting.add(reservation);
        proceed();
    }

    /** Withdraws a reservation whose turn has not come yet. */
    void withdraw(Reservation reservation) {
        if (reservations != null) {
            reservations.remove(reservation);
        }
    }

    /** Ends the turn of the current reservation. */
    void unreserve() {
        on(SaverState.Event.RETURNED);
        Ending<T> end = session.ending();
        if (end != null) {
            end.unreserved();
        }
        goOn();
    }

    /** Starts the next write that waits. If there is none, the session goes without a saver until the next one. */
    private void goOn() {
        proceed();
        boolean hasReservations = reservations != null && !reservations.isEmpty();
        if (!isBusy() && !isWanted && waiters.isEmpty() && !hasReservations) {
            session.dismiss(this);
        }
    }

    /** Refuses all waiting reservations, because the session is ending. */
    void refuseReservations() {
        Deque<Reservation> waiting = reservations;
        reservations = null;
        if (waiting != null) {
            waiting.forEach(reservation -> reservation.refused().run());
        }
    }

    /** Starts the next write that waits, if none is under way. */
    void proceed() {
        if (isBusy()) {
            return;
        }
        Ending<T> end = session.ending();
        if (end != null) {
            end.proceed();
        } else if (isWanted && session.isDetached() && !session.lease().isValid()) {
            return; // a holder without a lease would count as dead; reattach runs again when there is one
        } else if (isWanted) {
            isWanted = false;
            on(SaverState.Event.SAVE);
            session.runOnSave(this::takeSnapshot);
        } else if (reservations != null && !reservations.isEmpty()) {
            on(SaverState.Event.GRANTED);
            reservations.remove().granted().run();
        }
    }

    private void takeSnapshot() {
        List<CompletableFuture<SaveResult>> asked = waiters;
        underWay = asked;
        boolean power = isExplicit;
        waiters = List.of();
        isExplicit = false;
        Chain chain = session.chain();
        boolean whole = session.isDetached() || (power && !chain.stored().isPowerSafe());
        session.snapshots()
                .take(
                        whole,
                        snapshot -> {
                            if (!snapshot.isChanged() && !whole) {
                                answer(asked, session.saved());
                                idle();
                            } else {
                                write(snapshot, asked, power);
                            }
                        },
                        failure -> {
                            loop.events().tell(listener -> listener.saveFailed(session.profileId(), failure));
                            asked.forEach(waiter -> loop.fail(waiter, failure));
                            idle();
                        });
    }

    private void write(Snapshot<T> snapshot, List<CompletableFuture<SaveResult>> asked, boolean power) {
        Chain chain = session.chain();
        Chain.Link link = chain.next(snapshot, chain.token(), power, chain.nextFormat(false));
        submit(link, snapshot, decision -> decided(snapshot, asked, decision));
    }

    /** Submits a write on top of the stored revision. If it is accepted, the session knows that before {@code decided} runs. */
    SaveQueue.Job submit(Chain.Link link, @Nullable Snapshot<T> snapshot, Consumer<SaveQueue.Decision> decided) {
        long begun = loop.environment().monotonicNanos();
        return loop.queue()
                .submit(
                        link.write(),
                        link.isPowerSafe(),
                        decision -> {
                            untroubled();
                            if (decision.written()) {
                                loop.tallies().saved(loop.environment().monotonicNanos() - begun);
                                session.chain().accepted(link, decision.revision(), decision.updated());
                                if (snapshot != null) {
                                    session.state().saved(snapshot);
                                }
                            } else {
                                loop.tallies().refused();
                                loop.events().tell(listener -> listener.staleWriteRefused(session.profileId()));
                            }
                            decided.accept(decision);
                        },
                        failure -> {
                            loop.events().tell(listener -> listener.saveFailed(session.profileId(), failure));
                            troubled(failure);
                        });
    }

    private void troubled(Throwable failure) {
        Trouble now = trouble;
        if (now == null) {
            now = new Trouble(session);
            trouble = now;
        }
        now.failed(failure);
    }

    private void untroubled() {
        Trouble past = trouble;
        trouble = null;
        if (past != null) {
            past.over();
        }
    }

    private void decided(Snapshot<T> snapshot, List<CompletableFuture<SaveResult>> asked, SaveQueue.Decision decision) {
        if (decision.written() && decision.current().isEmpty()) {
            answer(asked, session.saved());
            session.afterSave();
            idle();
        } else if (!decision.written() && session.chain().rebase(decision.current())) {
            if (session.isDetached() && !session.lease().isValid()) {
                waiters = new ArrayList<>(waiters);
                waiters.addAll(asked);
                isExplicit = true;
                isWanted = true;
                session.state().notSaved();
                idle(); // reattach goes on when there is a lease
            } else {
                write(snapshot, asked, true);
            }
        } else {
            on(SaverState.Event.DECIDED);
            if (!decision.written()) {
                session.state().notSaved();
            }
            session.lost(reasonFor(decision.current()), asked);
        }
    }

    /** The reason for which this session ends, from the other session's entry that was found. */
    ReleaseReason reasonFor(Optional<Entry> current) {
        if (current.filter(entry -> !entry.isTombstone()).isEmpty()) {
            return ReleaseReason.REMOVED;
        }
        return session.isDetached() ? ReleaseReason.LEASE_LOST : ReleaseReason.STOLEN;
    }

    private void answer(List<CompletableFuture<SaveResult>> asked, SaveResult result) {
        asked.forEach(waiter -> loop.answer(waiter, result));
    }

    private void idle() {
        on(SaverState.Event.DECIDED);
        goOn();
    }
}
