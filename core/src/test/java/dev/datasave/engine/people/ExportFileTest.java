package dev.datasave.engine.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.datasave.ConnectedEntry;
import dev.datasave.ConnectedEntry.Connection;
import dev.datasave.Holder;
import dev.datasave.UserDataOptions.Format;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.json.JsonText;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An export is one whole document, or it is not there (P14). */
@Isolated("changes the default locale")
class ExportFileTest {
    private static final Instant NOW = Instant.parse("2024-02-29T23:59:59.5Z");
    private static final EntryId ID = new EntryId("Players", "k");

    @TempDir
    private Path directory;

    private static Entry entry(EntryId id, Content content) {
        return new Entry(id, 3, "w3", content, Instant.EPOCH, NOW);
    }

    private static ConnectedEntry described(String key, Optional<Holder> holder) {
        Set<String> people = Set.of("u2", "u1");
        return new ConnectedEntry("Players", key, Connection.USER_ID, 3, false, Instant.EPOCH, NOW, people, holder);
    }

    private static void write(ExportFile file) throws IOException {
        file.begin("u1", "lobby-1", NOW);
        Content content = new Content(
                "{\"coins\":12345678901234567890,\"half\":0.50}",
                Set.of("zed", "amy", "u1", "Bob", "ü", "kim", "9"),
                Map.of("zz", "2", "a", "😀", "Mm", ""),
                null,
                Content.Score.of(2),
                "{\"secret\":1}");
        file.entry(
                described("k", Optional.of(new Holder("lobby-2", "inc", Instant.EPOCH))),
                Optional.of(entry(ID, content)),
                "the storage was away");
        file.revisions(List.of(entry(ID, Content.of("no JSON")), entry(ID, Content.TOMBSTONE)));
        file.revisions(List.of(entry(ID, Content.of("[]"))));
        EntryId letter = new EntryId(Addresses.MESSAGES, Addresses.prefix(ID) + "lobby-1/000000000001");
        Content message = Content.of("{\"store\":\"Players\",\"key\":\"k\",\"type\":\"Gift\",\"payload\":{\"n\":1.50},"
                + "\"from\":\"lobby-1\",\"expires\":1000}");
        file.belongings(Addresses.MESSAGES, List.of(entry(letter, message), entry(letter, Content.of("{}"))));
        file.belongings(Addresses.MESSAGES, List.of(entry(letter, Content.TOMBSTONE)));
        file.belongings(Addresses.PINS, List.of(entry(new EntryId(Addresses.PINS, "by hand"), Content.of("1"))));
        file.endEntry();
        file.entry(described("k2", Optional.empty()), Optional.empty(), null);
        file.endEntry();
        file.end();
    }

    private static JsonObject parse(String text) {
        return JsonText.parse(text).getAsJsonObject();
    }

