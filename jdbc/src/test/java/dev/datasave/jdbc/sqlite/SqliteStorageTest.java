package dev.datasave.jdbc.sqlite;

import dev.datasave.jdbc.Storages;
import dev.datasave.spi.Storage;
import dev.datasave.tck.StorageRules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class SqliteStorageTest extends StorageRules {
    @TempDir
    private Path directory;

    private volatile Duration ahead = Duration.ZERO;

    @Override
    protected Storage open() {
        InstantSource clock = () -> InstantSource.system().instant().plus(ahead);
        Path file = directory.resolve("players.db");
        return Storages.on(SqliteDialect.open(file, Duration.ofSeconds(5), Duration.ofSeconds(5), clock));
    }

    @Override
    protected boolean moveClock(Duration by) {
        ahead = ahead.plus(by);
        return true;
    }
}
