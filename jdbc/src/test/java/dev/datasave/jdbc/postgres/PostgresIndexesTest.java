package dev.datasave.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.sql.Sql;
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

/** That lists are read from indexes, also in the generic plan of a prepared statement, and that other programs can read the values as JSON. */
class PostgresIndexesTest {
    private static final String SCHEMA = PostgresProcess.newSchema(PostgresIndexesTest.class);
    private static Storage storage;

    @BeforeAll
    static void fill() throws Exception {
        storage = PostgresProcess.shared().open(SCHEMA);
        for (int from = 0; from < 12_000; from += 1000) {
            List<Write> writes = new ArrayList<>();
            for (int i = from; i < from + 1000; i++) {
                Content content = new Content(
                        "{\"n\":" + i + ".10,\"a\":1e400}",
                        Set.of("user-" + i),
                        Map.of("colour", "blue"),
                        "server-" + i + "/session",
                        new Content.Score(i, 0),
                        null);
                writes.add(Write.put(new EntryId("players", "k" + i), Optional.empty(), "w", content));
            }
            storage.write(writes, Atomicity.EACH);
        }
        PostgresProcess.shared().run("ANALYZE " + SCHEMA + ".entry, " + SCHEMA + ".entry_user");
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    private static String plan(String statement, Object... values) throws Exception {
        String text = new Sql("postgres", Map.of("schema", SCHEMA, "settings", "")).statement(statement);
        try (Connection connection = PostgresProcess.shared().connect()) {
            connection.createStatement().execute("SET plan_cache_mode = force_generic_plan");
            try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + text)) {
                for (int i = 0; i < values.length; i++) {
                    explain.setObject(i + 1, values[i]);
                }
                StringBuilder plan = new StringBuilder();
                try (ResultSet rows = explain.executeQuery()) {
                    while (rows.next()) {
                        plan.append(rows.getString(1)).append('\n');
                    }
                }
                return plan.toString();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "list_keys, entry_pkey, 'true|players|k1|k2|101'",
        "list_user, entry_user_pkey, 'true|user-7|||101'",
        "list_holder, entry_by_holder, 'true|server-7|||server-8|101'",
        "list_scores_ascending, entry_by_score, 'true|players|5|0||50|101'",
        "list_scores_descending, entry_by_score, 'true|players|50|0|z|5|101'",
        "count_scores_ascending, entry_by_score, 'players|5|0||50'",
        "count_scores_descending, entry_by_score, 'players|50|0|z|5'",
    })
    void aListIsReadFromItsIndex(String statement, String index, String values) throws Exception {
        Object[] typed = List.of(values.split("\\|", -1)).stream()
                .map(each -> each.equals("true")
                        ? (Object) true
                        : each.matches("\\d+") ? (Object) Long.parseLong(each) : each)
                .toArray();
        assertThat(plan(statement, typed)).contains(index).doesNotContain("Seq Scan", "Sort");
    }

    @Test
    void valuesAreJsonForOtherPrograms() throws Exception {
        PostgresProcess server = PostgresProcess.shared();
        assertThat(server.run("SELECT value ->> 'n' FROM " + SCHEMA + ".entry_json WHERE key = 'k42'"))
                .isEqualTo("42.10");
        assertThat(
                        server.run(
                                "SELECT count(*) FROM " + SCHEMA
                                        + ".entry_json WHERE (value ->> 'n')::numeric BETWEEN 10 AND 20 AND metadata ->> 'colour' = 'blue'"))
                .isEqualTo("10");
        assertThat(server.run("SELECT value FROM " + SCHEMA + ".entry_json WHERE key = 'k7'"))
                .isEqualTo("{\"n\":7.10,\"a\":1e400}");
        assertThat(server.run("SELECT user_ids ->> 0 FROM " + SCHEMA + ".entry_json WHERE key = 'k7'"))
                .isEqualTo("user-7");
    }
}
