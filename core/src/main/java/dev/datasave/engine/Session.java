package dev.datasave.engine;

import dev.datasave.ProfileId;
import dev.datasave.ProfileInfo;
import dev.datasave.ProfileState;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The loop's side of a session: what belongs to it, and how it ends. {@link Chain} knows what is stored, {@link Saver} whose turn it is to
 * write, {@link Ending} takes over when the session is to end. Methods are the loop's unless they say otherwise.
 */
final class Session<T> {
    private final Engine engine;
    private final Store<T> store;
    private final EntryId id;
    private final LiveState<T> state;
    private final LiveProfile<T> profile;
    private final Chain chain;
    private final Saver<T> saver;
    private final Listeners listeners = new Listeners();
    private final Optional<Executor> home;
    private boolean isPublished;
    private @Nullable Ending<T> ending;
    private @Nullable Mailbox<T> mailbox;
    private volatile @Nullable SaveResult outcome;

    Session(Engine engine, Store<T> store, Entry entry, Token token, Opened<T> opened, Optional<Executor> home) {
        this.engine = engine;
        this.store = store;
        this.id = entry.id();
        Stored found = Stored.of(entry);
        EntryFormat format = found.format().withSchema(opened.schema(), opened.oldestReader());
        this.chain = new Chain(engine, store, id, token, found.with(format));
        this.home = home;
        this.state = new LiveState<>(
                profileId(),
                store.format(),
                engine.lease(),
                engine.environment(),
                opened,
                Meta.of(entry.content(), format.marks()));
        this.profile = new LiveProfile<>(state, this);
        this.saver = new Saver<>(this);
    }

    EntryId id() {
        return id;
    }

    ProfileId profileId() {
        return Addresses.profile(id);
    }

    Engine engine() {
        return engine;
    }

    Store<T> store() {
        return store;
    }

    LiveState<T> state() {
        return state;
    }

    LiveProfile<T> profile() {
        return profile;
    }

    Listeners listeners() {
        return listeners;
    }

    Optional<Executor> home() {
        return home;
    }

    Chain chain() {
        return chain;
    }

    Saver<T> saver() {
        return saver;
    }

    Freeze<T> freeze() {
        return new Freeze<>(this, state, home);
    }

    Losses<T> losses() {
        return new Losses<>(this);
    }

    Token token() {
        return chain.token();
    }

    Stored stored() {
        return chain.stored();
    }

    @Nullable
    Ending<T> ending() {
        return ending;
    }

    boolean isDetached() {
        return state.phase() == LiveState.Phase.DETACHED;
    }

    /** Whether the game may edit it at this moment. */
    boolean isActive() {
        return ending == null && state.state() == ProfileState.ACTIVE;
    }

    /** Whether messages can be delivered to it: the game has it, and it isn't ending. */
    boolean takesMail() {
        return ending == null && !store.isRaw();
    }

    /** Its messages, if it has any or somebody listens for them. */
    @Nullable
    Mailbox<T> mailbox() {
        return mailbox;
    }

    void mailbox(Mailbox<T> newMailbox) {
        mailbox = newMailbox;
    }

    /** From any thread: from now on that handler is told of messages of its class, those that wait first. */
    void hear(Hearing<T, ?> handler) {
        engine.environment().onLoop(() -> {
            if (takesMail()) {
                engine.mail().boxes().of(this).hear(handler);
            }
        });
    }

    /** The session is over; whoever asks from now on is answered at once, also after the server has closed. */
    void over(SaveResult result) {
        outcome = result;
        saver.refuseReservations();
    }

    /** What is stored, as an answer. */
    SaveResult.Saved saved() {
        Stored now = chain.stored();
        return new SaveResult.Saved(now.revision(), now.updated());
    }

    /** From any thread. */
    ProfileInfo info() {
        Stored now = chain.stored();
        Meta meta = state.meta();
        return new ProfileInfo(
                id.store(),
                id.key(),
                now.revision(),
                now.format().loads(),
                now.created(),
                now.updated(),
                meta.userIds(),
                meta.metadata(),
                profile.score(),
                state.phase() == LiveState.Phase.GONE
                        ? Optional.empty()
                        : Optional.of(engine.ids().self(now.updated())));
    }

    /** From any thread. */
    void publish() {
        store.show(this); // at once, so that whoever is told of it finds it
        engine.environment().onLoop(() -> {
            if (ending != null) {
                store.unpublished(this);
            } else if (!isPublished) {
                isPublished = true;
                store.published(this);
            }
        });
    }

    /** From any thread: runs one listener where listeners run. */
    void tell(String what, Runnable listener) {
        engine.home().run(home, profileId(), what, guarded(listener), inTime -> {});
    }

