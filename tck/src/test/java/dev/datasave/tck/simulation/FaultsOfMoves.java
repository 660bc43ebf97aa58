package dev.datasave.tck.simulation;

import java.util.List;

/** Moves of profiles to other keys (P15). */
final class FaultsOfMoves {
    private FaultsOfMoves() {}

    static List<PlantedFault> all() {
        return List.of(
                PlantedFault.of("a move in two writes", "P15", "after a crash, the profile is under both keys")
                        .in(
                                "Moves",
                                "job[0] = loop.queue().submitAll(both, decision -> decided(hold, decision), failure -> {",
                                """
                                job[0] = loop.queue().submit(both.get(1), true, first -> loop.queue().submit(
                                        both.get(0), true, second -> decided(hold, new SaveQueue.GroupDecision(
                                                second.written(), List.of(second, first))), never -> {}), failure -> {"""),
                PlantedFault.of(
                                "receipts stay under the old key",
                                "P15",
                                "a purchase is granted once more under the new key")
                        .in(
                                "Belonging",
                                "List.of(Addresses.MESSAGES, Addresses.RECEIPTS, Addresses.ORPHANS)",
                                "List.of(Addresses.MESSAGES, Addresses.ORPHANS)"),
                PlantedFault.of(
                                "a moved profile is taken at once",
                                "P15",
                                "a purchase is granted before its receipt has followed")
                        .in(
                                "Load",
                                "} else if (Settling.isOpen(sight.profile())) {",
                                "} else if (Settling.isOpen(sight.profile()) && sight.own().isEmpty()) {"),
                PlantedFault.of("a moved profile's old key is free", "P15", "a second profile of the player is born")
                        .in(
                                "Load",
                                "!kind.isRaw() && Departure.of(sight.profile()).isPresent()",
                                "kind.isRaw() && Departure.of(sight.profile()).isPresent()"),
                PlantedFault.of("a late message stays under the old key", "P15", "nobody ever gets the message")
                        .in("Forwarding", "if (Departure.of(found.get(0)).isPresent()) {", "if (found.isEmpty()) {")
                        .in("Mailboxes", "new Settling(storage, loop.ids()::writeId).late(session)", "List.of()"),
                PlantedFault.of(
                                "a moved profile forgets its rollbacks",
                                "P15",
                                "a purchase that was rolled back counts as granted")
                        .in(
                                "EntryFormat",
                                "format.memory.ancestry.after(left.revision()).with(",
                                "Ancestry.STRAIGHT.with("),
                PlantedFault.of("a move steals the profile", "P15", "the player's last edits are lost")
                        .in("Moves", ".stealAfter(NEVER);", ".whenHeld(dev.datasave.WhenHeld.STEAL);"));
    }
}
