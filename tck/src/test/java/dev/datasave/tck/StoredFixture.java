package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import dev.datasave.tck.network.Journal;
import dev.datasave.tck.network.VirtualDisk;
import dev.datasave.tck.network.VirtualNetwork;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a storage and a spool held at one moment, as it is stored: complete entries with their history. It is kept in files, read by every later
 * build, and knows nothing of what the engine means by any of it.
 *
 * @param taken the moment, by the storage's clock
 * @param entries the entries
 * @param spool the files of the spool, by name
 */
record StoredFixture(Instant taken, List<Revisions> entries, Map<String, String> spool) {
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .serializeNulls()
            .disableHtmlEscaping()
            .create();
    private static final String STORED = "stored.json";
    private static final String SPOOL = "spool";

    /**
     * One entry.
     *
     * @param history its superseded revisions, oldest first
     * @param current how it stands
     */
    record Revisions(List<Entry> history, Entry current) {
        EntryId id() {
            return current.id();
        }

        private List<Entry> all() {
            return Stream.concat(history.stream(), Stream.of(current)).toList();
        }
    }

    /** What stands now of all that was ever written. */
    static StoredFixture of(VirtualNetwork network, Map<String, byte[]> spool) {
        List<EntryId> ids = network.journal().events().stream()
                .filter(Journal.Written.class::isInstance)
                .map(event -> ((Journal.Written) event).id())
                .distinct()
                .sorted(Comparator.comparing(EntryId::store).thenComparing(EntryId::key))
                .toList();
        List<Revisions> entries = new ArrayList<>();
        for (EntryId id : ids) {
            network.storage()
                    .read(List.of(id))
                    .getFirst()
                    .ifPresent(entry -> entries.add(new Revisions(history(network.storage(), id), entry)));
        }
        Map<String, String> files = new TreeMap<>();
        spool.forEach((name, bytes) -> files.put(name, new String(bytes, StandardCharsets.UTF_8)));
        return new StoredFixture(network.instant(), entries, files);
    }

    private static List<Entry> history(Storage storage, EntryId id) {
        Page<Entry> page = storage.versions(VersionQuery.all(id).ascending().withLimit(1000));
        assertThat(page.next()).as("a next page of the history of " + id).isNull();
        return page.items();
    }

    // What is in it

    /** The entries of which that is true, and the whole spool. */
    StoredFixture with(Predicate<EntryId> wanted) {
        return new StoredFixture(
                taken, entries.stream().filter(each -> wanted.test(each.id())).toList(), spool);
    }

    /** The same with that text instead of this one, wherever it stands: as if another server, or another session, had written it. */
    StoredFixture with(String text, String instead) {
        return parse(GSON.toJson(json()).replace(text, instead), spool);
    }

