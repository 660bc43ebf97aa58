package dev.datasave.tck.simulation;

import java.util.List;

/** What becomes of what can't be saved when a session ends. */
final class FaultsOfTheSpool {
    private FaultsOfTheSpool() {}

    static List<PlantedFault> all() {
        return List.of(
                PlantedFault.of(
                                "the spool is replayed on top of anything",
                                "F18",
                                "the data of another server's session is overwritten")
                        .in(
                                "SpoolVerdict",
                                "if (isOurs || (holder == null && isSetBack(file, current, now))) {",
                                "if (current.isPresent() && !wasStored(storage, file)) {"),
                PlantedFault.of(
                                "a spool file removed before it is stored",
                                "F18",
                                "a server that dies in between has lost the state")
                        .in(
                                "Replay",
                                "        file = found;\n",
                                "        file = found;\n        spool.remove(name);\n"),
                PlantedFault.of("a spool file that is never removed", "F18", "every start stores the state again")
                        .in("Replay", "        spool.remove(name);\n", ""),
                PlantedFault.of(
                                "a refused spooled state is dropped",
                                "F18",
                                "the state is neither stored nor kept as an orphan")
                        .in(
                                "SpoolVerdict",
                                "return orphan.isPresent() ? new Over(End.ORPHAN) : new Put(OrphanEntries.write(file));",
                                "return new Over(End.ORPHAN);"),
                PlantedFault.of(
                                "the spool is replayed without looking for its write id",
                                "F18",
                                "an old state comes back")
                        .in(
                                "SpoolFile",
                                "return entry.writeId().equals(write.writeId()) || isNewer(entry);",
                                "return isNewer(entry);"),
                PlantedFault.of("spooled states that are not forced to the disk", "F18", "a power cut destroys them")
                        .in(
                                "SpoolFolder",
                                "        if (failures.stream().anyMatch(Optional::isEmpty)) {",
                                "        if (failures.isEmpty()) {"),
                PlantedFault.of(
                                "a load does not wait for the spool",
                                "F18",
                                "the load takes the profile, and the spooled state becomes an orphan")
                        .in("Load", "loads.spool().whenReplayed(id, this::look);", "look();"),
                PlantedFault.of(
                                "a state counts as spooled before it is written",
                                "F18",
                                "a server that then dies has reported something that is not true")
                        .in(
                                "SpoolWriter",
                                "        waiting.add(keep);\n",
                                "        waiting.add(keep);\n        then.accept(Optional.of(spool.disk().path(keep.name.toString())));\n"));
    }
}
