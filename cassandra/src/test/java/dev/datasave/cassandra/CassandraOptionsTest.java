package dev.datasave.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.signals.Endpoint;
import dev.datasave.signals.NetworkOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CassandraOptionsTest {
    private static final CassandraOptions DEFAULTS = CassandraOptions.defaults();

    @Test
    void passwordIsShownNowhere() {
        assertThat(DEFAULTS.login("owner", "secret").toString())
                .contains("owner")
                .doesNotContain("secret");
    }

    @Test
    void eachOptionIsSetByItself() {
        CassandraOptions.Values all = DEFAULTS.callTimeout(Duration.ofSeconds(9))
                .keyspace("network")
                .game("skyblock")
                .dataCentre("Europe")
                .replicas(5)
                .login("owner", "secret")
                .values();

        assertThat(all)
                .isEqualTo(new CassandraOptions.Values(
                        Duration.ofSeconds(9), "network", "skyblock", "Europe", 5, "owner", "secret", null, null));
    }

    @Test
    void signalsOverTheNetworkHaveAPlace() {
        assertThat(DEFAULTS.values().network()).isNull();
        assertThat(DEFAULTS.networkSignals(":25900", "game.example.net")
                        .values()
                        .network())
                .isEqualTo(new NetworkOptions(new Endpoint("", 25900), new Endpoint("game.example.net", 0)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.networkSignals("25900"))
                .withMessageContaining("networkSignals");
    }

    @Test
    void placeForSignalsThatIsNotOfThisMachineIsToldBeforeTheRingIsAsked() {
        assertThatExceptionOfType(StorageFailed.class)
                .isThrownBy(() -> CassandraStorage.open("127.0.0.1:1", DEFAULTS.networkSignals("192.0.2.1:25900")))
                .withMessageContaining("UDP 192.0.2.1:25900");
    }

    @Test
    void badValuesThrowAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.callTimeout(Duration.ofMillis(999)))
                .withMessageContaining("callTimeout");
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.callTimeout(Duration.ofMinutes(11)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.keyspace("Data; DROP"))
                .withMessageContaining("keyspace");
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.game(""));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.dataCentre(" "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.replicas(0))
                .withMessageContaining("replicas");
    }
}
