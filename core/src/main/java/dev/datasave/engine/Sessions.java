package dev.datasave.engine;

import dev.datasave.NotLoadedReason;
import dev.datasave.ProfileId;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.spi.EntryId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this server has: per profile at most one session, open or ending, one load whose turn it is, and one that waits for its turn. Loop
 * only.
 */
final class Sessions {
    private final Engine engine;
    private final Map<EntryId, Session<?>> sessions = new HashMap<>();
    private final Map<EntryId, Load<?>> loads = new HashMap<>();
    private final Map<EntryId, Load<?>> waiting = new HashMap<>();
    private final Lookout lookout;
    private int saved;
    private final List<ProfileId> notSaved = new ArrayList<>();
    private Runnable whenEmpty = () -> {};

    Sessions(Engine engine) {
        this.engine = engine;
        this.lookout = new Lookout(engine);
    }

    Lookout lookout() {
        return lookout;
    }

    @Nullable
    Session<?> session(EntryId id) {
        return sessions.get(id);
    }

    /** The load whose turn it is. */
    @Nullable
    Load<?> load(EntryId id) {
        return loads.get(id);
    }

    boolean uses(EntryId id, Token token) {
        Session<?> session = sessions.get(id);
        Load<?> load = loads.get(id);
        return (session != null && session.token().isSameSession(token))
                || (load != null && load.token().isSameSession(token))
                || engine.spool().holds(id, token);
    }

    /** A load that waits for its turn; it supersedes one that does. */
    void add(Load<?> load) {
        Load<?> older = waiting.put(load.id(), load);
        if (older != null) {
            older.cancel(new NotLoadedReason.Superseded());
        }
    }

    void takesTurn(Load<?> load) {
        waiting.remove(load.id(), load);
        loads.put(load.id(), load);
    }

    void remove(Load<?> load) {
        waiting.remove(load.id(), load);
        loads.remove(load.id(), load);
        checkEmpty();
    }

    /** Cancels what waits for its turn with that profile. */
    void cancelWaiting(EntryId id, NotLoadedReason reason) {
        Load<?> load = waiting.get(id);
        if (load != null) {
            load.cancel(reason);
        }
    }

    private List<Load<?>> allLoads() {
        return Stream.concat(waiting.values().stream(), loads.values().stream()).toList();
    }

    void opened(Session<?> session) {
        sessions.put(session.id(), session);
        engine.autosave().add(session);
        engine.inbox().opened(session);
        engine.mail().boxes().opened(session);
    }

    void ended(Session<?> session, ReleaseReason reason, SaveResult outcome) {
        if (!sessions.remove(session.id(), session)) {
            return;
        }
        engine.autosave().remove(session);
        engine.mail().boxes().ended(session, outcome instanceof SaveResult.Saved);
        engine.events().tell(listener -> listener.released(session.profileId(), reason));
        if (outcome instanceof SaveResult.Saved) {
            saved++;
        } else if (engine.isClosing()) {
            notSaved.add(session.profileId());
        }
        checkEmpty();
    }

    void forEach(Consumer<Session<?>> action) {
        List.copyOf(sessions.values()).forEach(action);
    }

    /** A signal came: what a load waits for may be there. */
    void wakeLoads() {
        List.copyOf(loads.values()).forEach(Load::wake);
    }

    /** A server's lease was removed: its profiles are free. */
    void buried(String incarnation) {
        List.copyOf(loads.values()).forEach(load -> load.buried(incarnation));
    }

    /** Ends everything; {@code whenDone} runs when nothing is left. */
    void close(Runnable whenDone) {
        saved = 0;
        whenEmpty = whenDone;
        allLoads().forEach(load -> load.cancel(new NotLoadedReason.Closing()));
        forEach(session -> session.end(ReleaseReason.CLOSING));
        checkEmpty();
    }

    /** The time for closing is over: what is left is reported. */
    void giveUp() {
        forEach(session -> session.end(ReleaseReason.CLOSING).giveUp(null));
        allLoads().forEach(Load::giveUp);
        checkEmpty();
    }

    private void checkEmpty() {
        if (engine.isClosing() && sessions.isEmpty() && loads.isEmpty() && waiting.isEmpty()) {
            Runnable then = whenEmpty;
            whenEmpty = () -> {};
            then.run();
        }
    }

    int saved() {
        return saved;
    }

    List<ProfileId> notSaved() {
        return notSaved;
    }
}
