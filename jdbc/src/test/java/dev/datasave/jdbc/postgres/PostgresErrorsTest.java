package dev.datasave.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.server.Server.Trouble;
import dev.datasave.jdbc.server.ServerErrors;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresErrorsTest {

    static ServerErrors errors() {
        return new ServerErrors("PostgreSQL test", Set.of("s3cret"), PostgresErrors::meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "40P01, NOT_DONE",
        "40001, NOT_DONE",
        "08006, LOST",
        "08001, LOST",
        "57P01, LOST",
        "25P03, LOST",
        "25006, LOST",
        "57014, OTHER",
        "55P03, OTHER",
        "42501, OTHER",
        "23505, OTHER",
        "25P02, OTHER",
    })
    void aCodeDecidesWhatAnErrorMeans(String state, Trouble trouble) {
        assertThat(PostgresErrors.trouble(new SQLException("planted", state))).isEqualTo(trouble);
        SQLException wrapped = new SQLTransientConnectionException("pool", new SQLException("planted", state));
        assertThat(PostgresErrors.trouble(wrapped)).isEqualTo(trouble);
    }

    @Test
    void anErrorWithoutACodeCostsTheConnection() {
        assertThat(PostgresErrors.trouble(new SQLException("planted"))).isEqualTo(Trouble.LOST);
    }

    @Test
    void aSecretIsTakenOutOfMessageAndCause() {
        SQLException telling = new SQLException("no way to a?password=s3cret", "08001");
        assertThat(errors().explain(telling))
                .hasMessage(
                        "PostgreSQL test: found no way to the server, or lost it (SQLSTATE 08001: no way to a?password=…)")
                .hasNoCause();
        assertThat(errors().explain(new SQLException("refused", "08001"))).hasCauseInstanceOf(SQLException.class);
    }
}
