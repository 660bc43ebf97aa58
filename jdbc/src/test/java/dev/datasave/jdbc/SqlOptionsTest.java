package dev.datasave.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlOptionsTest {
    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-5S", "PT0.099999999S", "PT1H0.000000001S", "PT2562047788015215H"})
    void timeoutOutOfRangeIsNamedWithItsBounds(Duration wrong) {
        assertThatThrownBy(() -> SqlOptions.defaults().callTimeout(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("callTimeout: found " + wrong + ", expected 100 milliseconds to 1 hour");
        assertThatThrownBy(() -> SqlOptions.defaults().openTimeout(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("openTimeout: found " + wrong + ", expected 100 milliseconds to 1 hour");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.1S", "PT1H"})
    void boundsThemselvesAreAllowed(Duration bound) {
        assertThat(SqlOptions.defaults().callTimeout(bound).values().callTimeout())
                .isEqualTo(bound);
        assertThat(SqlOptions.defaults().openTimeout(bound).values().openTimeout())
                .isEqualTo(bound);
    }

    @Test
    void aChangeIsACopy() {
        SqlOptions slow = SqlOptions.defaults().callTimeout(Duration.ofMinutes(1));
        assertThat(SqlOptions.defaults().values().callTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(slow.values().callTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(slow.values().openTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(slow.openTimeout(Duration.ofMinutes(2)).values().callTimeout())
                .isEqualTo(Duration.ofMinutes(1));
    }
}
