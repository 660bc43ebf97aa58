package dev.datasave.engine.session;

import dev.datasave.ProfileId;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.engine.handover.Inbox;
import dev.datasave.engine.lease.Lease;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.spool.Spool;
import dev.datasave.spi.EntryId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sessions of this server, open or ending, at most one for each profile, and the parts that all of them use. Loop only. */
public final class Sessions {
    private final Loop loop;
    private final Lease lease;
    private final Inbox inbox;
    private final Spool spool;
    private final Features features;
    private final List<SessionWatcher> watchers = new ArrayList<>();
    private final IdTable<Session<?>> sessions = new IdTable<>(Session::id);
    private int saved;
    private final List<ProfileId> notSaved = new ArrayList<>();
    private Runnable whenEmpty = () -> {};

    public Sessions(Loop loop, Lease lease, Inbox inbox, Spool spool, Features features) {
        this.loop = loop;
        this.lease = lease;
        this.inbox = inbox;
        this.spool = spool;
        this.features = features;
    }

    Loop loop() {
        return loop;
    }

    Lease lease() {
        return lease;
    }

    Inbox inbox() {
        return inbox;
    }

    Spool spool() {
        return spool;
    }

    Features features() {
        return features;
    }

    /** Adds a watcher. For each event it is told after the watchers that were added before it. */
    public void watch(SessionWatcher watcher) {
        watchers.add(watcher);
    }

    void tellWatchers(Consumer<SessionWatcher> what) {
        loop.forEach(watchers, what);
    }

    @Nullable
    public Session<?> session(EntryId id) {
        return sessions.get(id);
    }

    public void opened(Session<?> session) {
        sessions.put(session);
        loop.tallies().owns(1);
        tellWatchers(watcher -> watcher.opened(session));
    }

    void ended(Session<?> session, ReleaseReason reason, SaveResult outcome) {
        if (!sessions.remove(session)) {
            return;
        }
        loop.tallies().owns(-1);
        boolean isSaved = outcome instanceof SaveResult.Saved;
        tellWatchers(watcher -> watcher.ended(session, isSaved));
        loop.events().tell(listener -> listener.released(session.profileId(), reason));
        if (isSaved) {
            saved++;
        } else if (loop.isClosing()) {
            notSaved.add(session.profileId());
        }
        checkEmpty();
    }

    public void forEach(Consumer<Session<?>> action) {
        loop.forEach(sessions.all(), action);
    }

    /** Ends all sessions; {@code whenDone} runs when none is left. */
    public void close(Runnable whenDone) {
        saved = 0;
        whenEmpty = whenDone;
        forEach(session -> session.end(ReleaseReason.CLOSING));
        checkEmpty();
    }

    /** The time for closing is over: gives up the sessions that have not ended. */
    public void giveUp() {
        forEach(session -> session.end(ReleaseReason.CLOSING).giveUp(null));
        checkEmpty();
    }

    private void checkEmpty() {
        if (loop.isClosing() && sessions.isEmpty()) {
            Runnable then = whenEmpty;
            whenEmpty = () -> {};
            then.run();
        }
    }

    /** How many sessions ended with their last state stored, since closing began. */
    public int saved() {
        return saved;
    }

    /** The profiles whose session ended without its last state stored, since closing began. */
    public List<ProfileId> notSaved() {
        return notSaved;
    }
}
