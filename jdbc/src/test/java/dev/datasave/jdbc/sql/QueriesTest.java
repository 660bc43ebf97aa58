package dev.datasave.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists and cursors on a real file. */
class QueriesTest {
    private static final EntryId ID = new EntryId("players", "alice");

    @TempDir
    private Path directory;

    private Link link;

    @BeforeEach
    void open() throws SQLException {
        link = Tables.of(directory.resolve("players.db"));
    }

    @AfterEach
    void close() throws SQLException {
        link.close();
    }

    private void insert(String key, long revision, long updated, String value) throws SQLException {
        link.update("insert", revision, "w", "[]", "{}", null, null, null, null, 0L, updated, value, "players", key);
    }

    private void supersede(long revision, long updated) throws SQLException {
        insert("alice", revision, updated, "1");
        link.update("keep_superseded", null, "players", "alice");
        link.update("delete", "players", "alice");
    }

    private List<String> keys(String prefix, int limit) throws SQLException {
        List<String> keys = new ArrayList<>();
        EntryQuery query = EntryQuery.keys("players", prefix).withLimit(limit);
        Page<Entry> page = Queries.list(link, query);
        page.items().forEach(entry -> keys.add(entry.id().key()));
        while (page.next() != null) {
            page = Queries.list(link, query.from(page.next()));
            page.items().forEach(entry -> keys.add(entry.id().key()));
        }
        return keys;
    }

    private static Stream<Arguments> prefixes() {
        return Stream.of(
                Arguments.of("a", "b"),
                Arguments.of("az", "a{"),
                Arguments.of("a\u007f", "a\u0080"),
                Arguments.of("a\ud7ff", "a\ue000"),
                Arguments.of("a\uffff", "a\ud800\udc00"),
                Arguments.of("a\udbff\udfff", "b"),
                Arguments.of("\udbff\udfff\udbff\udfff", Queries.end("")));
    }

    @ParameterizedTest
    @MethodSource("prefixes")
    void whatBeginsWithAPrefixEndsBeforeTheNextOne(String prefix, String end) {
        assertThat(Queries.end(prefix)).isEqualTo(end);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void keysWithAPrefixComeInTheOrderOfTheirBytes(int limit) throws SQLException {
        for (String key : List.of("b", "p/\ud83d\ude00", "p/\uffee", "p/a", "p/a\u0001", "p/", "p", "p0")) {
            insert(key, 1, 0, "1");
        }
        assertThat(keys("p/", limit)).containsExactly("p/", "p/a", "p/a\u0001", "p/\uffee", "p/\ud83d\ude00");
        assertThat(keys("", limit)).hasSize(8).startsWith("b", "p");
        assertThat(keys("q", limit)).isEmpty();
    }

    @Test
    void aPageThatIsFullIsTheLastOneIfNothingFollows() throws SQLException {
        insert("a", 1, 0, "1");
        insert("b", 1, 0, "1");
        EntryQuery query = EntryQuery.keys("players", "").withLimit(2);
        assertThat(Queries.list(link, query).next()).isNull();
        insert("c", 1, 0, "1");
        assertThat(Queries.list(link, query).next()).isEqualTo("[\"keys\",\"b\"]");
    }

    @Test
    void aPageOfLargeValuesEndsEarlyAndNothingIsLeftOut() throws SQLException {
        for (int i = 0; i < 10; i++) {
            insert("k" + i, 1, 0, "x".repeat(4 << 20));
        }
        Page<Entry> page = Queries.list(link, EntryQuery.keys("players", ""));
        assertThat(page.items()).hasSize(9);
        assertThat(keys("", 1000)).hasSize(10);
        assertThat(Queries.list(link, EntryQuery.keys("players", "").withoutValues())
                        .items())
                .as("values that are not read don't count")
                .hasSize(10);
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', 3 2 1",
        "1970-01-01T00:00:00.020Z, '', 3 2",
        "1970-01-01T00:00:00.020000001Z, '', 3",
        "'', 1970-01-01T00:00:00.020Z, 2 1",
        "'', 1970-01-01T00:00:00.019999999Z, 1",
        "1970-01-01T00:00:00.011Z, 1970-01-01T00:00:00.029Z, 2",
        "-1000000000-01-01T00:00:00Z, +1000000000-12-31T23:59:59Z, 3 2 1",
    })
    void versionsAreThoseWrittenBetweenTwoMoments(String from, String to, String expected) throws SQLException {
        for (long revision = 1; revision <= 3; revision++) {
            supersede(revision, revision * 10);
        }
        VersionQuery query = VersionQuery.all(ID)
                .updatedBetween(from.isEmpty() ? null : Instant.parse(from), to.isEmpty() ? null : Instant.parse(to));
        assertThat(Queries.versions(link, query).items())
                .extracting(entry -> Long.toString(entry.revision()))
                .containsExactly(expected.split(" "));
    }

    @Test
    void versionsArePagedInBothDirections() throws SQLException {
        for (long revision = 1; revision <= 5; revision++) {
            supersede(revision, 0);
        }
        VersionQuery query = VersionQuery.all(ID).withLimit(2);
        Page<Entry> newest = Queries.versions(link, query);
        assertThat(newest.items()).extracting(Entry::revision).containsExactly(5L, 4L);
        assertThat(Queries.versions(link, query.from(newest.next())).items())
                .extracting(Entry::revision)
                .containsExactly(3L, 2L);
        assertThat(Queries.versions(link, query.ascending().from("[\"versions\",\"3\"]"))
                        .items())
                .extracting(Entry::revision)
                .containsExactly(4L, 5L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "k",
                "null",
                "[]",
                "[\"keys\"]",
                "[\"keys\",null]",
                "[\"keys\",\"a\",\"b\"]",
                "[\"user\",\"a\"]",
                "[\"keys\",\"other\"]",
                "{\"keys\":\"p/a\"}",
                "[\"keys\",[\"p/a\"]]",
                "[\"keys\",\"p/a\""
            })
    void aCursorThatNoPageGaveIsRefused(String cursor) {
        assertThatThrownBy(() ->
                        Queries.list(link, EntryQuery.keys("players", "p/").from(cursor)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cursor: found one of another query, expected what the page before gave");
    }

    @Test
    void theBacklogIsWhatASweepWouldFind() throws SQLException {
        for (long revision = 1; revision <= 3; revision++) {
            supersede(revision, 0);
            Writes.retain(link, ID, revision, Retention.keep(Duration.ofMillis(revision)), Instant.EPOCH);
        }
        Instant now = Instant.ofEpochMilli(2);
        assertThat(Queries.backlog(link, now)).isEqualTo(new Storage.Backlog(2, 3, now));
        Writes.sweep(link, 10, now);
        assertThat(Queries.backlog(link, now).due()).isZero();
    }
}
