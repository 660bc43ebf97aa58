package dev.datasave.tck.checker;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.GameEvent;
import dev.datasave.tck.network.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** A history written by hand, for a checker: servers a and b, incarnations A and B, and the profile p1, which a has loaded as the game's session 1. */
abstract class RecordedHistory {
    static final EntryId ID = new EntryId("PlayerData", "p1");
    static final EntryId OTHER = new EntryId("PlayerData", "p2");
    static final Duration WAIT = Duration.ofSeconds(30);

    final Journal journal = new Journal();
    final Map<EntryId, Entry> stored = new HashMap<>();
    int seconds;
    private int writes;
    private String claimant = "";
    private int claimNumber;
    private int wonNumber;

    @BeforeEach
    void begin() {
        lease("a", "A");
        lease("b", "B");
        see("a", 0, new GameEvent.Loading(WAIT));
        write("a", "A", "A/1", 0, States.FRESH);
        see("a", 1, new GameEvent.Loaded(States.FRESH));
    }

    void lease(String server, String incarnation) {
        put(server, incarnation, ServerNames.lease(incarnation), content("{\"leaseMillis\":10000}", null));
    }

    void bury(String server, String incarnation) {
        put(server, incarnation, ServerNames.lease(incarnation), null);
    }

    void write(String server, String author, @Nullable String holder, int edits, String state) {
        wonNumber = claimant.equals(holder) ? claimNumber : wonNumber;
        write(server, author, holder, edits, state, wonNumber);
    }

    /** A write that says that its session, or the one that it hands over to, won with that claim number. */
    void write(String server, String author, @Nullable String holder, int edits, String state, int won) {
        String value = "{\"edits\":" + edits + ",\"state\":\"" + state + "\"}";
        put(server, author, ID, new Content(value, Set.of(), Map.of(), holder, null, "{\"claim\":" + won + "}"));
    }

    /** Who becomes the holder as {@code by} has asked who holds it as {@code of}. */
    void claim(String server, String author, String of, String by, int number) {
        claimant = by;
        claimNumber = number;
        String value = "{\"store\":\"PlayerData\",\"key\":\"p1\",\"holder\":\"" + of + "\",\"by\":\"" + by
                + "\",\"number\":" + number + "}";
        put(server, author, new EntryId("~claim", "c"), content(value, null));
    }

    static Content content(String value, @Nullable String holder) {
        return new Content(value, Set.of(), Map.of(), holder, null, null);
    }

    /** Null forgets the entry. */
    void put(String server, String author, EntryId id, @Nullable Content content) {
        put(now(), server, author, id, content);
    }

    void put(Duration at, String server, String author, EntryId id, @Nullable Content content) {
        accept(at, server, writeId(author), id, content);
    }

    private String writeId(String author) {
        return author + "-" + ++writes;
    }

    /** One write that ends the profile p1 under its key and begins it under p2. */
    void move(String server, String author) {
        Duration at = now();
        String writeId = writeId(author);
        Content left = Objects.requireNonNull(stored.get(ID)).content();
        Content gone = new Content(null, Set.of(), Map.of(), null, null, "{\"moved\":{\"to\":\"p2\",\"last\":1}}");
        accept(at, server, writeId, ID, gone);
        Content arrived = left.withHolder(null).withSystem("{\"way\":{\"arriving\":true}}");
        accept(at, server, writeId, OTHER, arrived);
    }

    private void accept(Duration at, String server, String writeId, EntryId id, @Nullable Content content) {
        Optional<Entry> before = Optional.ofNullable(stored.get(id));
        Optional<Entry> after = Optional.ofNullable(content)
                .map(some -> new Entry(
                        id, before.map(Entry::revision).orElse(0L) + 1, writeId, some, Instant.EPOCH, Instant.EPOCH));
        after.ifPresentOrElse(entry -> stored.put(id, entry), () -> stored.remove(id));
        journal.add(new Journal.Written(at, server, writeId, id, before, after));
    }

    Duration now() {
        return Duration.ofSeconds(++seconds);
    }

    void see(String server, long session, GameEvent seen) {
        see(server, ID, session, seen);
    }

    void see(String server, EntryId id, long session, GameEvent seen) {
        journal.add(new Journal.Game(now(), server, id, session, seen));
    }

    void edit(String server, long session, String from, String to) {
        see(server, session, new GameEvent.Edited(from, to, false));
    }

    void end(String server, long session) {
        see(server, session, new GameEvent.Released("RELEASED"));
    }

    /** Server a could not save state x, and told that it is in the spool. */
    void spool() {
        edit("a", 1, States.FRESH, "x");
        see("a", 0, new GameEvent.LostUpdate("RELEASED"));
        see("a", 0, new GameEvent.Spooled("x"));
        end("a", 1);
    }

    /** The rules that are broken, in order. */
    List<String> found() {
        return rules(false);
    }

    /** The same where nothing was to go wrong. */
    List<String> foundCalm() {
        return rules(true);
    }

    private List<String> rules(boolean calm) {
        return Checker.check(journal, calm).violations().stream()
                .map(Violation::rule)
                .toList();
    }
}
