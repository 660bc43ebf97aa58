package dev.datasave.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stands in the tables beside the entries, and what a writer that died has left there. */
@Tag("ring")
class CassandraTablesTest {
    private static final EntryId ID = new EntryId("tables", "a");
    private static final String LONG = "\"" + "ü".repeat(400_000) + "\"";

    private final String game = TestRing.newGame();
    private final IndexRow.Place place = new IndexRow.Place(game, TestRing.BUCKETS);
    private volatile Duration ahead = Duration.ZERO;
    private Storage storage;
    private CqlSession session;

    @BeforeEach
    void open() {
        storage = TestRing.shared().open(game, () -> ahead);
        session = TestRing.shared().cql();
    }

    @AfterEach
    void close() {
        if (storage != null) {
            storage.close();
        }
    }

    @Test
    void longValueStandsBesideItsEntryAndGoesWithIt() {
        Entry first = written(Write.put(ID, Optional.empty(), "w1", Content.of(LONG)));
        assertThat(parts()).isEqualTo(4);
        assertThat(storage.list(EntryQuery.keys("tables", "")).items())
                .singleElement()
                .satisfies(entry -> assertThat(entry.content().value()).isEqualTo(LONG));

        Entry second =
                written(Write.put(ID, Optional.of(first), "w2", Content.of("2")).superseding(Retention.pin()));
        assertThat(storage.versions(VersionQuery.all(ID))
                        .items()
                        .getFirst()
                        .content()
                        .value())
                .isEqualTo(LONG);
        assertThat(storage.retain(ID, 1, Retention.drop())).isTrue();
        settle();
        assertThat(parts()).isZero();

        Entry third = written(Write.put(ID, Optional.of(second), "w3", Content.of(LONG)));
        written(Write.put(ID, Optional.of(third), "w4", Content.of("4")));
        settle();
        assertThat(parts()).isZero();
    }

    @Test
    void longValueIsWrittenTogetherWithOthers() {
        EntryId other = new EntryId("tables", "b");
        Content scored = new Content(LONG, Set.of("u"), Map.of(), "s/1", new Content.Score(3, 4), null);
        storage.write(
                List.of(
                        Write.put(ID, Optional.empty(), "all", scored),
                        Write.put(other, Optional.empty(), "all", Content.of("1"))),
                Atomicity.ALL);

        Entry read = read().orElseThrow();
        assertThat(read.content()).isEqualTo(scored);
        assertThat(storage.list(EntryQuery.user("u")).items()).containsExactly(read);
        assertThat(storage.list(EntryQuery.holder("s/")).items()).containsExactly(read);
        assertThat(storage.count(new EntryQuery.Scope.Scores("tables", 3, 3, true, null)))
                .isEqualTo(1);
    }

    @Test
    void longValueOfADeadWriterIsSweptADayLater() {
        Bodies bodies = bodies();
        written(Write.put(ID, Optional.empty(), "w1", Content.of(LONG)));
        bodies.store(ID, Content.of(LONG), Gen.next(Instant.now()));
        assertThat(parts()).isEqualTo(8);
        ahead = Duration.ofHours(25);
        storage.sweep(10);
        settle();
        assertThat(parts()).isEqualTo(4);
        assertThat(read().orElseThrow().content().value()).isEqualTo(LONG);
    }

    @Test
    void missingPartOfALongValueIsDamage() {
        written(Write.put(ID, Optional.empty(), "w1", Content.of(LONG)));
        session.execute(
                "DELETE FROM datasave.body WHERE game = '" + game + "' AND store = 'tables' AND key = 'a' AND gen = '"
                        + session.execute("SELECT gen FROM datasave.body WHERE game = '" + game + "' ALLOW FILTERING")
                                .one()
                                .getString(0)
                        + "' AND part = 2");
        assertThat(read().orElseThrow().isDamaged()).isTrue();
    }

    @Test
    void rowsThatADeadWriterHasLeftAreNotListedAndAreRemovedAnHourLater() {
        Entry entry = written(Write.put(ID, Optional.empty(), "w1", Content.of("1")));
        String gen = Gen.next(Instant.now());
        Content never = new Content("2", Set.of("u"), Map.of(), "s/1", new Content.Score(1, 2), null);
        place.current(ID, never, false, Instant.now(), gen).forEach(this::add);
        place.current(new EntryId("tables", "never"), never, false, Instant.now(), gen)
                .forEach(this::add);

        List<EntryQuery> lists = List.of(
                EntryQuery.user("u"),
                EntryQuery.holder("s/"),
                EntryQuery.holder("s"),
                EntryQuery.scores("tables", 0, 9, false));
        for (EntryQuery list : lists) {
            assertThat(storage.list(list).items()).isEmpty();
        }
        assertThat(storage.list(EntryQuery.keys("tables", "")).items()).containsExactly(entry);
        settle();
        assertThat(rows("scores")).isEqualTo(2);
        ahead = Duration.ofMinutes(61);
        for (EntryQuery list : lists) {
            assertThat(storage.list(list).items()).isEmpty();
        }
        assertThat(storage.list(EntryQuery.keys("tables", "")).items()).containsExactly(entry);
        settle();
        assertThat(List.of(rows("scores"), rows("people"), rows("held"), rows("names")))
                .containsExactly(0L, 0L, 0L, 1L);
    }

    @Test
    void saveLeavesTheListsAlone() {
        Content first = new Content("1", Set.of("u"), Map.of(), "s/1", new Content.Score(1, 2), null);
        Entry entry = written(Write.put(ID, Optional.empty(), "w1", first));
        String gen = gen();
        Entry saved = written(Write.put(ID, Optional.of(entry), "w2", first.withValue("2")));
        assertThat(gen()).isEqualTo(gen);
        written(Write.put(ID, Optional.of(saved), "w3", first.withValue("3").withHolder("s/2")));
        assertThat(gen()).isNotEqualTo(gen);
        settle();
        assertThat(List.of(rows("scores"), rows("people"), rows("held"), rows("names")))
                .containsExactly(1L, 1L, 1L, 1L);
    }

    private Entry written(Write write) {
        assertThat(storage.write(List.of(write), Atomicity.EACH).getFirst()).isInstanceOf(WriteResult.Written.class);
        return read().orElseThrow();
    }

    private Optional<Entry> read() {
        return storage.read(List.of(ID)).getFirst();
    }

    private Bodies bodies() {
        Calls calls = new Calls("test", Duration.ofSeconds(30));
        Ring ring = TestRing.shared().ring();
        return new Bodies(ring, calls, new Index(ring, calls), place);
    }

    private void add(IndexRow row) {
        Ring ring = TestRing.shared().ring();
        ring.write(ring.bind(row.table().add(), row.key().toArray()));
    }

    /** What is removed in the background is removed; counting waits for it. */
    private void settle() {
        storage.backlog();
    }

    private long parts() {
        return rows("body");
    }

    private long rows(String table) {
        return session.execute(
                        "SELECT count(*) FROM datasave." + table + " WHERE game = '" + game + "' ALLOW FILTERING")
                .one()
                .getLong(0);
    }

    private String gen() {
        return session.execute("SELECT DISTINCT game, store, key, gen FROM datasave.entry WHERE game = '" + game
                        + "' AND store = 'tables' AND key = 'a'")
                .one()
                .getString("gen");
    }
}
