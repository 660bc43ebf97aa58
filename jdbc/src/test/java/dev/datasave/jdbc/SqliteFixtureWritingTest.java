package dev.datasave.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Leaves a database file of this build for {@link SqliteFixtureTest}, which says how to ask for it. */
class SqliteFixtureWritingTest {
    private static final String WRITE = "datasave.fixtures.write";
    private static final long MOST_BYTES = 200_000;

    @TempDir
    private Path directory;

    /** The whole database in one file. */
    private Path played() throws IOException {
        Path file = directory.resolve("players.db");
        FixtureDay.play(file);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(each -> each.getFileName().toString()).filter(name -> name.endsWith("-wal")))
                    .as("what is not in the file yet")
                    .isEmpty();
        }
        return file;
    }

    @Test
    void theDayCanBePlayed() throws IOException {
        assertThat(Files.size(played())).isLessThan(MOST_BYTES);
    }

    /** Copying refuses where there is a file of that number. */
    @Test
    @EnabledIfSystemProperty(named = WRITE, matches = "[1-9][0-9]*")
    void writesAFixtureOfThisBuild() throws IOException {
        Path fixture = SqliteFixtureTest.fixture(Integer.getInteger(WRITE));
        Files.createDirectories(fixture.getParent());
        Files.copy(played(), fixture);
    }
}
