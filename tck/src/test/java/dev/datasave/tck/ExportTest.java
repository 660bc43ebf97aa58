package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.ConnectedEntry;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.Profile;
import dev.datasave.UserDataOptions;
import dev.datasave.UserDataOptions.Format;
import dev.datasave.spi.Content;
import dev.datasave.tck.network.Faults;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export holds all that is stored of a person, once, in order, and well-formed. */
class ExportTest extends PeopleOnNetwork {
    private final DataSave a = server("a");

    private static boolean hasPart(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".part"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(DataSave server, UserDataOptions options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        network.await(server.exportUserAsync(EVE, options, out));
        return out.toString(StandardCharsets.UTF_8);
    }

    private JsonObject document(DataSave server, UserDataOptions options) {
        return JsonParser.parseString(text(server, options)).getAsJsonObject();
    }

    private static List<JsonObject> objects(JsonElement array) {
        return StreamSupport.stream(((JsonArray) array).spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private List<JsonObject> entries(DataSave server, UserDataOptions options) {
        return objects(document(server, options).get("entries"));
    }

    private static List<String> ids(List<JsonObject> entries) {
        return entries.stream()
                .map(entry -> entry.get("store").getAsString() + "/"
                        + entry.get("key").getAsString())
                .toList();
    }

    @Test
    @DisplayName(
            "P14: each entry with value, metadata, user ids, history, pending messages and receipts; times in ISO-8601")
    void everything() {
        Profile<Purse> profile = eves(a, "k");
        profile.metadata("colour", "blue");
        profile.score(java.util.OptionalLong.of(9007199254740993L));
        network.await(profile.grantOnceAsync("r-1", purse -> purse.earn(5)));
        saved(profile.saveAsync());
        give(a, "k", "a gift");

        JsonObject document = document(a, OPTIONS);
        assertThat(document.get("format").getAsInt()).isEqualTo(1);
        assertThat(document.get("userId").getAsString()).isEqualTo(EVE);
        assertThat(document.get("server").getAsString()).isEqualTo("a");
        assertThat(Instant.parse(document.get("exportedAt").getAsString())).isBefore(network.instant());
        List<JsonObject> entries = objects(document.get("entries"));
        assertThat(ids(entries)).containsExactly("Purse/k");
        JsonObject entry = entries.getFirst();
        assertThat(entry.get("value"))
                .isEqualTo(JsonParser.parseString("{\"coins\":8,\"items\":[\"" + SECRET + "\"]}"));
        assertThat(entry.get("metadata")).isEqualTo(JsonParser.parseString("{\"colour\":\"blue\"}"));
        assertThat(entry.get("userIds")).isEqualTo(JsonParser.parseString("[\"" + EVE + "\"]"));
        assertThat(entry.get("score").getAsString()).isEqualTo("9007199254740993");
        assertThat(entry.get("connection").getAsString()).isEqualTo("USER_ID");
        assertThat(Instant.parse(entry.get("created").getAsString()))
                .isEqualTo(profile.info().created());
        assertThat(Instant.parse(entry.get("updated").getAsString()))
                .isEqualTo(profile.info().updated());
        assertThat(entry.getAsJsonObject("heldBy").get("server").getAsString()).isEqualTo("a");
        assertThat(objects(entry.get("history")))
                .extracting(old -> old.get("revision").getAsLong())
                .containsExactlyElementsOf(java.util.stream.LongStream.range(
                                1, entry.get("revision").getAsLong())
                        .boxed()
                        .toList());
        JsonObject message = objects(entry.get("messages")).getFirst();
        assertThat(message.get("payload")).isEqualTo(JsonParser.parseString("{\"text\":\"a gift\"}"));
        assertThat(message.get("type").getAsString()).isEqualTo("Gift");
        assertThat(Instant.parse(message.get("sent").getAsString())).isBefore(network.instant());
        JsonObject receipt = objects(entry.get("receipts")).getFirst();
        assertThat(receipt.get("id").getAsString()).isEqualTo("r-1");
        assertThat(receipt.has("value")).isTrue();
    }

    @Test
    @DisplayName("P14: what is another's alone by now is not shown, and of its history only what was this person's")
    void anothersData() {
        String key = "k-" + EVE;
        Profile<Purse> profile = eves(a, key);
        saved(profile.saveAsync());
        long last = entry(key).revision();
        profile.removeUserId(EVE);
        profile.addUserId("bob");
        profile.update(purse -> purse.earn(4711));
        saved(profile.saveAsync());
        profile.update(purse -> purse.earn(1));
        saved(profile.releaseAsync());
        give(a, key, "for bob");

        for (UserDataOptions options : List.of(OPTIONS, OPTIONS.keyTemplate("Purse", "k-{userId}"))) {
            JsonObject entry = entries(a, options).getFirst();
            assertThat(entry.get("shared").getAsBoolean()).isTrue();
            assertThat(entry.has("value")).isFalse();
            assertThat(entry.has("messages")).isFalse();
            assertThat(entry.toString()).doesNotContain("4711").doesNotContain("bob");
            assertThat(objects(entry.get("history")))
                    .extracting(old -> old.get("revision").getAsLong())
                    .isNotEmpty()
                    .allMatch(revision -> revision <= last);
        }
    }

    @Test
    @DisplayName("P14: what is loaded here is saved first, what another server holds is told as held")
    void savedFirst() {
        Profile<Purse> here = eves(a, "here");
        here.update(purse -> purse.earn(1000));
        Profile<Purse> unsaved = load(kept(a), "unsaved");
        unsaved.addUserId(EVE);
        unsaved.update(purse -> purse.earn(77));
        DataSave b = server("b");
        Profile<Purse> there = eves(b, "there");
        there.update(purse -> purse.earn(1000));

        List<JsonObject> entries = entries(a, OPTIONS);
        assertThat(ids(entries)).containsExactly("Purse/here", "Purse/there", "Purse/unsaved");
        assertThat(entries.get(0).get("value").toString()).contains("1003");
        assertThat(entries.get(1).get("value").toString()).contains("\"coins\":3");
        assertThat(entries.get(1).getAsJsonObject("heldBy").get("server").getAsString())
                .isEqualTo("b");
        assertThat(entries.get(1).get("revision").getAsLong())
                .isEqualTo(there.info().revision());
        assertThat(entries.get(2).get("value").toString()).contains("77");
        assertThat(here.isActive()).isTrue();
    }

    @Test
    @DisplayName(
            "P14: history-only, removed and template-only entries are in it; other people's and empty ones are not")
    void allKinds() {
        put("Letters", "2", shared("\"eves\"", EVE));
        put("Letters", "2", shared("\"bobs\"", "user-bob"));
        put("Letters", "3", shared("\"eves too\"", EVE));
        put("Letters", "3", Content.TOMBSTONE);
        put("Named", EVE, new Content("{broken", Set.of(), Map.of(), null, null, null));
        put("Others", "1", shared("1", "user-bob"));
        give(a, "for " + EVE, "before she was there");
        UserDataOptions options = OPTIONS.keyTemplate("Named", "{userId}")
                .keyTemplate("Purse", "for {userId}")
                .keyTemplate("Nothing", "{userId}");

        List<JsonObject> entries = entries(a, options);
        assertThat(ids(entries)).containsExactly("Letters/2", "Letters/3", "Named/" + EVE, "Purse/for " + EVE);
        assertThat(entries.get(0).get("connection").getAsString()).isEqualTo("HISTORY");
        assertThat(entries.get(1).get("removed").getAsBoolean()).isTrue();
        assertThat(objects(entries.get(1).get("history"))
                        .getFirst()
                        .get("value")
                        .getAsString())
                .isEqualTo("eves too");
        assertThat(entries.get(2).get("text").getAsString())
                .as("what is no JSON")
                .isEqualTo("{broken");
        assertThat(entries.get(3).has("revision")).isFalse();
        assertThat(objects(entries.get(3).get("messages"))).hasSize(1);
        assertThat(text(a, OPTIONS)).doesNotContain("before she was there");
    }

    @Test
    @DisplayName("P14: long histories and many messages, page by page, in order, and the same each time")
    void long_() {
        Profile<Purse> profile = load(kept(a), "k", AS_EVE);
        for (int i = 0; i < 100; i++) {
            profile.update(purse -> purse.earn(1));
            saved(profile.saveAsync());
        }
        for (int i = 0; i < 40; i++) {
            give(a, "k", "gift " + i);
        }
        for (int i = 0; i < 40; i++) {
            put("Letters", "😀" + i, shared("{\"b\":1,\"a\":[1.50,1e3,\"ä\\u0001\"]}", EVE));
            put("Letters", "\uffff" + i, shared("null", EVE));
        }
        saved(profile.releaseAsync());
        List<JsonObject> entries = entries(a, OPTIONS);
        assertThat(entries).hasSize(81);
        JsonObject purse = entries.getLast();
        assertThat(objects(purse.get("history"))).hasSizeGreaterThan(99);
        assertThat(objects(purse.get("messages")))
                .extracting(message ->
                        message.getAsJsonObject("payload").get("text").getAsString())
                .startsWith("gift 0", "gift 1")
                .hasSize(40)
                .doesNotHaveDuplicates();
        assertThat(entries.get(0).get("key").getAsString()).startsWith("\uffff");
        assertThat(entries.get(40).get("value").toString()).isEqualTo("{\"b\":1,\"a\":[1.50,1e3,\"ä\\u0001\"]}");

        assertThat(text(a, OPTIONS).replaceFirst("exportedAt.*", ""))
                .isEqualTo(text(a, OPTIONS).replaceFirst("exportedAt.*", ""));
    }

    @Test
    @DisplayName("P14: a revision that is superseded while it is exported is in the document once")
    void supersededMeanwhile() {
        DataSave b = server("b");
        Profile<Purse> profile = eves(b, "k");
        for (int i = 0; i < 50; i++) {
            put("Letters", "e" + i, shared("1", EVE));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        var exporting = a.exportUserAsync(EVE, OPTIONS, out);
        while (!exporting.isDone()) {
            profile.update(purse -> purse.earn(1));
            saved(profile.saveAsync());
        }
        JsonObject entry = objects(JsonParser.parseString(out.toString(StandardCharsets.UTF_8))
                        .getAsJsonObject()
                        .get("entries"))
                .getLast();
        List<Long> revisions = new ArrayList<>(objects(entry.get("history")).stream()
                .map(old -> old.get("revision").getAsLong())
                .toList());
        revisions.add(entry.get("revision").getAsLong());
        assertThat(revisions)
                .isEqualTo(java.util.stream.LongStream.rangeClosed(1, revisions.size())
                        .boxed()
                        .toList());
    }

    @Test
    @DisplayName("P14: a ZIP file has a document per entry and an index of them")
    void zip() throws IOException {
        eves(a, "k");
        put("Letters", "1", shared("\"x\"", EVE));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<ConnectedEntry> exported = network.await(a.exportUserAsync(EVE, OPTIONS.format(Format.ZIP), out));
        assertThat(exported).extracting(ConnectedEntry::key).containsExactly("1", "k");

        Map<String, JsonObject> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (ZipEntry file = zip.getNextEntry(); file != null; file = zip.getNextEntry()) {
                String text = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                files.put(file.getName(), JsonParser.parseString(text).getAsJsonObject());
            }
        }
        assertThat(files.keySet()).containsExactly("entries/000001.json", "entries/000002.json", "index.json");
        assertThat(files.get("entries/000001.json").get("value").getAsString()).isEqualTo("x");
        List<JsonObject> index = objects(files.get("index.json").get("entries"));
        assertThat(ids(index)).containsExactly("Letters/1", "Purse/k");
        assertThat(index.get(1).get("file").getAsString()).isEqualTo("entries/000002.json");
        assertThat(files.get("index.json").get("userId").getAsString()).isEqualTo(EVE);

        ByteArrayOutputStream empty = new ByteArrayOutputStream();
        network.await(a.exportUserAsync("nobody", OPTIONS.format(Format.ZIP), empty));
        assertThat(empty.size()).isPositive();
        assertThat(document(server("b"), UserDataOptions.defaults().timeout(seconds(5))))
                .isNotNull();
    }

    @Test
    @DisplayName("P14: a file is there when it is whole, and one of that name is replaced only then")
    void file(@TempDir Path folder) throws IOException {
        eves(a, "k");
        Path file = folder.resolve("eve.json");
        Files.writeString(file, "old");
        var exporting = a.exportUserAsync(EVE, OPTIONS, file);
        network.until(() -> hasPart(folder), seconds(1));
        assertThat(file).hasContent("old");
        network.await(exporting);
        assertThat(JsonParser.parseString(Files.readString(file))
                        .getAsJsonObject()
                        .get("userId")
                        .getAsString())
                .isEqualTo(EVE);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");

        Files.writeString(file, "old");
        var given = a.exportUserAsync(EVE, OPTIONS.timeout(seconds(5)), file);
        network.until(() -> hasPart(folder), seconds(1));
        network.outage(seconds(30));
        assertThatThrownBy(() -> network.await(given)).hasCauseInstanceOf(DataSaveException.StorageFailed.class);
        network.advance(seconds(1));
        assertThat(file).hasContent("old");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
        assertThatThrownBy(() -> network.await(
                        a.exportUserAsync(EVE, OPTIONS, folder.resolve("none").resolve("eve.json"))))
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("P14: a stream that fails ends the export, cancelling stops it, errors of the storage are tried again")
    void ends() {
        eves(a, "k");
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no room");
            }
        };
        for (Format format : Format.values()) {
            assertThatThrownBy(() -> network.await(a.exportUserAsync(EVE, OPTIONS.format(format), broken)))
                    .hasCauseInstanceOf(IOException.class)
                    .hasMessageContaining("no room");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        var cancelled = a.exportUserAsync(EVE, OPTIONS, out);
        cancelled.cancel(true);
        network.advance(seconds(5));
        assertThat(out.size()).isZero();

        network.faults(Faults.calm().withErrors(0.3, 0.3));
        assertThat(entries(a, OPTIONS.timeout(seconds(300)))).hasSize(1);
    }

    @Test
    @DisplayName("P14: a profile that can't be saved is exported as it was saved last, and the document says so")
    void notSaved() {
        var strange = a.profileStore("Strange", Box.class, Box::new);
        Profile<Box> profile = load(strange, "k", AS_EVE);
        profile.edit(box -> box.number = Double.NaN);
        JsonObject entry = entries(a, OPTIONS).getFirst();
        assertThat(entry.get("notSaved").getAsString()).contains("NaN");
        assertThat(entry.get("value").toString()).contains("1.5");
    }

    /** Mutable data. */
    static final class Box {
        double number = 1.5;
    }
}
