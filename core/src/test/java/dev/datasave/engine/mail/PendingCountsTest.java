package dev.datasave.engine.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.EntryId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PendingCountsTest {
    private static final EntryId PROFILE = new EntryId("PlayerData", "carol");
    private static final long LATER = Duration.ofSeconds(10).toNanos();

    private final PendingCounts counts = new PendingCounts();

    @Test
    void whatWasNeverCountedIsToBeCounted() {
        assertThat(counts.takes(PROFILE, 1, 0)).isFalse();
    }

    @Test
    void limitIsReachedExactly() {
        assertThat(counts.takes(PROFILE, Mail.MOST_PENDING - 2, 1, 0)).isTrue();
        assertThat(counts.takes(PROFILE, 1, 0)).isTrue();
        assertThat(counts.takes(PROFILE, 1, 0)).as("one too many").isFalse();
        assertThat(counts.takes(PROFILE, Mail.MOST_PENDING, 1, 0))
                .as("counted anew, and still full")
                .isFalse();
        assertThat(counts.takes(PROFILE, Mail.MOST_PENDING - 1, 1, 0))
                .as("one was taken meanwhile")
                .isTrue();
    }

    @Test
    void severalAtOnceAreTakenTogetherOrNotAtAll() {
        assertThat(counts.takes(PROFILE, Mail.MOST_PENDING - 3, 0, 0)).isTrue();
        assertThat(counts.takes(PROFILE, 4, 0)).isFalse();
        assertThat(counts.takes(PROFILE, 3, 0)).isTrue();
    }

    @Test
    void countIsGoodForTenSeconds() {
        assertThat(counts.takes(PROFILE, 0, 1, 5)).isTrue();
        assertThat(counts.takes(PROFILE, 1, LATER + 4)).isTrue();
        assertThat(counts.takes(PROFILE, 1, LATER + 5)).isFalse();
    }

    @Test
    void oldCountsAreForgottenAndOthersStay() {
        EntryId other = new EntryId("PlayerData", "dave");
        counts.takes(PROFILE, 0, 1, 0);
        counts.takes(other, 0, 1, 1);
        counts.forgetOld(LATER);
        assertThat(counts.takes(PROFILE, 1, 0)).isFalse();
        assertThat(counts.takes(other, 1, LATER)).isTrue();
    }
}
