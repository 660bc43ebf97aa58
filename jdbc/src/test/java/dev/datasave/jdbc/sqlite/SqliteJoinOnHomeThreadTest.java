package dev.datasave.jdbc.sqlite;

import dev.datasave.jdbc.SqlStorage;
import dev.datasave.tck.JoinOnHomeThreadFeatures;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteJoinOnHomeThreadTest extends JoinOnHomeThreadFeatures {
    SqliteJoinOnHomeThreadTest(@TempDir Path directory) {
        super(SqlStorage.sqlite(directory.resolve("players.db")));
    }
}
