package dev.datasave.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.copy.CopyOutcome.Copied;
import dev.datasave.copy.CopyOutcome.Planned;
import dev.datasave.copy.CopyOutcome.Refused;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Storage.Transfer;
import dev.datasave.spi.Storage.Transfer.Place;
import dev.datasave.spi.Storage.Transfer.Revision;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backups: what is in the file, and what becomes of damaged ones. */
class BackupTest {
    private static final Instant WRITTEN = Instant.parse("2026-01-02T03:04:05.678Z");

    private final Storage source = Storage.inMemory();
    private final Storage target = Storage.inMemory();

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("b.jsonl.gz");
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    private StorageCopy backup() {
        return StorageCopy.of(CopyPlace.storage("source", source), CopyPlace.file(file));
    }

    private StorageCopy restore() {
        return StorageCopy.of(CopyPlace.file(file), CopyPlace.storage("target", target));
    }

    private static Revision revision(String key, long number, Content content, boolean superseded) {
        Entry entry = new Entry(new EntryId("s", key), number, "w" + number, content, WRITTEN, WRITTEN);
        return new Revision(entry, superseded, superseded && number % 2 == 0 ? WRITTEN.plusSeconds(number) : null);
    }

    /** Everything at its limits: values, keys of odd characters, a thousand revisions of one key, the extremes of numbers. */
    private static List<Revision> extremes() {
        List<Revision> all = new ArrayList<>();
        all.add(revision("a", 1001, Content.of("1001"), false));
        for (int i = 1; i <= 1000; i++) {
            all.add(revision("a", i, Content.of("{\"n\":" + i + "}"), true));
        }
        Content full = new Content(
                "{ \"n\" : 1.50,\n \"t\": \"\\\"\\\\\u2028😀<&'=\\u0041\" }",
                Set.of("u", "ü😀"),
                Map.of("", "", "k\n", "\u0001\u007f\u2028"),
                "nobody/1",
                new Content.Score(Long.MIN_VALUE, Long.MAX_VALUE),
                "not json at all");
        all.add(revision("b\u0001\n\"\\", Long.MAX_VALUE, full, false));
        all.add(revision("c", 3, Content.TOMBSTONE, false));
        all.add(revision("c", 2, full, true));
        all.add(revision("d".repeat(Limits.KEY_BYTES), 1, Content.of("\u0001".repeat(Limits.VALUE_BYTES)), false));
        all.add(revision("e", 1, Content.of('"' + "é".repeat(Limits.VALUE_BYTES / 2 - 1) + '"'), false));
        all.add(revision("😀'".repeat(51), 1, Content.of(""), false));
        return all;
    }

    private void fill(List<Revision> revisions) {
        Transfer transfer = source.transfer().orElseThrow();
        for (int from = 0; from < revisions.size(); from += 1000) {
            int unused = transfer.add(revisions.subList(from, Math.min(revisions.size(), from + 1000)));
        }
    }

    private List<String> lines() throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private void write(List<String> lines) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (String line : lines) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void aBackupIsRestoredAsItWas() throws IOException {
        fill(extremes());
        assertThat(backup().run())
                .isInstanceOfSatisfying(
                        Copied.class,
                        done -> assertThat(done.added()).isEqualTo(extremes().size()));
        assertThat(restore().plan()).isInstanceOf(Planned.class);
        assertThat(restore().run()).isInstanceOf(Copied.class);
        try (Transfer.View view = target.transfer().orElseThrow().view()) {
            List<Revision> found = new ArrayList<>(view.after(Place.START, 1000));
            found.addAll(view.after(found.getLast().place(), 1000));
            assertThat(found).isEqualTo(extremes());
        }
    }

    @Test
    void onlyItsOwnerCanReadABackupAndNothingElseIsLeft() throws IOException {
        fill(extremes().subList(0, 10));
        Files.writeString(folder.resolve("b.jsonl.gz.part"), "what a killed copy has left");
        assertThat(backup().run()).isInstanceOf(Copied.class);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        assertThat(lines()).hasSize(12);
        assertThat(lines().getFirst())
                .startsWith("{\"format\":\"datasave-backup\",\"version\":1,")
                .contains("\"entries\":1,\"superseded\":9", "{\"store\":\"s\",\"entries\":1,\"superseded\":9}");
        assertThat(lines().getLast()).startsWith("{\"end\":{\"revisions\":10,\"sha256\":\"");
    }

    @Test
    void aFileThatIsThereIsNotOverwritten() throws IOException {
        Files.writeString(file, "mine");
        assertThat(backup().run())
                .isEqualTo(new Refused(List.of(file + ": found a file, expected none; a backup is never overwritten")));
        assertThat(Files.readString(file)).isEqualTo("mine");
    }

