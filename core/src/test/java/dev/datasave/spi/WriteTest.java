package dev.datasave.spi;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriteTest {
    private static final EntryId ID = new EntryId("s", "k");

    @ParameterizedTest
    @CsvSource({"0, w", "1,", "-1, w", "-1,"})
    void aBaseIsARevisionWithItsWriteIdOrNeither(long revision, String writeId) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(revision, writeId, Content.of("1")))
                .withMessageContaining("expected revision of s/k: found " + revision);
    }

    @Test
    void aForgetNeedsAnEntry() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(0, null, null))
                .withMessageContaining("forget of s/k");
    }

    @Test
    void writeIdsHaveTheirLimits() {
        for (String writeId : new String[] {"", "w".repeat(65), "\ud800"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Write.put(ID, Optional.empty(), writeId, Content.of("1")))
                    .withMessageContaining("write id: found ");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void aRetentionIsPositive(long seconds) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Retention.keep(Duration.ofSeconds(seconds)))
                .withMessageContaining("expected a positive duration");
    }

    private static Write write(long revision, String writeId, Content content) {
        return new Write(ID, revision, writeId, "new", content, Write.Durability.PROCESS, Retention.drop(), false);
    }
}
