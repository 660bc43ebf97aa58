package dev.datasave.tck.checker;

import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.GameEvent;
import dev.datasave.tck.network.Journal.Game;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules for code of the game that misbehaves while nothing else goes wrong: data that can't be stored is kept as an orphan (F5), the game hears of
 * each last save, and a release answers when the profile is free (P9).
 */
final class GameCodeRules {
    private final Findings found;
    private final Set<Place> spoiled = new HashSet<>();
    private final List<Game> unstorable = new ArrayList<>();
    private final Map<Place, Game> last = new HashMap<>();
    private final Set<Save> told = new HashSet<>();
    private final Map<Save, Game> releases = new LinkedHashMap<>();
    private final Set<Long> rolledBack = new HashSet<>();

    private record Place(String server, EntryId id) {
        static Place of(Game game) {
            return new Place(game.server(), game.id());
        }
    }

    private record Save(long session, long revision) {}

    GameCodeRules(Findings found) {
        this.found = found;
    }

    void game(Game game) {
        switch (game.seen()) {
            case GameEvent.Spoiled spoils -> spoiled.add(Place.of(game));
            case GameEvent.Unstorable state -> unstorable(game);
            case GameEvent.AfterSave(var revision) -> told.add(new Save(game.session(), revision));
            case GameEvent.Saved saved -> {
                if (saved.what().equals("release")) {
                    releases.put(new Save(game.session(), saved.revision()), game);
                }
            }
            case GameEvent.Released(var reason) -> {
                if (reason.equals("ROLLED_BACK")) {
                    rolledBack.add(game.session()); // its last write was the rollback
                }
            }
            case GameEvent.NotSaved not -> {
                if (not.what().equals("release")) {
                    isFree(game);
                }
            }
            default -> {}
        }
    }

    /** Whether the game was told in this moment that its data there can't be stored. */
    boolean isUnstorable(Game game) {
        Game before = last.get(Place.of(game));
        return before != null && before.at().equals(game.at());
    }

    private void unstorable(Game game) {
        unstorable.add(game);
        last.put(Place.of(game), game);
        if (!spoiled.contains(Place.of(game))) {
            found.report(game, "F5", "told the game that its data can't be stored, though the game never spoiled it");
        }
    }

    private void isFree(Game game) {
        boolean isHeld = Findings.holder(found.lineage.current(game.id()))
                .filter(holder -> found.sessions.isOf(game, holder))
                .isPresent();
        if (isHeld) {
            found.report(game, "P9", "answered a release while the profile is still held");
        }
    }

    /** Checks the end of the run. */
    void end() {
        unstorable.forEach(this::isKept);
        if (!told.isEmpty()) { // otherwise nobody listened
            releases.forEach((save, game) -> {
                if (!told.contains(save) && !rolledBack.contains(game.session())) {
                    found.report(
                            game,
                            "P9",
                            "confirmed revision " + save.revision() + ", and onAfterSave never heard of it");
                }
            });
        }
    }

    private void isKept(Game game) {
        String state = ((GameEvent.Unstorable) game.seen()).state();
        if (!found.orphans.contains(state) && !found.states.wasStored(state) && !found.deeds.holdsErased(state)) {
            found.report(
                    game, "F5", "lost state " + state + ", which can't be stored, without keeping an orphan of it");
        }
    }
}
