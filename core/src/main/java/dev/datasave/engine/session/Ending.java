package dev.datasave.engine.session;

import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.handover.Claim;
import dev.datasave.engine.live.LiveState;
import dev.datasave.engine.live.Snapshot;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.SaveQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The end of a session (P5, P9), in this order: edits stop; {@code onLastSave} and {@code onRelease} run in one home task; a save that is under way
 * is decided; one write stores the final state and either releases the profile or hands it to the server that has claimed it by then. The end is over
 * when that write is durable, refused, or given up. Loop only.
 */
final class Ending<T> {
    private final Session<T> session;
    private final Loop loop;
    private final List<CompletableFuture<SaveResult>> waiting = new ArrayList<>(1);
    private final List<Runnable> afterwards = new ArrayList<>(1);
    private ReleaseReason reason;
    private Finale finale = Finale.STATE;
    private @Nullable Claim claim;
    private final Rescue<T> rescue;
    private final Unreadable<T> unreadable;
    private EndState state = EndState.NEW;
    private @Nullable SaveResult result;
    private @Nullable SaveResult answered;
    private SaveQueue.@Nullable Job job;
    private dev.datasave.spi.Environment.Timer deadline = () -> {};

    Ending(Session<T> session, ReleaseReason reason) {
        this.session = session;
        this.loop = session.loop();
        this.reason = reason;
        this.rescue = new Rescue<>(session, this);
        this.unreadable = new Unreadable<>(session, rescue);
    }

    ReleaseReason reason() {
        return reason;
    }

    private void on(EndState.Event event) {
        state = EndState.TABLE.next(state, event, loop.events(), session.id());
    }

    /** Answers the claim by the final write, unless that is already under way. */
    void handTo(Claim newClaim) {
        if (state.isBeforeWrite() && (claim == null || newClaim.number() > claim.number())) {
            claim = newClaim;
        }
    }

    /** Changes what the last write stores, unless that write is already under way. */
    void turnInto(Finale newFinale) {
        if (state.isBeforeWrite()) {
            finale = newFinale;
            if (!storesState()) {
                rescue.drop();
            }
        }
    }

    /** Whether the session's state is final and its last write is to store it. */
    boolean isFinal() {
        return state.isFinal() && finale == Finale.STATE;
    }

    private boolean storesState() {
        return finale == Finale.STATE || finale == Finale.CLEANSED;
    }

    /** Whether the session ended by removing its profile. */
    boolean hasRemoved() {
        return result instanceof SaveResult.Saved && (finale == Finale.REMOVED || finale == Finale.PURGED);
    }

    boolean isTurnedInto(Finale wanted) {
        return finale == wanted;
    }

    void begin() {
        session.state().stopEdits();
        session.kind().publication().unpublished(session.profile());
        session.saver().refuseReservations();
        deadline = loop.environment().schedule(loop.settings().outageGrace(), () -> giveUp(null));
        rescue.watch();
        if (session.saver().isReserved()) {
            on(EndState.Event.BEGUN_RESERVED); // the last listeners must not meet the transaction's closed gate
        } else {
            on(EndState.Event.BEGUN);
            runListeners();
        }
    }

    /** A transaction that had reserved the session is over. */
    void unreserved() {
        boolean wasAwaited = state == EndState.AWAITS_TRANSACTION;
        on(EndState.Event.UNRESERVED);
        if (wasAwaited) {
            runListeners();
        }
    }

    private void runListeners() {
        List<Runnable> listeners = session.listeners().end(reason, true);
        if (listeners.isEmpty()) {
            told();
            return;
        }
        LiveState<T> live = session.state();
        Runnable all = () -> {
            live.beginLastWords();
            try {
                listeners.forEach(listener -> session.guarded(listener).run());
            } finally {
                live.endLastWords();
            }
        };
        loop.home().run(session.home(), session.profileId(), "onLastSave, onRelease", all, inTime -> told());
    }

    private void told() {
        on(EndState.Event.TOLD);
        proceed();
    }

    /** Goes on if the listeners have run and no other write is under way. */
    void proceed() {
        if (state == EndState.AWAITS_SAVE && !session.saver().isBusy()) {
            on(EndState.Event.IDLE);
            switch (finale) {
                case STATE, CLEANSED -> session.snapshots().takeLast(this::write, this::writeWithoutData);
                case STORED ->
                    session.strays().passOn(session.id(), session.token(), claim, () -> finish(session.saved()));
                case REMOVED, PURGED -> remove();
            }
        }
    }

    private void remove() {
        if (state == EndState.WRITES) {
            Chain.Link link = session.chain().removal(finale == Finale.PURGED);
            job = session.saver().submit(link, null, decision -> {
                if (decision.written()) {
                    finish(session.saved());
                } else if (session.chain().rebase(decision.current())) {
                    remove();
                } else {
                    session.losses().report(reason, null); // the stored state stays, without the edits made since
                    finish(new SaveResult.NotSaved(reason));
                }
            });
        }
    }

