package dev.datasave.jdbc.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.server.Server.Trouble;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MariaErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "1213, 40001, NOT_DONE",
        "1020, HY000, NOT_DONE",
        "1062, 23000, NOT_DONE",
        "3101, 40000, NOT_DONE",
        "1205, HY000, OTHER",
        "1205, 40001, OTHER", // Connector/J calls it a rollback, which it is not
        "4025, 23000, OTHER",
        "1969, 70100, OTHER",
        "1142, 42000, OTHER",
        "1153, 08S01, LOST",
        "1927, 70100, LOST",
        "1290, HY000, LOST",
        "1047, 08S01, LOST",
        "4031, HY000, LOST",
        "-1, 08000, LOST",
        "0, 25S03, LOST", // a fail-over inside the driver: the connection looks sound, half of a transaction is gone
    })
    void aCodeDecidesWhatAnErrorMeans(int code, String state, Trouble trouble) {
        SQLException error = new SQLException("planted", state, code);
        assertThat(MariaErrors.trouble(error)).isEqualTo(trouble);
        assertThat(MariaErrors.trouble(new SQLTransientConnectionException("pool", error)))
                .isEqualTo(trouble);
    }

    @Test
    void anErrorWithoutACodeCostsTheConnection() {
        assertThat(MariaErrors.trouble(new SQLException("planted"))).isEqualTo(Trouble.LOST);
    }

    @Test
    void whatWasWrittenIsNotShown() {
        SQLException quoting =
                new SQLIntegrityConstraintViolationException("Duplicate entry 'a-secret'", "23000", 1062);
        assertThat(MariaErrors.meaning(quoting)).contains("code 1062").doesNotContain("a-secret");
    }
}
