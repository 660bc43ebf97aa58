package dev.datasave.ops;

import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteDeskTest extends DeskRules {
    @TempDir
    private Path folder;

    @Override
    Storage open() {
        return SqlStorage.sqlite(folder.resolve("players.db"));
    }
}
