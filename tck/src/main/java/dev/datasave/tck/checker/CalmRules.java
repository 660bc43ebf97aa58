package dev.datasave.tck.checker;

import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.GameEvent;
import dev.datasave.tck.network.Journal.Game;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The rules for runs in which nothing goes wrong except for lost signals and the game's code: nothing is lost but what can't be stored, nobody waits
 * for long (P6), nothing is stolen except on demand (P8), and no server is taken for dead (P4).
 */
final class CalmRules {
    private static final Duration LONG_BUSY = Duration.ofSeconds(3);

    private final Findings found;
    private final GameCodeRules gameCode;
    private final Map<EntryId, Duration> busySince = new HashMap<>();

    CalmRules(Findings found) {
        this.found = found;
        this.gameCode = new GameCodeRules(found);
    }

    void game(Game game) {
        gameCode.game(game);
        switch (game.seen()) {
            case GameEvent.LostUpdate lost -> {
                if (!found.sessions.wasStolen(game) && !gameCode.isUnstorable(game)) {
                    found.report(game, "P9", "told the game that an update is lost, although nothing went wrong");
                }
            }
            case GameEvent.NotLoaded(var reason) -> {
                if (reason.equals("Unavailable")) {
                    found.report(
                            game, "P5", "a load ended without an answer of the storage, although nothing went wrong");
                }
            }
            case GameEvent.Waited(var time) ->
                found.report(game, "P6", "a load waited for " + time + ", although nothing went wrong");
            case GameEvent.Released(var reason) -> {
                busySince.remove(game.id());
                if (reason.equals("LEASE_LOST")) {
                    found.report(game, "P3", "lost its lease, although nothing went wrong");
                }
            }
            case GameEvent.EditRefused(var busy) -> {
                if (busy) {
                    busy(game);
                }
            }
            case GameEvent.Edited edited -> busySince.remove(game.id());
            default -> {}
        }
    }

    /** Checks the end of the run. */
    void end() {
        gameCode.end();
    }

    private void busy(Game game) {
        Duration since = busySince.computeIfAbsent(game.id(), id -> game.at());
        if (game.at().minus(since).compareTo(LONG_BUSY) > 0) {
            found.report(game, "P12", "is busy since " + since);
            busySince.remove(game.id());
        }
    }
}
