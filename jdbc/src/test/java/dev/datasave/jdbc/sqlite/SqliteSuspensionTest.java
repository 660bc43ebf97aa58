package dev.datasave.jdbc.sqlite;

import dev.datasave.jdbc.SqlStorage;
import dev.datasave.tck.SuspensionFeatures;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteSuspensionTest extends SuspensionFeatures {
    SqliteSuspensionTest(@TempDir Path directory) {
        super(SqlStorage.sqlite(directory.resolve("players.db")));
    }
}
