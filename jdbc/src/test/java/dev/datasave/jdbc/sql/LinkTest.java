package dev.datasave.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest {
    @TempDir
    private Path directory;

    private Link link;
    private Link other;

    @BeforeEach
    void open() throws SQLException {
        link = Tables.of(directory.resolve("players.db"));
        other = Tables.of(directory.resolve("players.db"));
    }

    @AfterEach
    void close() throws SQLException {
        link.close();
        other.close();
    }

    private static int connect(Link link, String user) throws SQLException {
        return link.update("connect_user", user, "players", "alice");
    }

    private static String users(Link link) throws SQLException {
        return link.execute("SELECT group_concat(user_id ORDER BY user_id) FROM entry_user");
    }

    @Test
    void whatWasWrittenIsSeenByOthersOnceItIsCommitted() throws SQLException {
        int changed = link.writing(writer -> {
            int rows = connect(writer, "u1");
            assertThat(users(other)).isEqualTo("null");
            return rows;
        });
        assertThat(changed).isEqualTo(1);
        assertThat(users(other)).isEqualTo("u1");
    }

    @ParameterizedTest
    @ValueSource(classes = {SQLException.class, IllegalStateException.class, StackOverflowError.class})
    void whateverABodyThrowsRollsBackAndIsThrownOn(Class<? extends Throwable> kind) throws Exception {
        Throwable thrown = kind.getConstructor(String.class).newInstance("planted");
        assertThatThrownBy(() -> link.writing(writer -> {
                    connect(writer, "u1");
                    return fail(thrown);
                }))
                .isSameAs(thrown)
                .hasNoSuppressedExceptions();
        assertThat(users(link)).isEqualTo("null");
        int changed = other.writing(writer -> connect(writer, "u2"));
        assertThat(changed).as("the write lock is free again").isEqualTo(1);
    }

    private static int fail(Throwable thrown) throws SQLException {
        switch (thrown) {
            case SQLException e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw (Error) thrown;
        }
    }

    @Test
    void aReadingTransactionSeesOnePointInTime() throws SQLException {
        String seen = link.reading(reader -> {
            String before = users(reader);
            other.writing(writer -> connect(writer, "u1"));
            return before + " then " + users(reader);
        });
        assertThat(seen).isEqualTo("null then null");
        assertThat(users(link)).isEqualTo("u1");
    }

    @Test
    void aRollbackThatFailsIsNotedInItsCause() throws SQLException {
        IllegalStateException cause = new IllegalStateException("planted");
        link.rollBack(cause); // without a transaction
        assertThat(cause.getSuppressed()).singleElement().isInstanceOf(SQLException.class);
    }

    @Test
    void aStatementThatFailedCanBeUsedAgain() throws SQLException {
        Object[] alice = {1L, "w", "[]", "{}", null, null, null, null, 0L, 0L, "1", "players", "alice"};
        Object[] bob = {1L, "w", "[]", "{}", null, 2L, 5L, null, 0L, 0L, "1", "players", "bob"};
        assertThat(link.update("insert", alice)).isEqualTo(1);
        assertThatThrownBy(() -> link.update("insert", alice))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("UNIQUE");
        assertThat(link.update("insert", bob)).isEqualTo(1);
    }

    @Test
    void aStatementThatTheDatabaseLacksIsNamed() {
        assertThatThrownBy(() -> link.run("no_such_statement"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("SQL statement no_such_statement: found none in /dev/datasave/jdbc/sqlite");
    }

    @Test
    void visitingEndsWhenTheVisitorSaysSo() throws SQLException {
        for (int revision = 1; revision <= 5; revision++) {
            link.execute("INSERT INTO history (store, key, revision, write_id, user_ids, metadata, created, updated)"
                    + " VALUES ('s', 'k', " + revision + ", 'w', '[]', '{}', 0, 0)");
        }
        List<Long> visited = new ArrayList<>();
        link.visit(
                "versions_ascending",
                row -> {
                    visited.add(row.getLong(3));
                    return visited.size() < 2;
                },
                "s",
                "k",
                1L,
                4L,
                0L,
                9L,
                10L);
        assertThat(visited).containsExactly(1L, 2L);
        assertThat(other.execute("PRAGMA wal_checkpoint(TRUNCATE)"))
                .as("no rows are left open, which would keep the log")
                .isEqualTo("0");
    }

    @Test
    void theFirstRowIsReadOrThereIsNone() throws SQLException {
        assertThat(link.first("count_history", row -> row.getLong(1), 10L)).contains(0L);
        assertThat(link.first("head", row -> row.getLong(1), "players", "nobody"))
                .isEqualTo(Optional.empty());
    }

    @Test
    void aTextThatAnswersNothingGivesAnEmptyOne() throws SQLException {
        assertThat(link.execute("DELETE FROM entry_user")).isEmpty();
        assertThat(link.execute("SELECT user_id FROM entry_user")).isEmpty();
        assertThat(link.execute("SELECT 7, 8")).isEqualTo("7");
    }
}
