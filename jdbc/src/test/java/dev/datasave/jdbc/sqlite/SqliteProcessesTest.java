package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.features.ProcessFeatures;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteProcessesTest extends ProcessFeatures {
    @TempDir
    private Path directory;

    @Override
    protected String place() {
        return directory.resolve("players.db").toString();
    }

    @Override
    protected void checkWhole() throws Exception {
        try (Raw raw = new Raw(directory.resolve("players.db"))) {
            assertThat(raw.first("PRAGMA integrity_check")).isEqualTo("ok");
        }
    }
}