    @Test
    void twoCopiesDoNotWriteOneFile() throws IOException {
        try (FileChannel other = FileChannel.open(
                folder.resolve("b.jsonl.gz.part"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(other.tryLock()).isNotNull();
            assertThat(backup().run()).isInstanceOf(Refused.class);
        }
    }

    @Test
    void aBackupIsRestoredOnlyIntoAnEmptyStorageAndItsOwnCopy() throws IOException {
        fill(extremes());
        assertThat(backup().run()).isInstanceOf(Copied.class);
        StorageCopy dying = StorageCopy.of(CopyPlace.file(file), CopyPlace.storage("target", new Through(target, 1)));
        assertThatThrownBy(dying::run).hasMessage("killed");
        assertThat(restore().run())
                .isInstanceOfSatisfying(
                        Copied.class, done -> assertThat(done.added()).isBetween(1L, 507L));
        assertThat(restore().run()).isInstanceOf(Refused.class);
    }

    /** Each change is made to the lines of a backup of three revisions; the last line is the fifth. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "newer   | line 1: found version 2, expected at most 1",
                "other   | line 1: found another file, expected a backup of DataSave",
                "noJson  | line 1: found no header",
                "broken  | line 3: found no revision, expected one",
                "member  | line 3: found no revision, expected one",
                "changed | line 5: found another checksum of the lines before",
                "missing | line 4: found another checksum of the lines before",
                "noEnd   | line 5: found the end of the file, expected more lines; it was cut off",
                "badEnd  | line 5: found a broken end",
                "more    | line 6: found more lines, expected the end of the file",
            })
    void aDamagedBackupIsNamedByLineAndNothingIsWritten(String change, String message) throws IOException {
        fill(extremes().subList(0, 3));
        assertThat(backup().run()).isInstanceOf(Copied.class);
        List<String> lines = new ArrayList<>(lines());
        switch (change) {
            case "newer" -> lines.set(0, lines.get(0).replace("\"version\":1", "\"version\":2"));
            case "other" -> lines.set(0, "{\"format\":\"json\"}");
            case "noJson" -> lines.set(0, "#");
            case "broken" -> lines.set(2, lines.get(2).substring(9));
            case "member" -> lines.set(2, "{\"new\":1," + lines.get(2).substring(1));
            case "changed" -> lines.set(2, lines.get(2).replace("w1", "w9"));
            case "missing" -> lines.remove(2);
            case "noEnd" -> lines.remove(4);
            case "badEnd" -> lines.set(4, "{\"end\":3}");
            case "more" -> lines.add("{}");
            default -> throw new AssertionError(change);
        }
        write(lines);
        refused(message);
    }

    private void refused(String message) {
        assertThatThrownBy(restore()::run)
                .isInstanceOf(BackupException.class)
                .hasMessageStartingWith(file + ": " + message);
        assertThatThrownBy(restore()::plan).isInstanceOf(BackupException.class);
        try (Transfer.View view = target.transfer().orElseThrow().view()) {
            assertThat(view.after(Place.START, 1)).isEmpty();
        }
    }

    @Test
    void aFileThatWasCutAnywhereIsFound() throws IOException {
        fill(extremes().subList(0, 100));
        assertThat(backup().run()).isInstanceOf(Copied.class);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 97) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(restore()::run)
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining(": line ");
        }
    }

    @Test
    void aFlippedBitIsFound() throws IOException {
        fill(extremes().subList(0, 100));
        assertThat(backup().run()).isInstanceOf(Copied.class);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 20; at < whole.length; at += 61) { // behind gzip's own header, of which nothing is checked
            byte[] flipped = whole.clone();
            flipped[at] ^= 4;
            Files.write(file, flipped);
            assertThatThrownBy(restore()::run)
                    .as("bit in byte %d of %d", at, whole.length)
                    .isInstanceOf(BackupException.class);
        }
    }

    @Test
    void aBackupIsPlainJsonLines() throws IOException {
        fill(List.of(revision("k", 1, Content.of("{\"n\": 1.50}"), false)));
        assertThat(backup().run()).isInstanceOf(Copied.class);
        assertThat(lines().get(1))
                .isEqualTo("{\"store\":\"s\",\"key\":\"k\",\"revision\":1,\"writeId\":\"w1\",\"created\":1767323045678,"
                        + "\"updated\":1767323045678,\"value\":\"{\\\"n\\\": 1.50}\"}");
    }

    @Test
    void aLineWithoutEndDoesNotFillTheMemory() throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            byte[] block = new byte[1 << 20];
            for (int i = 0; i < 40; i++) {
                out.write(block);
            }
        }
        assertThatThrownBy(restore()::run)
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("line 1: found more than 33554432 bytes");
    }
}
