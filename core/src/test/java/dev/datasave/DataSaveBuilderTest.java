package dev.datasave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.datasave.spi.Storage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of a server are checked one by one, and together when it is built. */
class DataSaveBuilderTest {
    private final DataSave.Builder builder = DataSave.builder(Storage.inMemory());

    private DataSave.Builder with(String what, Duration time) {
        return switch (what) {
            case "heartbeat" -> builder.heartbeat(time);
            case "leaseTime" -> builder.leaseTime(time);
            case "outageGrace" -> builder.outageGrace(time);
            case "closeTimeout" -> builder.closeTimeout(time);
            default -> throw new IllegalArgumentException(what);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "heartbeat, PT0.01S",
        "leaseTime, PT0.03S",
        "outageGrace, PT0.1S",
        "closeTimeout, PT0.1S",
    })
    void eachTimeHasALeastAndIsAtMostAnHour(String what, Duration least) {
        assertThat(with(what, least)).isSameAs(builder);
        assertThat(with(what, Duration.ofHours(1))).isSameAs(builder);
        for (Duration wrong : new Duration[] {
            least.minusNanos(1),
            Duration.ZERO,
            least.negated(),
            Duration.ofHours(1).plusNanos(1)
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> with(what, wrong))
                    .withMessage(what + ": found " + wrong + ", expected " + least + " to 1 h");
        }
        assertThatNullPointerException().isThrownBy(() -> with(what, null)).withMessage(what);
    }

    @Test
    void aHeartbeatIsAtMostAThirdOfTheLeaseTime() {
        builder.heartbeat(Duration.ofSeconds(3)).leaseTime(Duration.ofSeconds(9).minusNanos(1));
        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessage("heartbeat: found PT3S, expected at most a third of the lease time, PT8.999999999S");
        builder.leaseTime(Duration.ofSeconds(9)).build().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\udfff"})
    void aServersNameIsAText(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.serverName(name))
                .withMessageStartingWith("server name: found ");
    }

    @Test
    void aServersNameIsShort() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.serverName("ü".repeat(51)))
                .withMessage("server name: found 102 bytes of UTF-8, expected 1 to 100 bytes");
    }

    @Test
    void whatIsMissingIsNamed() {
        Map<String, Runnable> missing = Map.of(
                "storage", () -> DataSave.builder(null),
                "listener", () -> builder.listener(null),
                "homeExecutor", () -> builder.homeExecutor(null),
                "environment", () -> builder.environment(null),
                "spoolDirectory", () -> builder.spoolDirectory(null));
        missing.forEach((name, call) ->
                assertThatNullPointerException().isThrownBy(call::run).withMessage(name));
    }

    @Test
    void aStorageThatOthersUseStaysOpen() {
        try (Storage shared = Storage.inMemory()) {
            DataSave.builder(shared).keepStorageOpen().build().close();
            assertThat(shared.backlog().all()).isZero();
            DataSave.builder(shared).build().close();
            org.assertj.core.api.Assertions.assertThatIllegalStateException().isThrownBy(shared::backlog);
        }
    }
}
