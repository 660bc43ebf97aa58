package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read the database file and what lies beside it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a file has the rights of its directory there")
@SuppressWarnings("try") // resources that only have to be open
class RightsTest {
    @TempDir
    private Path directory;

    /** The rights of all files while the storage is open, by name. */
    private Map<String, String> rights(Path file) throws IOException {
        try (Storage storage = SqlStorage.sqlite(file);
                Stream<Path> files = Files.list(directory)) {
            Write write = Write.put(new EntryId("s", "k"), Optional.empty(), "w", Content.of("1"));
            storage.write(List.of(write), Atomicity.EACH);
            Map<String, String> found = new HashMap<>();
            for (Path each : files.toList()) {
                found.put(
                        each.getFileName().toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
            }
            return found;
        }
    }

    private static Map<String, String> all(String name, String rights) {
        Map<String, String> expected = new HashMap<>();
        for (String suffix : List.of("", "-signal", "-shm", "-wal")) {
            expected.put(name + suffix, rights);
        }
        return expected;
    }

    @ParameterizedTest
    @ValueSource(strings = {"players.db", "a&b=c?.db"})
    void newFilesAreTheirOwnersOnly(String name) throws IOException {
        assertThat(rights(directory.resolve(name))).isEqualTo(all(name, "rw-------"));
    }

    @ParameterizedTest
    @CsvSource({"rw-------, rwx------", "rw-rw----, rwxrwx---"})
    void socketsAreForWhoeverMayWriteTheFile(String ofFile, String ofFolder) throws IOException {
        Path file = Files.createFile(directory.resolve("players.db"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(ofFile));
        Path folder = directory.resolve("players.db-sockets");
        try (Storage storage = SqlStorage.sqlite(file);
                Signals.Subscription listening = storage.signals().listen("here", () -> {});
                Stream<Path> sockets = Files.list(folder)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo(ofFolder);
            assertThat(sockets)
                    .singleElement()
                    .satisfies(
                            socket -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                                    .isEqualTo(ofFile));
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void aFileThatIsThereKeepsItsRightsAndTheOthersFollow() throws IOException {
        Path file = Files.createFile(directory.resolve("players.db"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(rights(file)).isEqualTo(all("players.db", "rw-r-----"));
    }
}
