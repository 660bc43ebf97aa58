package dev.datasave.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.sql.Writes.Verdict;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WritesTest {
    private static final EntryId ID = new EntryId("players", "alice");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, , 0, , FITS, a birth where there is nothing",
        "0, , 3, w3, REFUSED, a birth where there is something",
        "0, , 1, mine, REPEATED, a birth that was carried out before",
        "3, w3, 3, w3, FITS, a write on what it was based on",
        "3, w3, 3, x3, REFUSED, the same revision by another write",
        "3, w3, 4, mine, REPEATED, a write that was carried out before",
        "3, w3, 4, w4, REFUSED, somebody else's next revision",
        "3, w3, 5, mine, REFUSED, a write id that came again later",
        "3, w3, 2, w2, REFUSED, an older entry",
        "3, w3, 0, , REFUSED, nothing where something was",
    })
    void aWriteIsJudgedByRevisionAndWriteId(
            long base,
            @Nullable String baseWriteId,
            long found,
            @Nullable String foundId,
            Verdict expected,
            String why) {
        Write write = Write.put(ID, base(base, baseWriteId), "mine", Content.of("1"));
        assertThat(Verdict.of(write, found, foundId)).as(why).isEqualTo(expected);
    }

    @Test
    void aRemovalThatLeavesNothingIsNeverTakenForRepeated() {
        Write forget = Write.forget(base(3, "w3").orElseThrow(), "mine");
        assertThat(Verdict.of(forget, 4, "mine")).isEqualTo(Verdict.REFUSED);
        assertThat(Verdict.of(forget, 3, "w3")).isEqualTo(Verdict.FITS);
    }

    private static Optional<Entry> base(long revision, @Nullable String writeId) {
        return writeId == null
                ? Optional.empty()
                : Optional.of(new Entry(ID, revision, writeId, Content.of("0"), Instant.EPOCH, Instant.EPOCH));
    }

    private static Stream<Arguments> retentions() {
        return Stream.of(
                Arguments.of(
                        Retention.keep(Duration.ofDays(1)),
                        NOW.plus(Duration.ofDays(1)).toEpochMilli()),
                Arguments.of(Retention.keep(Duration.ofDays(300_000_000_000L)), null),
                Arguments.of(Retention.keep(Duration.ofSeconds(Long.MAX_VALUE)), null),
                Arguments.of(Retention.pin(), null),
                Arguments.of(Retention.drop(), null));
    }

    @ParameterizedTest
    @MethodSource("retentions")
    void historyEndsAtATimeOrNever(Retention retention, @Nullable Long end) {
        assertThat(Writes.end(retention, NOW)).isEqualTo(end);
    }

    @Test
    void aTombstoneIsListedUnderNobody() {
        Content alive = new Content("1", Set.of("u1"), Map.of(), null, null, null);
        assertThat(Writes.listedUnder(alive)).containsExactly("u1");
        assertThat(Writes.listedUnder(new Content(null, Set.of("u1"), Map.of(), null, null, null)))
                .isEmpty();
        assertThat(Writes.listedUnder(null)).isEmpty();
    }

    private static void supersede(Link link, long revision, @Nullable Long expires) throws SQLException {
        link.update("insert", revision, "w", "[]", "{}", null, null, null, null, 0L, 0L, "1", "players", "alice");
        link.update("keep_superseded", expires, "players", "alice");
        link.update("delete", "players", "alice");
    }

    private static String history(Link link) throws SQLException {
        return link.execute("SELECT group_concat(revision || ':' || coalesce(expires, 'never') ORDER BY revision)"
                + " FROM history");
    }

    @Test
    void retentionIsChangedOnlyOfWhatIsInHistory(@TempDir Path directory) throws SQLException {
        try (Link link = Tables.of(directory.resolve("players.db"))) {
            supersede(link, 1, 5L);
            supersede(link, 2, 5L);
            supersede(link, 3, null);
            Instant epoch = Instant.EPOCH;
            assertThat(Writes.retain(link, ID, 1, Retention.pin(), epoch)).isTrue();
            assertThat(Writes.retain(link, ID, 2, Retention.drop(), epoch)).isTrue();
            assertThat(Writes.retain(link, ID, 3, Retention.keep(Duration.ofMillis(7)), epoch))
                    .isTrue();
            assertThat(history(link)).isEqualTo("1:never,3:7");
            for (Retention retention : List.of(Retention.pin(), Retention.drop())) {
                assertThat(Writes.retain(link, ID, 2, retention, epoch)).isFalse();
                assertThat(Writes.retain(link, new EntryId("players", "bob"), 1, retention, epoch))
                        .isFalse();
            }
            assertThat(history(link)).isEqualTo("1:never,3:7");
        }
    }

    @Test
    void aSweepTakesWhatIsDueAndNoMoreThanItsLimit(@TempDir Path directory) throws SQLException {
        try (Link link = Tables.of(directory.resolve("players.db"))) {
            for (long revision = 1; revision <= 4; revision++) {
                supersede(link, revision, revision * 10);
            }
            Instant now = Instant.ofEpochMilli(30);
            assertThat(Writes.sweep(link, 2, now)).isEqualTo(2);
            assertThat(history(link)).as("the oldest go first").isEqualTo("3:30,4:40");
            assertThat(Writes.sweep(link, 2, now)).isEqualTo(1);
            assertThat(Writes.sweep(link, 2, now)).isZero();
            assertThat(history(link)).isEqualTo("4:40");
        }
    }

    @Test
    void aSweepTakesHistoryFirstAndThenTombstones(@TempDir Path directory) throws SQLException {
        try (Link link = Tables.of(directory.resolve("players.db"))) {
            supersede(link, 1, 10L);
            Instant over = NOW.minus(Limits.TOMBSTONE_KEPT);
            for (String key : List.of("b", "c")) {
                link.update(
                        "insert",
                        2L,
                        "w",
                        "[]",
                        "{}",
                        null,
                        null,
                        null,
                        null,
                        0L,
                        over.toEpochMilli(),
                        null,
                        "players",
                        key);
            }
            Instant tooEarly = NOW.minusMillis(1);
            assertThat(Writes.sweep(link, 10, tooEarly)).as("the history alone").isEqualTo(1);
            assertThat(Writes.sweep(link, 1, NOW)).isEqualTo(1);
            assertThat(Writes.sweep(link, 10, NOW)).isEqualTo(1);
            assertThat(link.execute("SELECT count(*) FROM entry")).isEqualTo("0");
        }
    }
}
