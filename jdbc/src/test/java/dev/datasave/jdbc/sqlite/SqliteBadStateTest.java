package dev.datasave.jdbc.sqlite;

import dev.datasave.jdbc.SqlStorage;
import dev.datasave.tck.BadStateFeatures;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteBadStateTest extends BadStateFeatures {
    SqliteBadStateTest(@TempDir Path directory) {
        super(SqlStorage.sqlite(directory.resolve("players.db")));
    }
}
