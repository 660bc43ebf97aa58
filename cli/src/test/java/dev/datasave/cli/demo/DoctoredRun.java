package dev.datasave.cli.demo;

import dev.datasave.examples.arena.PlayerData;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A run as the audit sees it, in memory, so that it can be doctored. Servers A and B closed in order, C was killed. */
final class DoctoredRun implements Source {
    static final Fates FATES = new Fates(Map.of("inA", "A", "inB", "B", "inC", "C"), Set.of("C"), Set.of("A", "B"));

    private final Map<String, PlayerLog> logs = new LinkedHashMap<>();
    private final Map<String, List<Entry>> entries = new LinkedHashMap<>();
    private final Map<String, Entry> sent = new LinkedHashMap<>();
    private final List<Entry> messages = new ArrayList<>();

    /** What a player has; amounts are by the player himself unless said otherwise. */
    record Value(String name, long money, long lastOp, List<String> bookings, List<String> items, String consumed) {
        static Value fresh() {
            return new Value("", 0, 0, List.of(), List.of(), "");
        }

        /** A new player with his kit. */
        static Value kit(String name) {
            return new Value(name, 0, 0, List.of(), Books.kit(name, PlayerData.KIT), "");
        }

        Value book(String by, long op, long amount) {
            List<String> more = new ArrayList<>(bookings);
            more.add("{\"by\":\"" + by + "\",\"op\":" + op + ",\"amount\":" + amount + "}");
            return new Value(name, money + amount, by.equals(name) ? op : lastOp, more, items, consumed);
        }

        /** Without its last booking, which moved no money. */
        Value unbook() {
            return new Value(name, money, lastOp, bookings.subList(0, bookings.size() - 1), items, consumed);
        }

        Value with(String item) {
            List<String> more = new ArrayList<>(items);
            more.add(item);
            return new Value(name, money, lastOp, bookings, more, consumed);
        }

        Value without(String item) {
            List<String> less = new ArrayList<>(items);
            less.remove(item);
            return new Value(name, money, lastOp, bookings, less, consumed);
        }

        Value consuming(String messageId) {
            String ids = messageId.isEmpty() ? "" : "\"" + messageId + "\"";
            return new Value(name, money, lastOp, bookings, items, ids);
        }

        String json() {
            return "{\"name\":\"" + name + "\",\"money\":" + money + ",\"lastOp\":" + lastOp + ",\"booked\":"
                    + bookings.size() + ",\"bookings\":" + bookings + ",\"inventory\":"
                    + items.stream().map(item -> "{\"id\":\"" + item + "\"}").collect(Collectors.joining(",", "[", "]"))
                    + "}";
        }
    }

    PlayerLog log(String key) {
        return logs.computeIfAbsent(key, PlayerLog::new);
    }

    @Override
    public List<Entry> revisions(String key) {
        return entries.computeIfAbsent(key, none -> new ArrayList<>());
    }

    @Override
    public List<String> keys() {
        return List.copyOf(entries.keySet());
    }

    @Override
    public List<Entry> messages() {
        return messages;
    }

    @Override
    public Optional<Entry> message(String to, String messageId) {
        return Optional.ofNullable(sent.get(to + " " + messageId));
    }

    /** A revision on top, under a write id of its own. */
    void write(String key, String author, @Nullable String holder, Value value) {
        write(key, author, holder, value.json(), value.consumed());
    }

    void write(String key, String author, @Nullable String holder, String json, String consumed) {
        add(key, author + "-" + key + (revisions(key).size() + 1), holder, json, consumed);
    }

    /** A revision on top that is one of several of one write. */
    void writeTogether(String key, String writeId, String holder, Value value) {
        add(key, writeId, holder, value.json(), value.consumed());
    }

    private void add(String key, String writeId, @Nullable String holder, String json, String consumed) {
        List<Entry> chain = revisions(key);
        chain.add(new Entry(
                new EntryId("PlayerData", key),
                chain.isEmpty() ? 1 : chain.getLast().revision() + 1,
                writeId,
                new Content(json, Set.of(), Map.of(), holder, null, "{\"consumed\":[" + consumed + "]}"),
                Instant.EPOCH,
                Instant.EPOCH));
    }

    /** Changes the last value; its revision, write and holder stay. */
    void doctor(String key, UnaryOperator<String> change) {
        List<Entry> chain = revisions(key);
        Entry last = chain.removeLast();
        Content content = last.content();
        chain.add(new Entry(
                last.id(),
                last.revision(),
                last.writeId(),
                new Content(
                        change.apply(String.valueOf(content.value())),
                        content.userIds(),
                        content.metadata(),
                        content.holder(),
                        null,
                        content.system()),
                Instant.EPOCH,
                Instant.EPOCH));
    }

    /** A gift that waits, or is at least not yet removed. */
    void waits(String to, String messageId) {
        messages.add(message(to, messageId).orElseThrow());
    }

    void sends(String writeId, String messageId, String to, String by, long op, String item) {
        String json =
                "{\"store\":\"PlayerData\",\"key\":\"" + to + "\",\"type\":\"Gift\",\"payload\":{\"booking\":{\"by\":\""
                        + by + "\",\"op\":" + op + ",\"amount\":0},\"item\":{\"id\":\"" + item + "\"}}}";
        EntryId id = new EntryId(GiftMessage.STORE, "hash/" + messageId);
        sent.put(to + " " + messageId, new Entry(id, 1, writeId, Content.of(json), Instant.EPOCH, Instant.EPOCH));
    }

    List<Finding> audit() {
        return new Audit(this, FATES, Audit.PATIENCE)
                .run(logs.values(), log -> {})
                .findings();
    }

    Set<Finding.Kind> kinds() {
        return audit().stream().map(Finding::kind).collect(Collectors.toSet());
    }
}
