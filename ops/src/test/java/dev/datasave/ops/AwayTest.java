package dev.datasave.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.LoadResult;
import dev.datasave.Paging;
import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that goes away: a clear answer, and nothing half done. */
@Timeout(180)
class AwayTest {
    private static final Mandate ALICE = new Mandate("alice", "ticket 12");

    @TempDir
    private Path folder;

    @Test
    void fileThatIsGoneIsToldAtOnce() throws IOException {
        Path file = folder.resolve("players.db");
        SqlOptions options = SqlOptions.defaults().callTimeout(Duration.ofSeconds(2));
        try (Storage storage = SqlStorage.open("jdbc:sqlite:" + file, options);
                Operations operations = Operations.on(storage)) {
            store(storage);
            ProfileDesk desk = operations.profile("Text", "k");
            assertThat(desk.report()).isPresent();
            Files.move(file, folder.resolve("elsewhere.db"));
            assertThatThrownBy(() -> desk.edit(
                            "[{\"op\":\"replace\",\"path\":\"\",\"value\":\"new\"}]", OptionalLong.empty(), ALICE))
                    .isInstanceOf(DataSaveException.StorageFailed.class);
            assertThatThrownBy(() -> operations.search(new Search.Keys("Text", ""), Paging.first(1)))
                    .isInstanceOf(DataSaveException.StorageFailed.class);
            assertThatThrownBy(() -> operations.doctor().quick()).isInstanceOf(DataSaveException.StorageFailed.class);
            assertThat(file).doesNotExist();
        }
    }

    private static void store(Storage storage) {
        try (DataSave game = DataSave.builder(storage).keepStorageOpen().build()) {
            LoadResult<JsonElement> loaded = game.profileStore(
                            "Text", JsonElement.class, () -> new JsonPrimitive("old"))
                    .loadProfileAsync("k")
                    .join();
            assertThat(loaded).isInstanceOf(LoadResult.Loaded.class);
        }
    }
}