    @Test
    void aDocumentHoldsEachEntryWithItsHistoryAndWhatBelongsToIt() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(new ExportFile(ExportTarget.stream(out), Format.JSON));
        JsonObject document = parse(out.toString(StandardCharsets.UTF_8));
        assertThat(document.keySet()).containsExactly("format", "userId", "exportedAt", "server", "entries");
        JsonArray entries = document.getAsJsonArray("entries");
        assertThat(entries).hasSize(2);
        assertThat(JsonText.write(entries.get(1)))
                .isEqualTo("{\"store\":\"Players\",\"key\":\"k2\",\"connection\":\"USER_ID\",\"shared\":true}");
        assertThat(JsonText.write(entries.get(0))).isEqualTo(expected());
    }

    private static String expected() {
        String state = "\"revision\":3,\"updated\":\"2024-02-29T23:59:59.500Z\",\"removed\":";
        String plain = state + "false,\"userIds\":[],\"metadata\":{}";
        String created = "\"created\":\"1970-01-01T00:00:00Z\",";
        String id = "{\"id\":\"lobby-1/000000000001\",";
        return "{\"store\":\"Players\",\"key\":\"k\",\"connection\":\"USER_ID\",\"heldBy\":{\"server\":\"lobby-2\","
                + "\"incarnation\":\"inc\",\"since\":\"1970-01-01T00:00:00Z\"},\"notSaved\":\"the storage was away\","
                + "\"shared\":true," + created + state
                + "false,\"userIds\":[\"9\",\"Bob\",\"amy\",\"kim\",\"u1\",\"zed\",\"ü\"],"
                + "\"metadata\":{\"Mm\":\"\",\"a\":\"😀\",\"zz\":\"2\"},\"score\":2,"
                + "\"value\":{\"coins\":12345678901234567890,\"half\":0.50},"
                + "\"history\":[{" + plain + ",\"text\":\"no JSON\"},{" + state
                + "true,\"userIds\":[],\"metadata\":{}},{" + plain + ",\"value\":[]}],"
                + "\"messages\":[" + id + "\"sent\":\"1970-01-01T00:00:00Z\",\"from\":\"lobby-1\",\"type\":\"Gift\","
                + "\"payload\":{\"n\":1.50},\"expires\":\"1970-01-01T00:00:01Z\"}," + id + created + plain
                + ",\"value\":{}}," + id + created + state + "true,\"userIds\":[],\"metadata\":{}}],"
                + "\"pins\":[{\"id\":\"by hand\"," + created + plain + ",\"value\":1}]}";
    }

    private static Map<String, String> unzipped(Path file) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-US", "ar-EG", "fa-IR"})
    void aZipFileHoldsADocumentPerEntryAndAnIndexWhateverTheLocale(String locale) throws IOException {
        Path file = directory.resolve("export.zip");
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(locale));
            write(new ExportFile(ExportTarget.file(file), Format.ZIP));
        } finally {
            Locale.setDefault(before);
        }
        Map<String, String> files = unzipped(file);
        assertThat(files.keySet()).containsExactly("entries/000001.json", "entries/000002.json", "index.json");
        assertThat(JsonText.write(parse(files.get("entries/000001.json")))).isEqualTo(expected());
        JsonArray index = parse(files.get("index.json")).getAsJsonArray("entries");
        assertThat(JsonText.write(index.get(1)))
                .isEqualTo("{\"file\":\"entries/000002.json\",\"store\":\"Players\",\"key\":\"k2\",\"revision\":3}");
    }

    @Test
    void aFileIsThereWhenItIsWhole() throws IOException {
        Path path = Files.writeString(directory.resolve("export.json"), "the one before");
        ExportFile file = new ExportFile(ExportTarget.file(path), Format.JSON);
        file.begin("u1", "lobby-1", NOW);
        assertThat(directory).isDirectoryContaining("glob:**export.json.*.part");
        assertThat(path).hasContent("the one before");
        file.end();
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
        assertThat(parse(Files.readString(path)).getAsJsonArray("entries")).isEmpty();
        file.abandon();
        assertThat(path).as("whole is whole").exists();
    }

    @Test
    void twoExportsToOneFileDoNotMeet() throws IOException {
        Path path = directory.resolve("export.json");
        ExportFile one = new ExportFile(ExportTarget.file(path), Format.JSON);
        ExportFile other = new ExportFile(ExportTarget.file(path), Format.JSON);
        one.begin("u1", "lobby-1", NOW);
        other.begin("u2", "lobby-1", NOW);
        one.end();
        assertThat(parse(Files.readString(path)).get("userId").getAsString()).isEqualTo("u1");
        other.end();
        assertThat(parse(Files.readString(path)).get("userId").getAsString()).isEqualTo("u2");
    }

    @Test
    void onlyItsOwnerMayReadAnExport() throws IOException {
        assumeTrue(
                Files.getFileStore(directory).supportsFileAttributeView("posix"), "files have no owner's rights here");
        Path path = directory.resolve("export.json");
        ExportFile file = new ExportFile(ExportTarget.file(path), Format.JSON);
        file.begin("u1", "lobby-1", NOW);
        file.end();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatCanNotBeFinishedLeavesNothing() throws IOException {
        Path path = Files.createDirectory(directory.resolve("export.json"));
        Files.createFile(path.resolve("in the way"));
        ExportFile file = new ExportFile(ExportTarget.file(path), Format.JSON);
        file.begin("u1", "lobby-1", NOW);
        assertThatExceptionOfType(IOException.class).isThrownBy(file::end);
        file.abandon();
        assertThat(directory).as("it holds a person's data").isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void whatWasGivenUpLeavesNothingAndGoesNotOn() throws IOException {
        Path path = directory.resolve("export.json");
        ExportFile file = new ExportFile(ExportTarget.file(path), Format.JSON);
        file.begin("u1", "lobby-1", NOW);
        file.abandon();
        assertThat(directory).isEmptyDirectory();
        for (ExportFile.Step step : List.<ExportFile.Step>of(
                file::end, file::endEntry, () -> file.revisions(List.of()), () -> file.begin("u1", "s", NOW))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> file.run(step))
                    .withMessage("export: found it given up, expected it to go on");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aStepBeforeTheBeginIsAFault() {
        ExportFile file = new ExportFile(ExportTarget.stream(new ByteArrayOutputStream()), Format.ZIP);
        assertThatIllegalStateException()
                .isThrownBy(() -> file.entry(described("k", Optional.empty()), Optional.empty(), null))
                .withMessage("export: found a step before its begin");
    }

    @ParameterizedTest
    @CsvSource({"U1:sk, USER_ID, s, k", "H10:PlayerDatax:y, HISTORY, PlayerData, x:y", "K2:s:k, KEY_TEMPLATE, s:, k"})
    void aCursorNamesTheLastEntryOfItsPage(String text, Connection how, String store, String key) {
        ConnectedPages.Place place = ConnectedPages.Place.parse(text);
        assertThat(place).isEqualTo(new ConnectedPages.Place(how, new EntryId(store, key)));
        assertThat(place).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X1:sk", "u1:sk", "U:sk", "U-1:sk", "U9:sk", "U1000:sk", "U１:sk", "U1sk"})
    void aCursorOfSomethingElseIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectedPages.Place.parse(text))
                .withMessage("cursor: found one of another query, expected what the page before gave");
    }

    @Test
    void entriesAreInTheOrderOfTheBytesOfStoreAndKey() {
        List<EntryId> ordered = List.of(
                new EntryId("A", "z"), new EntryId("B", "\uffff"), new EntryId("B", "😀"), new EntryId("a", "a"));
        assertThat(ordered.reversed().stream().sorted(Connections.ORDER)).isEqualTo(ordered);
    }
}
