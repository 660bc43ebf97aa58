package dev.datasave.jdbc.sqlite;

import dev.datasave.jdbc.SqlStorage;
import dev.datasave.tck.GameCodeFeatures;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteGameCodeTest extends GameCodeFeatures {
    SqliteGameCodeTest(@TempDir Path directory) {
        super(SqlStorage.sqlite(directory.resolve("players.db")));
    }
}
