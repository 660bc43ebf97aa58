package dev.datasave.tck.checker;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.GameEvent;
import dev.datasave.tck.network.Journal;
import dev.datasave.tck.network.Journal.Game;
import java.time.Duration;
import java.util.Optional;

/** The rules for everything that the game sees. */
final class GameRules {
    private final Findings found;

    GameRules(Findings found) {
        this.found = found;
    }

    void game(Game game) {
        found.deeds.game(game);
        switch (game.seen()) {
            case GameEvent.Starting(var grace) -> found.servers.starting(game.server(), grace);
            case GameEvent.Loading loading -> {}
            case GameEvent.Loaded loaded -> loaded(game, loaded.state());
            case GameEvent.Edited edited -> edited(game, edited);
            case GameEvent.Saved saved -> saved(game, saved);
            case GameEvent.NeverAnswered(var what) -> found.report(game, "END", what + " was never answered");
            case GameEvent.EngineFault(var what) -> found.report(game, "STATES", what);
            case GameEvent.LostUpdate(var reason) -> lost(game, reason);
            case GameEvent.Spooled(var state) -> spooled(game, state);
            case GameEvent.NotLoaded not -> found.count(Count.NOT_LOADED);
            case GameEvent.EditRefused refused -> found.count(Count.EDIT_REFUSED);
            case GameEvent.Released released -> {}
            case GameEvent.NotSaved not -> {}
            default -> {} // the rules of deeds check it
        }
        boolean isOutdated =
                found.wasSetBackSince(found.sessions.began(game)); // the loaded data is not the stored data
        found.sessions.see(game, isOutdated ? Optional.empty() : holderHere(game));
        found.trouble.game(game);
    }

    private void loaded(Game game, String state) {
        found.count(Count.LOADED);
        Optional<String> stored = found.moves.present(game.id()).flatMap(found.states::of);
        Duration began = found.sessions.began(game);
        if (found.wasSetBackSince(began) || found.replacements.wasReplacedSince(game.id(), began) || stored.isEmpty()) {
            return;
        }
        boolean isThere = isHeldBy(game) ? stored.get().equals(state) : found.states.holds(stored.get(), state);
        if (!isThere) {
            found.report(game, "F4", "loaded state " + state + ", but " + stored.get() + " is stored");
        }
    }

    private void edited(Game game, GameEvent.Edited edited) {
        found.count(Count.EDITED);
        found.states.edited(edited.from(), edited.to());
        Optional<String> holder = Findings.holder(found.lineage.current(game.id()));
        boolean excused =
                edited.late() || found.sessions.mayNotKnow(game) || found.wasSetBackSince(found.sessions.askedAt(game));
        if (!isHeldBy(game) && !excused) {
            String rule = found.sessions.wasStolen(game) ? "P8" : "P1";
            found.report(game, rule, "accepted an edit while the profile is held by " + holder.orElse("nobody"));
        }
        if (!edited.late() && found.servers.isGraceOver(game.server(), found.sessions.loadedAt(game))) {
            found.report(game, "P3", "accepted an edit in a session that was suspended for longer than the grace");
        }
    }

    private boolean isHeldBy(Game game) {
        return holderHere(game).isPresent();
    }

    /** The holder in the storage, if it belongs to that server. */
    private Optional<String> holderHere(Game game) {
        return Findings.holder(found.lineage.current(game.id()))
                .filter(holder -> found.servers.ofHolder(holder).equals(Optional.of(game.server())));
    }

    /** If a game is told that another session took its profile, that must be true. */
    private void lost(Game game, String reason) {
        found.count(Count.LOST_UPDATE);
        boolean isMine = reason.equals("STOLEN")
                && holderHere(game)
                        .filter(holder -> found.sessions.isOfLast(game, holder))
                        .isPresent();
        if (isMine && !found.sessions.wasTaken(game)) {
            found.report(game, "P10", "lost an update as stolen, but nobody ever took the profile from the session");
        }
    }

