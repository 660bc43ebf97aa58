package dev.datasave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of a load: what is out of range is refused at once, and nothing changes the options that one has. */
class LoadOptionsTest {
    private static final LoadOptions OPTIONS = LoadOptions.defaults();

    @ParameterizedTest
    @ValueSource(strings = {"PT0.001S", "PT1H"})
    void timesFromAMillisecondToAnHourAreTaken(Duration time) {
        assertThat(OPTIONS.timeout(time).timeout()).isEqualTo(time);
        assertThat(OPTIONS.stealAfter(time).stealAfter()).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PT0.000999999S", "PT0S", "PT-1S", "PT1H0.000000001S", "PT2562047788015215H30M7.999999999S"})
    void otherTimesAreRefused(Duration time) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.timeout(time))
                .withMessage("timeout: found " + time + ", expected 1 ms to 1 h");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.stealAfter(time))
                .withMessage("stealAfter: found " + time + ", expected 1 ms to 1 h");
    }

    @Test
    void userIdsAddUpToAHundred() {
        LoadOptions full = OPTIONS;
        for (int i = 0; i < 100; i++) {
            full = full.userId("u" + i).userId("u0");
        }
        LoadOptions most = full;
        assertThat(most.userIds()).hasSize(100);
        assertThat(OPTIONS.userIds()).as("the options that it was made of").isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> most.userId("one more"))
                .withMessageContaining("found 101")
                .withMessageContaining("100");
    }

    @Test
    void aUserIdIsAShortText() {
        assertThat(OPTIONS.userId("😀".repeat(25)).userIds()).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.userId("😀".repeat(25) + "x"))
                .withMessage("user id: found 101 bytes of UTF-8, expected 1 to 100 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.userId(""))
                .withMessage("user id: found an empty text, expected 1 to 100 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.userId("a\ude00"))
                .withMessage("user id: found a lone surrogate U+DE00 at index 1, expected well-formed UTF-16");
    }

    @Test
    void aFixedAnswerCountsWhileSomebodyHoldsTheProfileOnly() {
        Optional<Holder> holder = Optional.of(new Holder("lobby", "inc", Instant.EPOCH));
        for (WhenHeld answer : WhenHeld.values()) {
            Function<Optional<Holder>, WhenHeld> policy =
                    OPTIONS.whenHeld(answer).policy();
            assertThat(policy.apply(holder)).isEqualTo(answer);
            assertThat(policy.apply(Optional.empty())).isEqualTo(WhenHeld.FORCE_LOAD);
        }
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatNullPointerException().isThrownBy(() -> OPTIONS.timeout(null)).withMessage("timeout");
        assertThatNullPointerException()
                .isThrownBy(() -> OPTIONS.stealAfter(null))
                .withMessage("stealAfter");
        assertThatNullPointerException().isThrownBy(() -> OPTIONS.userId(null)).withMessage("user id");
        assertThatNullPointerException()
                .isThrownBy(() -> OPTIONS.whenHeld((WhenHeld) null))
                .withMessage("whenHeld");
        assertThatNullPointerException()
                .isThrownBy(() -> OPTIONS.homeExecutor(null))
                .withMessage("homeExecutor");
    }

    @Test
    void oneOptionLeavesTheOthersAsTheyAre() {
        Executor home = Runnable::run;
        LoadOptions all = OPTIONS.userId("u1")
                .homeExecutor(home)
                .timeout(Duration.ofSeconds(7))
                .whenHeld(WhenHeld.CANCEL)
                .stealAfter(Duration.ofSeconds(8))
                .userId("u2");
        assertThat(all.userIds()).containsExactlyInAnyOrder("u1", "u2");
        assertThat(all.homeExecutor()).contains(home);
        assertThat(all.timeout()).hasSeconds(7);
        assertThat(all.stealAfter()).hasSeconds(8);
        assertThat(all.policy().apply(Optional.of(new Holder("s", "i", Instant.EPOCH))))
                .isEqualTo(WhenHeld.CANCEL);
    }
}