    /** The listener, with what it throws turned into an event. */
    Runnable guarded(Runnable listener) {
        return () -> {
            try {
                listener.run();
            } catch (RuntimeException | Error thrown) {
                engine.events().tell(told -> told.listenerFailed(profileId(), thrown));
            }
        };
    }

    /** Lets the game put in what it keeps elsewhere, then goes on. */
    void runOnSave(Runnable then) {
        List<Runnable> before = listeners.save();
        if (before.isEmpty()) {
            then.run();
        } else {
            Runnable all = () -> before.forEach(listener -> guarded(listener).run());
            engine.home().run(home, profileId(), "onSave", all, inTime -> then.run());
        }
    }

    /** From any thread. */
    CompletableFuture<SaveResult> saveAsync() {
        return ask(result -> {
            Ending<T> end = ending;
            if (end != null) {
                end.whenDone(result);
            } else {
                saver.save(result);
            }
        });
    }

    /** From any thread: edits are refused from here on. */
    CompletableFuture<SaveResult> releaseAsync(ReleaseReason reason) {
        if (outcome == null) {
            state.stopEdits();
        }
        return ask(result -> end(reason).whenDone(result));
    }

    private CompletableFuture<SaveResult> ask(Consumer<CompletableFuture<SaveResult>> question) {
        SaveResult over = outcome;
        if (over != null) {
            return CompletableFuture.completedFuture(over);
        }
        CompletableFuture<SaveResult> result = new CompletableFuture<>();
        engine.environment().onLoop(() -> question.accept(result));
        return result;
    }

    /** A save in the background, if there may be something to save. */
    void autosave() {
        if (ending == null && !saver.isBusy() && state.mayDiffer()) {
            saver.want();
        }
    }

    /** Writes the session anew under the server's present incarnation (P3). */
    void reattach() {
        if (ending == null) {
            chain.reattach();
            state.detached(true);
            engine.lease().whenValid(saver::want);
        }
    }

    /** What was written is stored: tells, and ends the wait for a new incarnation. */
    void afterSave() {
        SaveResult.Saved saved = saved();
        List<Consumer<SaveResult.Saved>> after = listeners.afterSave();
        if (!after.isEmpty()) {
            tell("onAfterSave", () -> after.forEach(listener -> listener.accept(saved)));
        }
        if (mailbox != null) {
            mailbox.saved();
        }
        boolean isOurs =
                chain.isAttached() && token().incarnation().equals(engine.ids().incarnation());
        if (isDetached() && isOurs) {
            state.detached(false);
            resumed();
        }
    }

    /** It is another's now (P1, P8): nothing can be written any more. */
    void lost(ReleaseReason reason, List<CompletableFuture<SaveResult>> asked) {
        Ending<T> end = ending;
        if (end == null) {
            end = new Ending<>(this, reason);
            ending = end;
        }
        saver.takeWaiters().forEach(end::whenDone);
        asked.forEach(end::whenDone);
        end.lost(reason);
    }

    /** Begins the end; the same end at each call. */
    Ending<T> end(ReleaseReason reason) {
        return end(reason, null);
    }

    /** Begins the end by a handover, or turns an end that has begun into one while there is time (P5). */
    void handOver(Claim claim) {
        end(ReleaseReason.HANDED_OVER, claim);
    }

    /** Begins the end with another last write than the final state; false if the session is ending with its own already. */
    boolean endAs(ReleaseReason reason, Ending.Finale finale) {
        return end(reason, null, finale).isTurnedInto(finale);
    }

    private Ending<T> end(ReleaseReason reason, @Nullable Claim claim) {
        return end(reason, claim, Ending.Finale.STATE);
    }

    private Ending<T> end(ReleaseReason reason, @Nullable Claim claim, Ending.Finale finale) {
        Ending<T> end = ending;
        if (end != null) {
            if (claim != null) {
                end.handTo(claim);
            }
            if (finale != Ending.Finale.STATE) {
                end.turnInto(finale);
            }
        } else {
            end = new Ending<>(this, reason);
            ending = end;
            end.turnInto(finale);
            if (claim != null) {
                end.handTo(claim);
            }
            saver.takeWaiters().forEach(end::whenDone);
            end.begin();
        }
        return end;
    }

    void suspended() {
        if (ending == null) {
            listeners.suspended().forEach(listener -> tell("onSuspended", listener));
        }
    }

    void resumed() {
        if (ending == null && state.phase() == LiveState.Phase.OPEN) {
            listeners.resumed().forEach(listener -> tell("onResumed", listener));
            if (mailbox != null) {
                mailbox.resume();
            }
        }
    }
}