    private void write(Snapshot<T> snapshot) {
        if (state == EndState.WRITES) {
            unreadable.wasRead();
            Chain.Link link = finale == Finale.CLEANSED
                    ? session.chain().cleansed(snapshot, rescue.writeId())
                    : last(snapshot, claim);
            Claim served = claim;
            if (served == null) {
                job = session.saver().submit(link, snapshot, decision -> decided(snapshot, decision));
            } else {
                loop.queue().waking(served.by().incarnation(), () -> {
                    job = session.saver().submit(link, snapshot, decision -> decided(snapshot, decision));
                    session.sessions().inbox().forget(served.profile());
                });
            }
        }
    }

    private Chain.Link last(Snapshot<T> snapshot, @Nullable Claim to) {
        EntryFormat format = session.chain().nextFormat(true);
        Chain.Link link = session.chain()
                .next(
                        snapshot,
                        to == null ? null : to.by(),
                        true,
                        to == null ? format : format.withLoad(to.number()),
                        rescue.writeId());
        rescue.writing(link, snapshot);
        return link;
    }

    private void decided(Snapshot<T> snapshot, SaveQueue.Decision decision) {
        if (decision.written()) {
            session.tellAfterSave();
            finish(new SaveResult.Saved(decision.revision(), session.stored().updated()));
        } else if (session.chain().rebase(decision.current())) {
            write(snapshot);
        } else {
            session.losses().reportOf(snapshot, reason, null);
            finish(new SaveResult.NotSaved(reason == ReleaseReason.RELEASED ? ReleaseReason.STOLEN : reason));
        }
    }

    /** The last state can't be read: the entry is freed or handed over as it is stored. */
    private void writeWithoutData(Throwable failure) {
        if (state == EndState.WRITES) {
            unreadable.failed(failure, this::readAgain, this::passOn);
        }
    }

    private void readAgain() {
        if (state == EndState.WRITES) {
            session.snapshots().takeLast(this::write, this::writeWithoutData);
        }
    }

    private void passOn() {
        session.strays().passOn(session.id(), session.token(), claim, () -> finish(new SaveResult.NotSaved(reason)));
    }

    /** Another session holds the profile already: listeners are told, unsaved state is reported, nothing is written. */
    void lost(ReleaseReason how) {
        if (!canBeGivenUp()) {
            return;
        }
        if (state.isBeforeWrite() && session.state().phase() != LiveState.Phase.ENDING) {
            reason = how;
        }
        session.state().stopEdits();
        session.state().notSaved(); // the state of a save under way is not stored either
        session.losses().report(reason, null);
        tellOfRelease();
        finish(new SaveResult.NotSaved(reason));
    }

    private boolean canBeGivenUp() {
        return state.compareTo(EndState.GIVES_UP) < 0;
    }

    /** Runs the listeners for the release, without {@code onLastSave}, if they were not told yet. */
    private void tellOfRelease() {
        if (state.isUntold()) {
            List<Runnable> listeners = session.listeners().end(reason, false);
            listeners.forEach(listener -> session.tell("onRelease", listener));
        }
    }

    /**
     * The time for the end is over: unsaved state goes to the spool if there is one and is reported, and the session is forgotten. Its entry is freed
     * by the replay, by the end of the lease, or by the next load.
     */
    void giveUp(@Nullable Throwable cause) {
        if (!canBeGivenUp()) {
            return;
        }
        tellOfRelease();
        on(EndState.Event.GIVEN_UP);
        if (job != null) {
            job.cancel();
        }
        session.state().notSaved();
        if (unreadable.isOne() && storesState()) {
            unreadable.keep(() -> finish(new SaveResult.NotSaved(reason)));
        } else if (storesState()) {
            rescue.giveUp(cause, () -> finish(new SaveResult.NotSaved(reason)));
        } else {
            session.losses().report(reason, cause);
            finish(new SaveResult.NotSaved(reason));
        }
    }

    private void finish(SaveResult outcome) {
        if (state == EndState.OVER) {
            return;
        }
        on(EndState.Event.OVER);
        result = outcome;
        SaveResult answer =
                hasRemoved() ? new SaveResult.NotSaved(reason) : outcome; // what was edited is stored nowhere
        answered = answer;
        rescue.drop();
        session.over(answer);
        deadline.cancel();
        session.state().phase(LiveState.Phase.GONE);
        session.kind().publication().unpublished(session.profile());
        session.sessions().ended(session, reason, outcome);
        waiting.addAll(session.saver().underWay());
        waiting.forEach(waiter -> loop.answer(waiter, answer));
        waiting.clear();
        Claim served = claim;
        if (served != null && outcome instanceof SaveResult.Saved) {
            if (!storesState()) {
                loop.signal(served.by().incarnation()); // a write of the state has done so already
            }
            session.sessions().inbox().forget(served.profile());
        }
        List<Runnable> then = List.copyOf(afterwards);
        afterwards.clear();
        loop.forEach(then, Runnable::run);
    }

    void whenDone(CompletableFuture<SaveResult> waiter) {
        SaveResult answer = answered;
        if (answer == null) {
            waiting.add(waiter);
        } else {
            loop.answer(waiter, answer);
        }
    }

    /** Runs the step on the loop when the session is gone. */
    void thenRun(Runnable step) {
        if (result == null) {
            afterwards.add(step);
        } else {
            step.run();
        }
    }
}
