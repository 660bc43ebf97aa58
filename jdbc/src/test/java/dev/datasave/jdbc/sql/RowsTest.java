package dev.datasave.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows as they are in a file, and what is made of those that DataSave would never write. */
class RowsTest {
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

    private void insert(
            String userIds,
            String metadata,
            @Nullable String holder,
            @Nullable Long score,
            @Nullable Long tie,
            @Nullable String system,
            @Nullable String value)
            throws SQLException {
        link.update(
                "insert", 7L, "w7", userIds, metadata, holder, score, tie, system, 1000L, 2000L, value, "players",
                "alice");
    }

    private Entry read() throws SQLException {
        return link.first("read", Rows::entry, "players", "alice").orElseThrow();
    }

    @Test
    void everyColumnIsReadBack() throws SQLException {
        Content content = new Content(
                "{\"money\":1}",
                Set.of("u2", "u\"1", "<ü😀>"),
                Map.of("clan", "A\\B", "a", ""),
                "incarnation/token",
                new Content.Score(Long.MIN_VALUE, -2),
                "{}");
        insert(
                Rows.text(content.userIds()),
                Rows.text(content.metadata()),
                content.holder(),
                Rows.value(content.score()),
                Rows.tie(content.score()),
                content.system(),
                content.value());
        assertThat(read())
                .isEqualTo(new Entry(
                        new EntryId("players", "alice"),
                        7,
                        "w7",
                        content,
                        Instant.ofEpochMilli(1000),
                        Instant.ofEpochMilli(2000)));
    }

    @Test
    void whatIsNotThereIsNullAndNotZero() throws SQLException {
        insert("[]", "{}", null, null, null, null, null);
        assertThat(read().content()).isEqualTo(new Content(null, Set.of(), Map.of(), null, null, null));
    }

    @Test
    void equalSetsAndMapsAreEqualTexts() {
        assertThat(Rows.text(Set.of("b", "a", "c"))).isEqualTo("[\"a\",\"b\",\"c\"]");
        assertThat(Rows.text(Map.of("b", "<2>", "a", "1"))).isEqualTo("{\"a\":\"1\",\"b\":\"<2>\"}");
        assertThat(Rows.text(Set.of())).isEqualTo("[]");
        assertThat(Rows.text(Map.of())).isEqualTo("{}");
        assertThat(Rows.userIds("[\"a\",\"b\"]")).containsExactlyInAnyOrder("a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "user ids that are no JSON; [u1; {}",
                "user ids that are no array; {\"u1\":1}; {}",
                "user ids in an array of arrays; [[],[]]; {}",
                "metadata that is no JSON; []; {clan",
                "metadata that is no object; []; [\"clan\"]",
                "metadata with an object in it; []; {\"clan\":{}}",
            })
    void aRowThatDataSaveDoesNotWriteIsDamaged(String what, String userIds, String metadata) throws SQLException {
        insert(userIds, metadata, null, null, null, null, "secret");
        assertThat(read().damage())
                .as(what)
                .isEqualTo("entry players/alice: found a row that DataSave does not write, expected R10 to hold");
    }
}
