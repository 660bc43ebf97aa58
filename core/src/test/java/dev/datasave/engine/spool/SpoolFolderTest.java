package dev.datasave.engine.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.datasave.ReleaseReason;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.loop.ManualEnvironment;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spool's directory: each file has one owner, whoever dies when, and what is broken stays there and is told of once (F18). */
class SpoolFolderTest {
    private static final String DEAD = "a".repeat(16);
    private static final String LIVING = "b".repeat(16);
    private static final String SESSION = "c".repeat(16);

    @TempDir
    private Path directory;

    private final ManualEnvironment environment = new ManualEnvironment();
    private final List<SpoolFolder> opened = new ArrayList<>();

    private SpoolFolder folder(String run) {
        SpoolFolder folder = new SpoolFolder(directory, environment, run);
        opened.add(folder);
        return folder;
    }

    @AfterEach
    void close() throws IOException {
        for (SpoolFolder folder : opened) {
            folder.close();
        }
    }

    private static SpoolFile file(String key) {
        Content content = Content.of("{\"coins\":5}").withSystem("{\"loads\":1}");
        return new SpoolFile(
                SpoolFile.write(new EntryId("Players", key), 3, "before", "w", content, Retention.drop()),
                new Token("incarnation", SESSION),
                "",
                Set.of(),
                Instant.EPOCH,
                "lobby-1",
                ReleaseReason.CLOSING,
                5);
    }

    private static SpoolName name(String key, String run) {
        return SpoolName.of(file(key).id(), file(key).token(), run);
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).collect(java.util.stream.Collectors.toSet());
        }
    }

    private void put(String name, byte[] bytes) throws IOException {
        Files.write(directory.resolve(name), bytes);
    }

    @Test
    void whatIsWrittenIsReadUnderItsName() throws IOException {
        SpoolFolder folder = folder(LIVING);
        assertThat(folder.write(List.of(file("k1"), file("k2")))).containsOnly(Optional.empty());
        assertThat(folder.read(name("k1", LIVING))).isEqualTo(file("k1"));
        assertThat(files())
                .containsExactlyInAnyOrder(
                        LIVING + ".lock",
                        name("k1", LIVING).toString(),
                        name("k2", LIVING).toString());
        folder.remove(name("k1", LIVING));
        assertThat(files()).doesNotContain(name("k1", LIVING).toString());
    }

    @Test
    void theFilesOfALivingRunAreItsOwn() throws IOException {
        assertThat(folder(LIVING).write(List.of(file("k")))).containsOnly(Optional.empty());
        SpoolFolder.Found found = folder("d".repeat(16)).adopt();
        assertThat(found.states()).isEmpty();
        assertThat(found.problems()).isEmpty();
        assertThat(files()).contains(name("k", LIVING).toString());
    }

    @Test
    void theFilesOfADeadRunAreTakenUnderOnesOwnName() throws IOException {
        SpoolFolder dead = folder(DEAD);
        assertThat(dead.write(List.of(file("k")))).containsOnly(Optional.empty());
        dead.close();
        SpoolFolder living = folder(LIVING);
        assertThat(living.adopt().states()).containsExactly(name("k", LIVING));
        assertThat(living.read(name("k", LIVING))).isEqualTo(file("k"));
        assertThat(living.adopt().states()).as("once").isEmpty();
        assertThat(files())
                .containsExactlyInAnyOrder(LIVING + ".lock", name("k", LIVING).toString());
    }

    @Test
    void anUnfinishedFileCountsIfItIsWholeAndNoFinishedOneIsThere() throws IOException {
        byte[] whole = SpoolFormat.bytes(file("k1"));
        put(name("k1", DEAD).unfinished().toString(), whole);
        put(name("k2", DEAD).unfinished().toString(), SpoolFormat.bytes(file("k2")));
        put(name("k2", DEAD).toString(), SpoolFormat.bytes(file("k2")));
        put(name("k3", DEAD).unfinished().toString(), java.util.Arrays.copyOf(whole, whole.length - 1));
        SpoolFolder living = folder(LIVING);
        SpoolFolder.Found found = living.adopt();
        assertThat(found.states()).containsExactlyInAnyOrder(name("k1", LIVING), name("k2", LIVING));
        assertThat(found.problems())
                .containsOnlyKeys(name("k3", DEAD).unfinished().toString());
        assertThat(files())
                .as("it stays there")
                .contains(name("k3", DEAD).unfinished().toString());
        assertThat(files()).doesNotContain(name("k2", DEAD).unfinished().toString());
        assertThat(living.adopt().problems()).as("told once").isEmpty();
    }

    @Test
    void whatIsNoFileOfASpoolStaysAndIsToldOfOnce() throws IOException {
        put("notes.txt", new byte[0]);
        SpoolFolder folder = folder(LIVING);
        assertThat(folder.adopt().problems().get("notes.txt"))
                .hasMessage("name of a file: found one that the spool does not use; the file stays");
        assertThat(folder.adopt().problems()).isEmpty();
        assertThat(files()).contains("notes.txt");
    }

    @Test
    void aFileUnderAnothersNameIsNotTakenForIt() throws IOException {
        put(name("other", DEAD).toString(), SpoolFormat.bytes(file("k")));
        SpoolFolder folder = folder(LIVING);
        assertThat(folder.adopt().states()).containsExactly(name("other", LIVING));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> folder.read(name("other", LIVING)))
                .withMessage("found the state of another profile or session, expected the one in the file's name");
    }

    @Test
    void afterItsEndNothingIsWritten() throws IOException {
        SpoolFolder folder = folder(LIVING);
        folder.close();
        folder.close();
        assertThat(folder.write(List.of(file("k"))))
                .singleElement()
                .satisfies(failure -> assertThat(failure.orElseThrow())
                        .hasMessage("spool " + directory + ": found it closed, expected it open"));
        assertThat(files()).isEmpty();
    }

    @Test
    void whatCanNotBeWrittenFailsAloneAndLeavesNothingBehind() throws IOException {
        SpoolFolder folder = folder(LIVING);
        Path inTheWay =
                Files.createDirectory(directory.resolve(name("k2", LIVING).toString()));
        Files.createFile(inTheWay.resolve("file"));
        List<Optional<Throwable>> failures = folder.write(List.of(file("k1"), file("k2"), file("k3")));
        assertThat(failures).extracting(Optional::isPresent).containsExactly(false, true, false);
        assertThat(files())
                .contains(name("k3", LIVING).toString())
                .doesNotContain(name("k2", LIVING).unfinished().toString());
    }

    @Test
    void aDirectoryThatCanNotBeUsedFailsEveryState() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        SpoolFolder folder = new SpoolFolder(file, environment, LIVING);
        assertThatExceptionOfType(IOException.class).isThrownBy(folder::adopt);
        assertThat(folder.write(List.of(file("k1"), file("k2")))).allMatch(Optional::isPresent);
    }
}
