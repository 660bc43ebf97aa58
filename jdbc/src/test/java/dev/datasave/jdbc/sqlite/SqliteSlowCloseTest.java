package dev.datasave.jdbc.sqlite;

import dev.datasave.jdbc.SqlStorage;
import dev.datasave.tck.SlowCloseFeatures;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteSlowCloseTest extends SlowCloseFeatures {
    SqliteSlowCloseTest(@TempDir Path directory) {
        super(SqlStorage.sqlite(directory.resolve("players.db")));
    }
}
