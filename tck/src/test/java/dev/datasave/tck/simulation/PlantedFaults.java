package dev.datasave.tck.simulation;

import java.util.List;
import java.util.stream.Stream;

/** What engineers get wrong in an engine like this one. */
final class PlantedFaults {
    private PlantedFaults() {}

    /** All that the simulation has to find. */
    static List<PlantedFault> all() {
        return Stream.of(
                        FaultsOfLeases.all(),
                        FaultsOfOwnership.all(),
                        FaultsOfSaving.all(),
                        FaultsOfEnds.all(),
                        FaultsOfTheSpool.all(),
                        FaultsOfValue.all(),
                        FaultsOfOperators.all(),
                        FaultsOfGameCode.all(),
                        FaultsOfMoves.all(),
                        FaultsOfTrouble.all())
                .flatMap(List::stream)
                .toList();
    }
}
