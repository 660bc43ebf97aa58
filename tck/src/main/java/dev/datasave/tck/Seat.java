package dev.datasave.tck;

import dev.datasave.Profile;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.Journal.Seen;
import java.util.concurrent.CompletableFuture;

/** A player's profile on one server, as the game there holds it: edits and saves it and writes down what it is told. */
final class Seat {
    private final GameServer server;
    private final EntryId id;
    private final long session;
    private final Profile<Score> profile;
    private boolean ended;

    Seat(GameServer server, EntryId id, long session, Profile<Score> profile) {
        this.server = server;
        this.id = id;
        this.session = session;
        this.profile = profile;
    }

    /** Listens, as a game does right after loading. */
    void sit(boolean lastWords) {
        see(new Seen.Loaded(profile.data().state()));
        if (lastWords) {
            profile.onLastSave(reason -> edit(true));
        }
        profile.onRelease(this::ended);
        profile.cache();
    }

    private void ended(ReleaseReason reason) {
        ended = true;
        see(new Seen.Released(reason.name()));
    }

    GameServer server() {
        return server;
    }

    boolean hasEnded() {
        return ended;
    }

    void edit() {
        edit(false);
    }

    private void edit(boolean isLast) {
        String[] states = new String[2];
        boolean accepted = profile.tryUpdate(score -> {
            states[0] = score.state();
            states[1] = server.newState();
            return score.next(states[1]);
        });
        see(accepted ? new Seen.Edited(states[0], states[1], isLast) : new Seen.EditRefused());
    }

    void save() {
        if (!ended) {
            answered("save", profile.saveAsync());
        }
    }

    void release() {
        answered("release", profile.releaseAsync());
    }

    private void answered(String what, CompletableFuture<SaveResult> answer) {
        String state = profile.data().state();
        server.expect(what + " of " + id, id, answer, result -> {
            switch (result) {
                case SaveResult.Saved(var revision, var updated) -> see(new Seen.Saved(what, state, revision));
                case SaveResult.NotSaved(var reason) -> see(new Seen.NotSaved(what, reason.name()));
            }
        });
    }

    private void see(Seen seen) {
        server.see(id, session, seen);
    }
}
