package dev.datasave.tck.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * A fault that the simulation has to find.
 *
 * @param name what is done wrong, in a few words
 * @param rule what it breaks
 * @param breaks what it leads to
 * @param changes what is another in the engine's sources
 */
record PlantedFault(String name, String rule, String breaks, List<Change> changes) {

    PlantedFault {
        changes = List.copyOf(changes);
    }

    static PlantedFault of(String name, String rule, String breaks) {
        return new PlantedFault(name, rule, breaks, List.of());
    }

    /**
     * One more change.
     *
     * @param file the name of a class of the engine
     * @param found a text that occurs in its source exactly once
     * @param planted what stands there instead
     */
    PlantedFault in(String file, String found, String planted) {
        List<Change> all = new ArrayList<>(changes);
        all.add(new Change(file, found, planted));
        return new PlantedFault(name, rule, breaks, all);
    }

    /** The names of the classes that it changes. */
    List<String> files() {
        return changes.stream().map(Change::file).distinct().toList();
    }

    /** The source with the changes that belong there. */
    String plant(String file, String source) {
        String planted = source;
        for (Change change : changes) {
            if (change.file.equals(file)) {
                planted = change.plant(name, planted);
            }
        }
        return planted;
    }

    @Override
    public String toString() {
        return name;
    }

    /** One change of one source. */
    record Change(String file, String found, String planted) {

        private String plant(String fault, String source) {
            int at = source.indexOf(found);
            if (at < 0 || source.indexOf(found, at + 1) >= 0) {
                throw new AssertionError("planted fault \"" + fault + "\": found "
                        + (at < 0 ? "no place" : "several places") + " in " + file + ", expected exactly one with:\n"
                        + found);
            }
            return source.substring(0, at) + planted + source.substring(at + found.length());
        }
    }
}
