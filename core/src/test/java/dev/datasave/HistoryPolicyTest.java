package dev.datasave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the standard policy keeps a revision that is superseded. */
class HistoryPolicyTest {

    @ParameterizedTest(name = "{5}")
    @CsvSource(delimiter = '|', textBlock = """
            2024-02-29T10:00:00Z     |                          | false |                          | P30D | the first ever
            2024-02-29T00:00:00Z     | 2024-02-28T23:59:59.999Z | false |                          | P30D | the first of a leap day
            2024-03-01T00:00:00Z     | 2024-02-29T23:59:59.999Z | false |                          | P30D | the first after it
            2024-02-29T23:00:00Z     | 2024-02-29T22:59:59.999Z | false |                          | P7D  | the first of an hour
            2024-02-29T23:59:59.999Z | 2024-02-29T23:00:00Z     | false |                          | drop | another of an hour
            2024-02-29T10:30:00Z     | 2024-02-29T10:00:00Z     | true  |                          | P7D  | the first end
            2024-02-29T10:30:00Z     | 2024-02-29T10:00:00Z     | true  | 2024-02-29T10:29:59.999Z | P7D  | the first end in 10 minutes
            2024-02-29T10:39:59.999Z | 2024-02-29T10:00:00Z     | true  | 2024-02-29T10:30:00Z     | P1D  | another end in 10 minutes
            2024-02-29T10:39:59.999Z | 2024-02-29T10:00:00Z     | false | 2024-02-29T10:00:00Z     | drop | no end
            2024-02-29T11:00:00Z     | 2024-02-29T10:59:59Z     | true  | 2024-02-29T11:00:00Z     | P7D  | an end that is the first of an hour
            1969-12-31T23:59:59.999Z | 1969-12-31T23:00:00Z     | false |                          | drop | before 1970, the same hour
            1970-01-01T00:00:00Z     | 1969-12-31T23:59:59.999Z | false |                          | P30D | the first of 1970
            2024-02-29T10:00:00Z     | 2024-03-01T10:00:00Z     | false |                          | P30D | a clock that was set back
            """)
    void standardKeepsOneOfADayOfAnHourAndSessionEnds(
            Instant updated, Instant before, boolean isEnd, Instant endBefore, String kept, String what) {
        Retention retention = HistoryPolicy.standard()
                .retentionOf(new HistoryPolicy.Superseded(
                        updated, Optional.ofNullable(before), isEnd, Optional.ofNullable(endBefore)));
        assertThat(retention)
                .as(what)
                .isEqualTo(kept.equals("drop") ? Retention.drop() : Retention.keep(Duration.parse(kept)));
    }

    @Test
    void everythingIsEverything() {
        HistoryPolicy.Superseded revision =
                new HistoryPolicy.Superseded(Instant.MAX, Optional.empty(), false, Optional.empty());
        assertThat(HistoryPolicy.everything().retentionOf(revision)).isEqualTo(Retention.pin());
    }
}
