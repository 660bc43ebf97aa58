package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.datasave.jdbc.features.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where SQLite's native library is unpacked; each time in JVMs of their own, because a JVM loads it once. */
@Timeout(60)
class NativeLibraryTest {
    @TempDir
    private Path directory;

    private Path temporary;

    @BeforeEach
    void create() throws IOException {
        temporary = Files.createDirectory(directory.resolve("tmp"));
    }

    private OtherProcess open(Path unpackTo) throws IOException {
        return open(unpackTo, command -> command);
    }

    private OtherProcess open(Path unpackTo, UnaryOperator<List<String>> by) throws IOException {
        String file = directory.resolve("players.db").toString();
        return OtherProcess.start(by, List.of("-Dorg.sqlite.tmpdir=" + unpackTo), "open", file);
    }

    private String refusal(Path unusable, String problem) throws IOException {
        return "StorageFailed SQLite file " + directory.toRealPath().resolve("players.db")
                + ": found that SQLite's native library can't be unpacked to and run from " + unusable + " (" + problem
                + "), expected a directory that this process can write and that allows programs to run (no noexec);"
                + " name one with -Dorg.sqlite.tmpdir=<directory>";
    }

    private void openAndKill() throws IOException {
        try (OtherProcess process = open(temporary)) {
            assertThat(process.line()).isEqualTo("opened");
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"missing, it does not exist", "file, it is no directory"})
    void aDirectoryThatCanNotBeUsedIsNamedAtEachTry(String name, String problem) throws IOException {
        Files.createFile(directory.resolve("file"));
        Path unusable = directory.resolve(name);
        try (OtherProcess process = open(unusable)) {
            for (int i = 0; i < 3; i++) {
                assertThat(process.line()).isEqualTo(refusal(unusable, problem));
                process.say("again");
            }
            if (name.equals("missing")) {
                process.line();
                Files.createDirectory(unusable);
                process.say("again");
                assertThat(process.line()).isEqualTo("opened");
            }
        }
    }

    @Test
    void aDirectoryThatIsMountedNoexecIsNamedAtEachTry() throws Exception {
        SmallDisk.assumePossible(temporary);
        try (OtherProcess process = open(temporary, command -> SmallDisk.noexec(temporary, command))) {
            for (int i = 0; i < 3; i++) {
                assertThat(process.line()).isEqualTo(refusal(temporary, "the system refuses to load the library"));
                process.say("again");
            }
        }
    }

    @Test
    void killedProcessesLeaveOneCopy() throws IOException {
        openAndKill();
        List<Path> first = files();
        assertThat(first).singleElement().satisfies(copy -> assertThat(copy).isNotEmptyFile());
        Object created = Files.getLastModifiedTime(first.getFirst());
        try (OtherProcess a = open(temporary);
                OtherProcess b = open(temporary)) {
            assertThat(a.line()).isEqualTo("opened");
            assertThat(b.line()).isEqualTo("opened");
        }
        assertThat(files()).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first.getFirst())).isEqualTo(created);
    }

    @Test
    void processesThatUnpackAtOnceAgreeOnOneCopy() throws IOException {
        try (OtherProcess a = open(temporary);
                OtherProcess b = open(temporary);
                OtherProcess c = open(temporary)) {
            for (OtherProcess process : List.of(a, b, c)) {
                assertThat(process.line()).isEqualTo("opened");
            }
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void aCopyThatIsNotWholeIsReplacedAndWhatOthersLeftStays() throws IOException {
        openAndKill();
        Path copy = files().getFirst();
        byte[] whole = Files.readAllBytes(copy);
        assumeThat(Files.getFileStore(copy).supportsFileAttributeView("posix")).isTrue();
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
        byte[] changed = whole.clone();
        changed[whole.length / 2] ^= 1;
        Files.write(copy, changed);
        Path ours = Files.createFile(copy.resolveSibling("part-1.tmp"));
        Files.setLastModifiedTime(ours, FileTime.from(Instant.now().minusSeconds(4000)));
        Path unpackedNow = Files.createFile(copy.resolveSibling("part-2.tmp"));
        Path others = Files.createFile(temporary.resolve("sqlite-3.0.0-libsqlitejdbc.so"));

        openAndKill();
        assertThat(files()).containsExactlyInAnyOrder(copy, unpackedNow, others);
        assertThat(Files.readAllBytes(copy)).isEqualTo(whole);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("r-x------");
    }

    @Test
    void aDirectoryThatOthersCanWriteIsNotTrusted() throws IOException {
        openAndKill();
        Path copy = files().getFirst();
        assumeThat(Files.getFileStore(copy).supportsFileAttributeView("posix")).isTrue();
        Files.setPosixFilePermissions(copy.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.delete(copy);
        openAndKill();
        assertThat(copy).doesNotExist();
        assertThat(files()).as("the driver's own copy").hasSize(2).allMatch(file -> temporary.equals(file.getParent()));
    }
}
