package dev.datasave.tck;

import dev.datasave.tck.simulation.PlantedFaultsTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the fixtures of stored formats lie: one numbered folder for each version of the formats. */
final class FixtureFolders {
    private static final StoredFixture OF_THIS_BUILD = FixtureScenario.play();

    private FixtureFolders() {}

    static Path root() {
        return PlantedFaultsTable.inRepository("tck/src/test/resources/fixtures");
    }

    /** The folders, the oldest version first. */
    static List<Path> all() {
        try (Stream<Path> folders = Files.list(root())) {
            return folders.sorted(Comparator.comparingInt(
                            folder -> Integer.parseInt(folder.getFileName().toString())))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static StoredFixture read(Path folder) {
        try {
            return StoredFixture.read(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What this build leaves, which may be of a version that has no folder yet. */
    static StoredFixture ofThisBuild() {
        return OF_THIS_BUILD;
    }
}
