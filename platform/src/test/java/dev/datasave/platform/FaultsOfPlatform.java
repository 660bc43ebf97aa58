package dev.datasave.platform;

import dev.datasave.platform.PlantedFaultsOfPlatformTest.Fault;
import java.util.List;

/** The faults that are planted. */
final class FaultsOfPlatform {
    private FaultsOfPlatform() {}

    static List<Fault> all() {
        return List.of(
                new Fault(
                        "a quit while loading cancels nothing",
                        "PresenceState",
                        "case GONE, REPLACED, STOPPED -> CANCELLED;\n                    case READY,",
                        "case REPLACED, STOPPED -> CANCELLED;\n                    case GONE, READY,"),
                new Fault(
                        "a profile that comes after the quit is kept",
                        "PresenceState",
                        "case LOADED -> LEAVING;",
                        "case LOADED -> OVER;"),
                new Fault(
                        "whoever is loaded is let in, gone or not",
                        "Presence",
                        "given = state.isIn()\n",
                        "given = profile != null\n"),
                new Fault(
                        "who never arrives is waited for",
                        "PresenceState",
                        "case LATE, GONE, REPLACED, STOPPED, ENDED -> LEAVING;\n                    case LOADED,",
                        "case GONE, REPLACED, STOPPED, ENDED -> LEAVING;\n                    case LATE, LOADED,"),
                new Fault(
                        "who arrives before the answer is waited for",
                        "Presence",
                        "hasArrived |= event == Event.ARRIVED;",
                        ""),
                new Fault(
                        "a quit releases by the player's key",
                        "Presence",
                        "premises.over().accept(this);",
                        "premises.over().accept(this); if (isClosed && profile != null) { CompletableFuture<?> unused = premises.store().releaseAsync(key); }"),
                new Fault(
                        "a quit ends the newest connection of the player",
                        "KnownConnections",
                        "? stranger(newStranger.apply(connection)) : known;",
                        "? stranger(newStranger.apply(connection)) : newest.getOrDefault(known.key(), known);"),
                new Fault(
                        "who is gone before asking is forgotten",
                        "KnownConnections",
                        "presences.put(stranger.connection(), stranger);",
                        ""),
                new Fault(
                        "who is over can come in again",
                        "KnownConnections",
                        "timer.accept(REMEMBERED, () -> forget(presence));",
                        "forget(presence);"),
                new Fault(
                        "connections are remembered for ever",
                        "KnownConnections",
                        "timer.accept(REMEMBERED, () -> forget(presence));",
                        ""),
                new Fault(
                        "both connections of a player are let in",
                        "PlayerSessions",
                        "isTaken && samePlayer == SamePlayer.REFUSE_SECOND",
                        "isTaken && samePlayer == null"),
                new Fault(
                        "the first connection is refused for the second",
                        "PlayerSessions",
                        "return () -> asking.happens(Event.REPLACED, Reason.of(Kind.ALREADY_HERE));",
                        "return () -> other.get().happens(Event.REPLACED, Reason.of(Kind.ALREADY_HERE));"),
                new Fault(
                        "nobody is kicked when others end the session",
                        "Presence",
                        "happens(Event.ENDED, Reason.of(why));\n        kick();",
                        "happens(Event.ENDED, Reason.of(why));\n        wasKicked = true;"),
                new Fault("the end of a session is not heard", "Presence", "loaded.onRelease(this::released);", ""),
                new Fault(
                        "who is seen before asking is forgotten",
                        "KnownConnections",
                        "early.add(connection)",
                        "strangers < 0"),
                new Fault(
                        "who plays before the answer is never looked for",
                        "Presence",
                        "if (state() == PresenceState.PLAYING) {",
                        "if (state() == PresenceState.OVER) {"),
                new Fault("players are kicked twice", "Presence", "&& !wasKicked", ""),
                new Fault("who has left is kicked", "Presence", "&& !isClosed", ""),
                new Fault("who was not let in is kicked", "Presence", "given instanceof Arrival.LetIn && ", ""),
                new Fault(
                        "the game's refusal is not heard",
                        "Presence",
                        "happens(Event.FAILED, Reason.of(Kind.GAME_FAILED));",
                        ""),
                new Fault(
                        "nobody looks who is still there",
                        "Rounds",
                        "if (begins()) {",
                        "if (begins() && isUnderWay == false) {"),
                new Fault(
                        "who is still there is asked once",
                        "Rounds",
                        "if (!found.isEmpty()) {",
                        "if (found == null) {"),
                new Fault(
                        "players come in after the stop",
                        "PlayerSessions",
                        "if (stopping != null) {",
                        "if (stopping == null && stopping != null) {"),
                new Fault(
                        "the stop forgets who is in the game",
                        "PresenceState",
                        "case GONE, REPLACED, STOPPED, ENDED -> LEAVING;\n                    case LOADED, NOT_LOADED, READY, FAILED, ARRIVED",
                        "case GONE, REPLACED, ENDED -> LEAVING;\n                    case STOPPED, LOADED, NOT_LOADED, READY, FAILED, ARRIVED"),
                new Fault(
                        "the stop forgets who is loading",
                        "PresenceState",
                        "case GONE, REPLACED, STOPPED -> CANCELLED;\n                    case READY,",
                        "case GONE, REPLACED -> CANCELLED;\n                    case STOPPED, READY,"),
                new Fault(
                        "who is expected and does not come is waited for",
                        "Expected",
                        "giveBack(load);\n            }\n        });",
                        "}\n        });"),
                new Fault(
                        "who is here is expected",
                        "PlayerSessions",
                        "return stopping != null || isHere ?",
                        "return stopping != null ?"),
                new Fault(
                        "the stop waits for ever",
                        "Shutdown",
                        "premises.elsewhere(() -> report.complete(report()))",
                        "{}"),
                new Fault(
                        "the profile of who is gone is kept until the timeout",
                        "PresenceState",
                        "case GONE, REPLACED, STOPPED, ENDED -> LEAVING;\n                    case LOADED, NOT_LOADED, READY, FAILED, ARRIVED",
                        "case REPLACED, STOPPED, ENDED -> LEAVING;\n                    case GONE, LOADED, NOT_LOADED, READY, FAILED, ARRIVED"),
                new Fault(
                        "an answer is never given to who is cut off",
                        "Presence",
                        "private void over() {\n        premises.elsewhere(this::give);",
                        "private void over() {"));
    }
}
