package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.SqlStorage;
import dev.datasave.jdbc.features.DataStoreFeatures;
import dev.datasave.jdbc.sql.Sql;
import dev.datasave.spi.Storage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteDataStoreTest extends DataStoreFeatures {
    @TempDir
    private Path directory;

    @Override
    protected Storage open() {
        return SqlStorage.sqlite(directory.resolve("players.db"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"list_scores_ascending", "list_scores_descending"})
    void theViewByScoreIsReadFromAnIndex(String statement) throws Exception {
        open().close();
        try (Raw raw = new Raw(directory.resolve("players.db"))) {
            List<String> plan = raw.all("EXPLAIN QUERY PLAN " + new Sql("sqlite").statement(statement), 4);
            assertThat(plan)
                    .hasSize(1)
                    .first()
                    .asString()
                    .matches("SEARCH entry USING INDEX entry_by_score \\(store=\\? AND \\(?score.*")
                    .doesNotContain("TEMP B-TREE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"count_scores_ascending", "count_scores_descending"})
    void scoresAreCountedOnTheIndexAlone(String statement) throws Exception {
        open().close();
        try (Raw raw = new Raw(directory.resolve("players.db"))) {
            List<String> plan = raw.all("EXPLAIN QUERY PLAN " + new Sql("sqlite").statement(statement), 4);
            assertThat(plan)
                    .filteredOn(step -> step.contains("entry"))
                    .hasSize(2)
                    .allMatch(step ->
                            step.startsWith("SEARCH entry USING COVERING INDEX entry_by_score (store=? AND score"));
        }
    }
}
