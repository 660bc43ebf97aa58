package dev.datasave.tck;

import java.util.List;
import java.util.stream.Stream;

/** What engineers get wrong in an engine like this one. */
final class PlantedFaults {
    private PlantedFaults() {}

    /** Those that the simulation has to find. */
    static List<PlantedFault> all() {
        return Stream.of(
                        FaultsOfLeases.all(),
                        FaultsOfOwnership.all(),
                        FaultsOfSaving.all(),
                        FaultsOfEnds.all(),
                        FaultsOfValue.all(),
                        FaultsOfOperators.all())
                .flatMap(List::stream)
                .toList();
    }

    /** Those that it does not find yet. */
    static List<PlantedFault> toCome() {
        return FaultsToCome.all();
    }
}
