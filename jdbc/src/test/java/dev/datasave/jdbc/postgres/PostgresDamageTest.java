package dev.datasave.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.features.DamageFeatures;
import dev.datasave.jdbc.features.Players;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresDamageTest extends DamageFeatures {
    PostgresDamageTest() {
        super(PostgresProcess.shared());
    }

    @Test
    void anIndexThatIsMissingOrInvalidIsNamed() throws SQLException {
        run("DROP INDEX {schema}.entry_by_score");
        run("UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{schema}.history_by_end'::regclass");
        assertThat(storage().check())
                .containsExactlyInAnyOrder(
                        "index entry_by_score: found none, expected one",
                        "index history_by_end: found it invalid, expected one that is used (REINDEX INDEX)");
    }

    /** The row gets a holder behind the back of its index, which is marked as not ready meanwhile. */
    @Test
    void anIndexThatDoesNotFitItsTableIsFoundWhereAmcheckIsInstalled() throws SQLException {
        Players.create(storage(), "bob", "1");
        String ready = "UPDATE pg_index SET indisready = %s WHERE indexrelid = '{schema}.entry_user_pkey'::regclass";
        run(ready.formatted("false"));
        run("INSERT INTO {schema}.entry_user VALUES ('u', 'players', 'bob')");
        run(ready.formatted("true"));
        assertThat(storage().check()).isEmpty();
        run("CREATE EXTENSION IF NOT EXISTS amcheck");
        try {
            assertThat(storage().check())
                    .containsExactly(
                            "index entry_user_pkey: found that it does not fit its table, expected that it does (REINDEX INDEX)");
        } finally {
            run("DROP EXTENSION amcheck");
        }
    }
}
