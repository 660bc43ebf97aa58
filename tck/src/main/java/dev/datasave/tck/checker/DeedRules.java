package dev.datasave.tck.checker;

import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.GameEvent;
import dev.datasave.tck.network.Journal.Game;
import dev.datasave.tck.network.Journal.Written;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The rules for deeds (trades, purchases, received gifts, operators' edits): the effect of each is at most once in any data, is there once the deed
 * was confirmed, and is never there if the deed was denied. Erased data never comes back.
 */
final class DeedRules {
    private final Findings found;
    private final MarkRules marks;
    private final Map<EntryId, Set<String>> stored = new HashMap<>();
    private final Map<String, Game> undone = new HashMap<>();
    private final Map<EntryId, Set<String>> derived = new HashMap<>();
    private final Map<EntryId, Set<String>> everDerived = new HashMap<>();
    private final Set<String> erased = new HashSet<>();
    private final Set<String> forgotten = new HashSet<>();

    DeedRules(Findings found) {
        this.found = found;
        this.marks = new MarkRules(found);
    }

    void game(Game game) {
        found.ledger.game(game.seen());
        found.moves.game(game);
        found.replacements.asked(game.id(), game.seen());
        switch (game.seen()) {
            case GameEvent.Derived(var from, var to, var deed, var made) -> {
                found.states.derived(from, to, deed, made);
                derived(game, to);
            }
            case GameEvent.Edited edited -> derived(game, edited.to());
            case GameEvent.Done(var deed) -> {
                found.count(Count.DONE);
                if (!isStored(game.id(), deed) && !found.wasSetBackSince(Duration.ZERO)) {
                    found.report(game, rule(deed), "answered that \"" + deed + "\" is done, but it is not stored");
                }
            }
            case GameEvent.WasGranted(var deed, var isPart) -> wasGranted(game, deed, isPart);
            case GameEvent.NotDone(var deed) -> undone.put(deed, game);
            case GameEvent.Sent(var message) -> {
                if (!found.ledger.wasSent(message)) {
                    found.report(game, "P11", "answered that message " + message + " is sent, but it is not stored");
                }
            }
            case GameEvent.Erased(var left) -> {
                found.count(Count.ERASED);
                if (!left.isEmpty() && !found.wasSetBackSince(Duration.ZERO)) {
                    found.report(game, "P14", "answered that a person is erased, but left " + left);
                }
            }
            default -> {}
        }
    }

    private void wasGranted(Game game, String deed, boolean isPart) {
        String state = found.moves.present(game.id()).flatMap(found.states::of).orElse(States.FRESH);
        boolean isThere = found.states.deeds(state, States.FRESH).stream()
                .anyMatch(done -> done.name().equals(deed));
        Duration loaded = found.sessions.loadedAt(game);
        if (isThere != isPart
                && !found.replacements.wasReplacedSince(game.id(), loaded)
                && !found.wasSetBackSince(Duration.ZERO)) {
            found.report(
                    game, "P12", "answered that \"" + deed + "\" is " + (isPart ? "" : "not ") + "part of the data");
        }
    }

    private boolean isStored(EntryId id, String deed) {
        return stored.getOrDefault(Goods.person(id), Set.of()).contains(deed);
    }

    private static String rule(String deed) {
        return switch (deed.split(" ", 2)[0]) {
            case "take" -> "P11";
            case "bonus", "edit", "rollback" -> "P13";
            default -> "P12";
        };
    }

    /**
     * Checks a write of a profile whose data came about by edits.
     *
     * @param before the state before
     * @param after the state after
     * @param replaced whether it drops the state before on purpose: a rollback or a removal
     */
    void written(Written written, String before, String after, boolean replaced) {
        EntryId id = written.id();
        Set<String> all = stored.computeIfAbsent(Goods.person(id), any -> new HashSet<>());
        found.replacements.why(written).ifPresent(all::add);
        Map<String, Long> made = Goods.NONE;
        if (!replaced) {
            Set<String> here = new HashSet<>();
            found.states.deeds(before, States.FRESH).forEach(deed -> here.add(deed.name()));
            for (States.Deed deed : found.states.deeds(after, before)) {
                made = Goods.plus(made, deed.made());
                all.add(deed.name());
                if (!here.add(deed.name()) && !found.wasSetBackSince(Duration.ZERO)) {
                    found.report(written, rule(deed.name()), "stored the effect of \"" + deed.name() + "\" twice");
                }
                if (deed.name().startsWith("take ")) {
                    found.count(Count.TAKEN);
                    found.ledger.took(deed.name().substring(5));
                }
            }
        }
        marks.written(written);
        found.ledger.profile(written, made, replaced);
        erasure(written, after);
    }

    private void derived(Game game, String state) {
        derived.computeIfAbsent(found.moves.place(game.id()), id -> new HashSet<>())
                .add(state);
        everDerived.computeIfAbsent(game.id(), id -> new HashSet<>()).add(state);
    }

    /** What was made under one key goes with the profile to another. */
    void goes(EntryId from, EntryId to) {
        Set<String> states = derived.remove(from);
        if (states != null) {
            derived.computeIfAbsent(to, id -> new HashSet<>()).addAll(states);
        }
    }

    /** Checks one half of a move: it makes nothing. */
    void moved(Written written, String after) {
        found.replacements
                .why(written)
                .ifPresent(stored.computeIfAbsent(Goods.person(written.id()), any -> new HashSet<>())::add);
        found.ledger.profile(written, Goods.NONE, false);
        erasure(written, after);
    }

    private void erasure(Written written, String after) {
        boolean isMark = found.moves.isMark(written.before());
        if (isMark && (found.replacements.erases(written) || found.replacements.takesOut(written))) {
            forgotten.addAll(
                    everDerived.getOrDefault(written.id(), Set.of())); // what went from there is erased where it is now
        } else if (found.replacements.erases(written)) {
            erased.addAll(derived.getOrDefault(written.id(), Set.of()));
            written.before()
                    .flatMap(found.states::of)
                    .ifPresent(state -> erased.addAll(found.states.path(state, States.FRESH)));
        } else if (holdsErased(after) && !found.wasSetBackSince(Duration.ZERO)) {
            found.report(written, "P14", "stored state " + after + ", which holds what was erased");
        }
    }

    /** Whether that state holds edits of erased data. */
    boolean holdsErased(String state) {
        return !erased.isEmpty()
                && found.states.path(state, States.FRESH).stream().anyMatch(erased::contains);
    }

    /** Whether a state that comes late need not be kept: it holds erased data, or edits under a key of which the history was erased. */
    boolean mayBeDropped(String state) {
        return holdsErased(state)
                || (!forgotten.isEmpty()
                        && found.states.path(state, States.FRESH).stream().anyMatch(forgotten::contains));
    }

    /** Checks the end of the run. */
    void end() {
        undone.forEach((deed, game) -> {
            if (isStored(game.id(), deed) && !found.wasSetBackSince(Duration.ZERO)) {
                found.report(game, rule(deed), "answered that \"" + deed + "\" is not done, but it is");
            }
        });
    }
}
