package dev.datasave.jdbc.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That lists are read from indexes, that rows are locked by their key alone, and that other programs can read the values as JSON. */
class MariaIndexesTest {
    private static final String SCHEMA = MariaProcess.newSchema(MariaIndexesTest.class);
    private static final String SMALL = "x" + SCHEMA;
    private static Storage storage;

    @BeforeAll
    static void fill() throws Exception {
        storage = MariaProcess.shared().open(SCHEMA);
        for (int from = 0; from < 6000; from += 1000) {
            List<Write> writes = new ArrayList<>();
            for (int i = from; i < from + 1000; i++) {
                Content content = new Content(
                        "{\"n\":" + i + ".10,\"a\":1e400}",
                        Set.of("user-" + i),
                        Map.of("colour", "blue"),
                        "server-" + i + "/session",
                        new Content.Score(i / 10, i),
                        null);
                writes.add(Write.put(new EntryId("players", "k" + i), Optional.empty(), "w", content));
            }
            storage.write(writes, Atomicity.EACH);
        }
        String unused = MariaProcess.shared().run("ANALYZE TABLE " + SCHEMA + "_entry, " + SCHEMA + "_entry_user");
        MariaProcess.shared().open(SMALL).close();
    }

    @AfterAll
    static void close() {
        if (storage != null) {
            storage.close();
        }
    }

    /** What the plan says of each table: its access type, its index, and how many rows are expected. */
    private static List<String> plan(String schema, String statement, List<Object> values) throws Exception {
        String text = MariaServer.sql(schema).statement(statement);
        try (Connection connection = MariaProcess.shared().connect();
                PreparedStatement explain = connection.prepareStatement("EXPLAIN " + text)) {
            for (int i = 0; i < values.size(); i++) {
                explain.setObject(i + 1, values.get(i));
            }
            List<String> plan = new ArrayList<>();
            try (ResultSet rows = explain.executeQuery()) {
                while (rows.next()) {
                    plan.add(rows.getString("table") + " " + rows.getString("type") + " " + rows.getString("key") + " "
                            + rows.getLong("rows") + " " + rows.getString("Extra"));
                }
            }
            return plan;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "list_keys, PRIMARY, 'true|players|k1|k2|101'",
        "list_user, PRIMARY, 'true|user-7||||101'",
        "list_holder, entry_by_holder, 'true|server-7|server-8|server-7|server-8|||\u0001|101'",
        "list_scores_ascending, entry_by_score, 'true|players|5|50|5|50|0|0||101'",
        "list_scores_descending, entry_by_score, 'true|players|50|5|50|5|0|0|z|101'",
        "count_scores_ascending, entry_by_score, 'players|5|50|5|50|0|0|'",
        "count_scores_descending, entry_by_score, 'players|50|5|50|5|0|0|z'",
        "sweep_history, history_by_end, '5|100'",
    })
    void aListIsReadFromItsIndex(String statement, String index, String values) throws Exception {
        List<Object> typed = List.of(values.split("\\|", -1)).stream()
                .map(each -> each.equals("true")
                        ? (Object) true
                        : each.matches("\\d+") ? (Object) Long.parseLong(each) : each)
                .toList();
        assertThat(plan(SCHEMA, statement, typed))
                .first()
                .asString()
                .containsAnyOf(" range " + index, " ref " + index)
                .doesNotContain("filesort", "temporary");
    }

    /** In a small table the server would rather read all rows, and so lock them and wait for them: whatever order the ids have. */
    @ParameterizedTest
    @ValueSource(strings = {"lock", "find", "find_locking"})
    void rowsAreFoundByTheirKeyAlsoInASmallTable(String statement) throws Exception {
        List<Object> ids = List.of("[[\"players\",\"k1\"],[\"players\",\"k2\"]]");
        for (String schema : List.of(SMALL, SCHEMA)) {
            assertThat(plan(schema, statement, ids).get(1)).startsWith("e eq_ref PRIMARY 1");
        }
    }

    @Test
    void aLookForSignalsReadsTheRowsOfItsNamesAlone() throws Exception {
        MariaProcess server = MariaProcess.shared();
        String unused = server.run("INSERT INTO " + SCHEMA + "_signal SELECT CONCAT('s', seq), 1 FROM seq_1_to_500");
        List<Object> names = List.of("s1", "s1", "s1", "s1", "s1", "s1", "s1", "s2");
        for (String schema : List.of(SMALL, SCHEMA)) {
            assertThat(plan(schema, "look_for_signals", names).getFirst())
                    .matches(schema + "_signal range PRIMARY [12] .*");
        }
    }

    @Test
    void valuesAreJsonForOtherPrograms() throws Exception {
        MariaProcess server = MariaProcess.shared();
        String view = " FROM " + SCHEMA + "_entry_json WHERE ";
        assertThat(server.run("SELECT JSON_VALUE(value, '$.n')" + view + "`key` = 'k42'"))
                .isEqualTo("42.10");
        assertThat(server.run("SELECT COUNT(*)" + view + "JSON_VALUE(value, '$.n') + 0 BETWEEN 10 AND 20 AND"
                        + " JSON_VALUE(metadata, '$.colour') = 'blue'"))
                .isEqualTo("10");
        assertThat(server.run("SELECT value" + view + "`key` = 'k7'")).isEqualTo("{\"n\":7.10,\"a\":1e400}");
        assertThat(server.run("SELECT JSON_VALUE(user_ids, '$[0]')" + view + "holder = 'server-7/session'"))
                .isEqualTo("user-7");
        assertThat(server.run("SELECT ABS(TIMESTAMPDIFF(SECOND, updated, NOW())) < 600" + view + "`key` = 'k7'"))
                .isEqualTo("1");
    }
}
