package dev.datasave.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTest {
    private final Sql sql = new Sql("sqlite");

    @Test
    void aStatementIsWhatStandsUnderItsNameWithoutItsEnd() {
        assertThat(sql.statement("begin_write")).isEqualTo("BEGIN IMMEDIATE");
        assertThat(sql.statement("head")).startsWith("SELECT").endsWith("key = ?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin_read",
                "begin_write",
                "commit",
                "rollback",
                "list_keys",
                "list_removed",
                "list_user",
                "list_past",
                "list_holder",
                "list_scores_ascending",
                "list_scores_descending",
                "versions_ascending",
                "versions_descending",
                "retain_version",
                "drop_version",
                "sweep_history",
                "sweep_tombstones",
                "count_due",
                "count_history",
                "count_scores_ascending",
                "count_scores_descending"
            })
    void theStatementsOfTheSharedCodeAreThere(String name) {
        assertThat(sql.statement(name)).isNotBlank().doesNotContain("-- ").doesNotEndWith(";");
    }

    @Test
    void aScriptIsCutAtLinesThatEndWithASemicolon() {
        List<String> statements = sql.script("v2.sql");
        assertThat(statements).hasSize(4);
        assertThat(statements.get(1))
                .as("a trigger has semicolons within its lines")
                .startsWith("CREATE TRIGGER history_kept")
                .endsWith("END");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> sql.script("v0.sql"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("resource /dev/datasave/jdbc/sqlite/v0.sql: found none, expected it in this module");
        assertThatThrownBy(() -> new Sql("oracle"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/dev/datasave/jdbc/oracle/statements.sql");
    }
}