    private void saved(Game game, GameEvent.Saved saved) {
        found.count(Count.SAVED);
        Optional<Entry> revision = found.lineage.revision(game.id(), saved.revision());
        Optional<String> state = revision.flatMap(found.states::of);
        boolean replaced = found.replacements.wasReplacedSince(game.id(), found.sessions.loadedAt(game));
        String promised = replaced ? found.sessions.timely(game, saved.state()) : saved.state();
        boolean isStored =
                (state.isPresent() && found.states.holds(state.get(), promised)) || isReplaced(game, promised);
        boolean isFree = !saved.what().equals("release")
                || found.lineage
                        .current(game.id())
                        .filter(now -> now.revision() > saved.revision())
                        .isPresent()
                || !Findings.holder(revision).flatMap(found.servers::ofHolder).equals(Optional.of(game.server()));
        if (isStored && isFree) {
            return;
        }
        if (!found.wasSetBackSince(found.sessions.askedAt(game))) {
            found.report(
                    game,
                    "P9",
                    "confirmed a " + saved.what() + " of state " + saved.state() + " in revision " + saved.revision()
                            + ", which is "
                            + state.map(is -> "in state " + is + (isFree ? "" : " and held"))
                                    .orElse("not there"));
        }
    }

    /** Whether it was stored, and then replaced on purpose, or removed. */
    private boolean isReplaced(Game game, String state) {
        Duration loaded = found.sessions.loadedAt(game);
        return found.replacements.wasRemovedSince(game.id(), loaded)
                || (found.states.wasStored(state) && found.replacements.wasReplacedSince(game.id(), loaded));
    }

    private void spooled(Game game, String state) {
        found.count(Count.SPOOLED);
        if (!found.replacements.wasRemovedSince(game.id(), found.sessions.lastLoaded(game))) {
            found.spooled.put(state, game); // otherwise it is from an earlier run of the server
        }
    }

    /** No living server holds a profile that its game does not have (F42). */
    void rested(Journal.Rested rested) {
        held((id, server, holder) -> {
            boolean lives = found.lineage
                    .current(ServerNames.lease(ServerNames.incarnation(holder).orElseThrow()))
                    .isPresent();
            boolean isOver = found.servers.wasKilled(server) || found.servers.wasClosed(server);
            if (lives && !isOver && !found.sessions.isOpen(server, id)) {
                found.report(rested.at(), "F42", id, server + " holds " + id + ", but the game there does not have it");
            }
        });
    }

    /** A closed server holds nothing. A profile that was handed to it afterwards is free, because its lease is gone. */
    private void noHolderIsLeft() {
        held((id, server, holder) -> {
            boolean byItself = found.lineage.writer(id).equals(server);
            if (byItself && found.servers.wasClosed(server)) {
                found.report(found.lineage.writtenAt(id), "P9", id, server + " was closed, but still holds " + id);
            }
        });
    }

    private void held(Holding each) {
        for (EntryId id : found.lineage.present(Goods.STORE)) {
            Findings.holder(found.lineage.current(id))
                    .ifPresent(
                            holder -> found.servers.ofHolder(holder).ifPresent(server -> each.see(id, server, holder)));
        }
    }

    /** The holder of a profile. */
    private interface Holding {
        void see(EntryId id, String server, String holder);
    }

    /** Checks the end of the run. */
    void end() {
        noHolderIsLeft();
        found.spooled.forEach((state, game) -> {
            boolean isThere = found.states.wasStored(state) || found.orphans.contains(state);
            boolean isErased = found.deeds.mayBeDropped(state);
            if (!isThere && !isErased && !found.wasSetBackSince(found.sessions.began(game))) {
                found.report(game, "F18", "state " + state + " was spooled, but is neither stored nor an orphan");
            }
        });
        for (SessionRules.Session session : found.sessions.all()) {
            found.accounts
                    .missing(session)
                    .ifPresent(state -> found.report(
                            session.lastEdit(),
                            "P10",
                            session.id(),
                            session + ": state " + state + " was accepted, is not stored, and nobody was told"));
            if (!session.hasEnded() && !found.servers.wasKilled(session.server())) {
                found.report(session.lastEdit(), "END", session.id(), session + " has no end, but its server has");
            }
        }
    }
}
