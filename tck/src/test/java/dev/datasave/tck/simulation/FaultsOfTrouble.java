package dev.datasave.tck.simulation;

import java.util.List;

/** A storage that needs mending: it takes no writes, or has damaged what it stored (P3, F5). */
final class FaultsOfTrouble {
    private FaultsOfTrouble() {}

    static List<PlantedFault> all() {
        return List.of(
                PlantedFault.of(
                                "a failure that lasts counts as one that passes",
                                "P3",
                                "edits are accepted that can't be stored")
                        .in(
                                "Lease",
                                "if (isLasting && state != LeaseState.ENDED && sent.nanos() - mark.nanos() > 0) {",
                                "if (isLasting && state == LeaseState.ENDED) {"),
                PlantedFault.of("suspended without the storage's words", "P3", "nobody learns what is to be mended")
                        .in(
                                "Lease",
                                "trouble = (isLasting ? \"the storage fails: \" : \"the lease was not renewed in time: \") + worded(failure);",
                                "trouble = null;"),
                PlantedFault.of(
                                "damage counts as nothing stored",
                                "F5",
                                "the player starts anew, and what could have been mended is gone")
                        .in("Load", "            fail(new DataSaveException.InvalidData(damage, null), true);", """
                                            taking.take(new Sight(sight.own(), sight.profile().map(found -> new dev.datasave.spi.Entry(
                                                    found.id(), found.revision(), found.writeId(), dev.datasave.spi.Content.TOMBSTONE,
                                                    found.created(), found.updated())), sight.claim(), sight.lease()), Acquired.FREE);"""));
    }
}
