package dev.datasave.jdbc.network;

import dev.datasave.jdbc.sql.Dialect;
import dev.datasave.jdbc.sqlite.SqliteDialect;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class SqliteNetworkTest extends NetworkFeatures {
    @TempDir
    private Path directory;

    @Override
    protected Dialect dialect() {
        return SqliteDialect.open(directory.resolve("data.db"), Duration.ofSeconds(5), Duration.ofSeconds(30));
    }
}
