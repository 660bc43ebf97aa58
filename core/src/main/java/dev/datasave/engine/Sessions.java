package dev.datasave.engine;

import dev.datasave.ProfileId;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.spi.EntryId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What this server has: at most one load and one session per profile, open or ending. Loop only. */
final class Sessions {
    private final Engine engine;
    private final Map<EntryId, Session<?>> sessions = new HashMap<>();
    private final Map<EntryId, Load<?>> loads = new HashMap<>();
    private int saved;
    private final List<ProfileId> notSaved = new ArrayList<>();
    private Runnable whenEmpty = () -> {};

    Sessions(Engine engine) {
        this.engine = engine;
    }

    @Nullable
    Session<?> session(EntryId id) {
        return sessions.get(id);
    }

    @Nullable
    Load<?> load(EntryId id) {
        return loads.get(id);
    }

    boolean uses(EntryId id, Token token) {
        Session<?> session = sessions.get(id);
        Load<?> load = loads.get(id);
        return (session != null && session.token().isSameSession(token))
                || (load != null && load.token().isSameSession(token));
    }

    void add(Load<?> load) {
        loads.put(load.id(), load);
    }

    void remove(Load<?> load) {
        loads.remove(load.id(), load);
        checkEmpty();
    }

    void opened(Session<?> session) {
        sessions.put(session.id(), session);
        engine.autosave().add(session);
        engine.inbox().opened(session);
        engine.mail().opened(session);
    }

    void ended(Session<?> session, ReleaseReason reason, SaveResult outcome) {
        if (!sessions.remove(session.id(), session)) {
            return;
        }
        engine.autosave().remove(session);
        engine.mail().ended(session, outcome instanceof SaveResult.Saved);
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

    void wakeLoads() {
        List.copyOf(loads.values()).forEach(Load::wake);
    }

    /** Ends everything; {@code whenDone} runs when nothing is left. */
    void close(Runnable whenDone) {
        saved = 0;
        whenEmpty = whenDone;
        List.copyOf(loads.values()).forEach(load -> load.cancel(new dev.datasave.NotLoadedReason.Closing()));
        forEach(session -> session.end(ReleaseReason.CLOSING));
        checkEmpty();
    }

    /** The time for closing is over: what is left is reported. */
    void giveUp() {
        forEach(session -> session.end(ReleaseReason.CLOSING).giveUp(null));
        List.copyOf(loads.values()).forEach(Load::giveUp);
        checkEmpty();
    }

    private void checkEmpty() {
        if (engine.isClosing() && sessions.isEmpty() && loads.isEmpty()) {
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
