package dev.datasave.cli.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class LocalServersTest {
    @TempDir
    private Path folder;

    private static void write(Storage storage, String key) {
        EntryId id = new EntryId("S", key);
        storage.write(List.of(Write.put(id, Optional.empty(), key, Content.of("1"))), Atomicity.EACH);
    }

    private static boolean has(Storage storage, String key) {
        return storage.read(List.of(new EntryId("S", key))).getFirst().isPresent();
    }

    private static ProcessHandle process(DatabaseKind kind, Path folder) throws Exception {
        Path file =
                folder.resolve(kind == DatabaseKind.POSTGRES ? "postgres/postmaster.pid" : "mariadb/data/mariadbd.pid");
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst()))
                .orElseThrow();
    }

    private static void needsPrograms(DatabaseKind kind) {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeThat(kind == DatabaseKind.POSTGRES || machine.equals("Linux amd64"))
                .as("no MariaDB programs for " + machine)
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"POSTGRES, PostgreSQL 18", "MARIADB, MariaDB 11.4"})
    void whatItConfirmedSurvivesWhateverIsDoneToIt(DatabaseKind kind, String name) throws Exception {
        needsPrograms(kind);
        ProcessHandle first;
        try (DatabaseServer server = (DatabaseServer) kind.start(folder).orElseThrow();
                Storage storage = server.place().open()) {
            first = process(kind, folder);
            assertThat(server.name()).startsWith(name);
            assertThat(storage.capabilities()).contains(Capability.POWER_SAFE);
            write(storage, "a");
            server.kill();
            assertThat(first.isAlive()).isFalse();
            server.startAgain();
            eventually(() -> has(storage, "a"));
            server.restart();
            eventually(() -> has(storage, "a"));
            assertThat(server.cutOne()).isEqualTo(1);
            server.freeze();
            server.thaw();
            eventually(() -> has(storage, "a"));
            first = process(kind, folder);
        }
        assertThat(first.isAlive()).isFalse();
    }

    private static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < end) {
            try {
                if (condition.getAsBoolean()) {
                    return;
                }
            } catch (StorageFailed lost) {
                // a connection of the server before
            }
        }
        throw new AssertionError("not within 30 s");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void aServerEndsWithTheProcessThatStartedIt(DatabaseKind kind) throws Exception {
        needsPrograms(kind);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName(),
                        kind.name(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>();
        String line = other.inputReader().readLine();
        while (line != null && !line.equals("started")) {
            lines.add(line);
            line = other.inputReader().readLine();
        }
        assertThat(line).as(lines.toString()).isEqualTo("started");
        ProcessHandle server = process(kind, folder);
        other.destroyForcibly().waitFor();
        server.onExit().join();
    }

    /** Starts a server and waits to be killed. */
    static final class Starter {
        private Starter() {}

        public static void main(String[] arguments) throws Exception {
            assertThat(DatabaseKind.valueOf(arguments[0]).start(Path.of(arguments[1])))
                    .isPresent();
            System.out.println("started");
            new CountDownLatch(1).await();
        }
    }
}