    Revisions revisions(String store, String key) {
        return entries.stream()
                .filter(each -> each.id().equals(new EntryId(store, key)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("fixture: found no " + store + "/" + key));
    }

    /** The entries of a store as they stand. */
    List<Entry> of(String store) {
        return entries.stream()
                .filter(each -> each.id().store().equals(store))
                .map(Revisions::current)
                .toList();
    }

    // Into a network

    /** Puts it into a network, whose clocks go on from the moment at which it was taken: every entry as it was, and its whole history. */
    void into(VirtualNetwork network, VirtualDisk disk) {
        Duration until = Duration.between(network.instant(), taken);
        if (until.isPositive()) {
            network.advance(until);
        }
        Instant now = network.instant();
        entries.forEach(each -> put(network, each));
        clock(network, now);
        entries.forEach(each -> {
            assertThat(network.storage().read(List.of(each.id())).getFirst()).contains(each.current);
            assertThat(history(network.storage(), each.id())).isEqualTo(each.history);
        });
        spool.forEach((name, text) -> disk.files().put(name, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void clock(VirtualNetwork network, Instant to) {
        network.jumpStorageClock(Duration.between(network.instant(), to));
    }

    private static void put(VirtualNetwork network, Revisions each) {
        Set<Long> kept = new HashSet<>();
        each.history.forEach(entry -> kept.add(entry.revision()));
        Putting putting = new Putting(network, each.id(), kept);
        each.all().forEach(putting::revision);
    }

    /** Writes one entry's revisions in order. Those that are not kept are written as well, because a storage gives their numbers by counting. */
    private static final class Putting {
        private static final Content FILLER = Content.of("{\"filler\":true}");

        private final VirtualNetwork network;
        private final EntryId id;
        private final Set<Long> kept;
        private long revision;
        private @Nullable String writeId;
        private @Nullable Instant created;
        private boolean isAlive;

        Putting(VirtualNetwork network, EntryId id, Set<Long> kept) {
            this.network = network;
            this.id = id;
            this.kept = kept;
        }

        void revision(Entry entry) {
            boolean isBornHere = entry.created().equals(entry.updated()) && !entry.isTombstone();
            while (revision < entry.revision() - 1) {
                boolean isOfEarlierLife = isAlive && !entry.created().equals(created);
                boolean mustEnd = isOfEarlierLife || (isBornHere && revision == entry.revision() - 2);
                write("filler-" + revision, mustEnd ? Content.TOMBSTONE : FILLER, entry.created());
            }
            write(entry.writeId(), entry.content(), entry.updated());
        }

        private void write(String newWriteId, Content content, Instant at) {
            clock(network, at);
            Retention retention = kept.contains(revision) ? Retention.pin() : Retention.drop();
            Write write =
                    new Write(id, revision, writeId, newWriteId, content, Write.Durability.PROCESS, retention, false);
            WriteResult result =
                    network.storage().write(List.of(write), Atomicity.EACH).getFirst();
            assertThat(result).as("revision " + (revision + 1) + " of " + id).isInstanceOf(WriteResult.Written.class);
            boolean lives = content.value() != null;
            if (lives && !isAlive) {
                created = at;
            }
            isAlive = lives;
            revision++;
            writeId = newWriteId;
        }
    }

    // In files

    /** What lies in a folder. */
    static StoredFixture read(Path folder) throws IOException {
        Map<String, String> spool = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve(SPOOL))) {
            for (Path file : files.toList()) {
                spool.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return parse(Files.readString(folder.resolve(STORED)), spool);
    }

    /** Leaves it in a folder that does not exist yet: what was stored once is never written anew. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder.getParent());
        Files.createDirectory(folder);
        Files.createDirectory(folder.resolve(SPOOL));
        Files.writeString(folder.resolve(STORED), GSON.toJson(json()) + "\n");
        for (Map.Entry<String, String> file : spool.entrySet()) {
            Files.writeString(folder.resolve(SPOOL).resolve(file.getKey()), file.getValue());
        }
    }

    private JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("taken", taken.toString());
        JsonArray all = new JsonArray();
        for (Revisions each : entries) {
            JsonObject entry = new JsonObject();
            entry.addProperty("store", each.id().store());
            entry.addProperty("key", each.id().key());
            JsonArray revisions = new JsonArray();
            each.all().forEach(revision -> revisions.add(json(revision)));
            entry.add("revisions", revisions);
            all.add(entry);
        }
        json.add("entries", all);
        return json;
    }

    private static JsonObject json(Entry entry) {
        Content content = entry.content();
        JsonObject json = new JsonObject();
        json.addProperty("revision", entry.revision());
        json.addProperty("writeId", entry.writeId());
        json.addProperty("created", entry.created().toString());
        json.addProperty("updated", entry.updated().toString());
        JsonArray userIds = new JsonArray();
        content.userIds().stream().sorted().forEach(userIds::add);
        json.add("userIds", userIds);
        JsonObject metadata = new JsonObject();
        new TreeMap<>(content.metadata()).forEach(metadata::addProperty);
        json.add("metadata", metadata);
        json.addProperty("holder", content.holder());
        Content.Score score = content.score();
        json.addProperty("score", score == null ? null : score.value());
        json.addProperty("tie", score == null ? null : score.tie());
        json.add("system", tree(content.system()));
        json.add("value", tree(content.value()));
        return json;
    }

    private static JsonElement tree(@Nullable String text) {
        return text == null ? JsonNull.INSTANCE : JsonParser.parseString(text);
    }

    private static StoredFixture parse(String text, Map<String, String> spool) {
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        List<Revisions> entries = new ArrayList<>();
        for (JsonElement each : json.getAsJsonArray("entries")) {
            JsonObject entry = each.getAsJsonObject();
            EntryId id = new EntryId(
                    entry.get("store").getAsString(), entry.get("key").getAsString());
            List<Entry> revisions = new ArrayList<>();
            entry.getAsJsonArray("revisions").forEach(revision -> revisions.add(entry(id, revision.getAsJsonObject())));
            entries.add(new Revisions(List.copyOf(revisions.subList(0, revisions.size() - 1)), revisions.getLast()));
        }
        return new StoredFixture(Instant.parse(json.get("taken").getAsString()), entries, spool);
    }

    /** Before ties came, scores were decimal. They are rounded half away from zero, as storages do it when they migrate their tables. */
    private static Content.@Nullable Score score(JsonObject json) {
        if (json.get("score").isJsonNull()) {
            return null;
        }
        BigDecimal value = json.get("score").getAsBigDecimal().setScale(0, RoundingMode.HALF_UP);
        return new Content.Score(
                value.longValueExact(), json.has("tie") ? json.get("tie").getAsLong() : 0);
    }

    private static Entry entry(EntryId id, JsonObject json) {
        Set<String> userIds = new HashSet<>();
        json.getAsJsonArray("userIds").forEach(userId -> userIds.add(userId.getAsString()));
        Map<String, String> metadata = new HashMap<>();
        json.getAsJsonObject("metadata")
                .entrySet()
                .forEach(pair -> metadata.put(pair.getKey(), pair.getValue().getAsString()));
        Content content = new Content(
                text(json.get("value")),
                userIds,
                metadata,
                json.get("holder").isJsonNull() ? null : json.get("holder").getAsString(),
                score(json),
                text(json.get("system")));
        return new Entry(
                id,
                json.get("revision").getAsLong(),
                json.get("writeId").getAsString(),
                content,
                Instant.parse(json.get("created").getAsString()),
                Instant.parse(json.get("updated").getAsString()));
    }

    private static @Nullable String text(JsonElement tree) {
        return tree.isJsonNull() ? null : tree.toString();
    }
}
