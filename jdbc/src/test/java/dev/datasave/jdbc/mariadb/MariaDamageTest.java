package dev.datasave.jdbc.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.features.DamageFeatures;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class MariaDamageTest extends DamageFeatures {
    MariaDamageTest() {
        super(MariaProcess.shared());
    }

    @Test
    void anIndexThatIsMissingIsNamed() throws SQLException {
        run("ALTER TABLE {entry} DROP INDEX entry_by_score");
        run("ALTER TABLE {history} DROP INDEX history_by_end");
        assertThat(storage().check())
                .containsExactly(
                        "index entry entry_by_score: found none, expected one",
                        "index history history_by_end: found none, expected one");
    }
}
