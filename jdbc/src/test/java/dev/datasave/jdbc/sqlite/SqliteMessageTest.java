package dev.datasave.jdbc.sqlite;

import dev.datasave.jdbc.SqlStorage;
import dev.datasave.jdbc.features.MessageFeatures;
import dev.datasave.spi.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteMessageTest extends MessageFeatures {
    @TempDir
    private Path directory;

    @Override
    protected Storage open() {
        return SqlStorage.sqlite(directory.resolve("players.db"));
    }
}
