package dev.datasave.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.datasave.HistoryPolicy;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a revision is kept when another is written on top of it (P10, P13). */
class StoredTest {
    private static final String SELF = "aaaaaaaaaaaaaaaa";
    private static final HistoryPolicy NOTHING = revision -> Retention.drop();

    private static Entry entry(String writeId, EntryFormat format) {
        Content content = Content.of("{}").withSystem(format.text());
        return new Entry(new EntryId("s", "k"), 4, writeId, content, Instant.EPOCH, Instant.ofEpochMilli(5_000));
    }

    private static Retention retention(String text) {
        return switch (text) {
            case "drop" -> Retention.drop();
            case "pin" -> Retention.pin();
            default -> Retention.keep(Duration.parse(text));
        };
    }

    @ParameterizedTest
    @CsvSource({
        "drop,  PT0S, drop",
        "drop,  PT1H, PT1H",
        "PT1M,  PT1H, PT1H",
        "PT1H,  PT1H, PT1H",
        "PT2H,  PT1H, PT2H",
        "PT1M,  PT0S, PT1M",
        "pin,   PT1H, pin",
        "pin,   PT0S, pin"
    })
    void theLongerOfBothCounts(String wanted, Duration least, String kept) {
        assertThat(Stored.atLeast(retention(wanted), least)).isEqualTo(retention(kept));
    }

    @Test
    void anothersRevisionIsKeptForADayAndOnesOwnAsLongAsThePolicySays() {
        EntryFormat format = EntryFormat.fresh(0, 0);
        assertThat(Stored.of(entry(SELF + "-w", format)).retention(NOTHING, SELF))
                .isEqualTo(Retention.drop());
        for (String foreign : new String[] {"bbbbbbbbbbbbbbbb-w", SELF, SELF + "x-w", "by hand"}) {
            assertThat(Stored.of(entry(foreign, format)).retention(NOTHING, SELF))
                    .as(foreign)
                    .isEqualTo(Retention.keep(Duration.ofHours(24)));
        }
    }

    @Test
    void whatAnOperatorMadeOrAMigrationReplacesIsKeptFor30Days() {
        EntryFormat noted = EntryFormat.fresh(1, 0).withNote(new JsonObject());
        Retention month = Retention.keep(Duration.ofDays(30));
        assertThat(Stored.of(entry(SELF + "-w", noted)).retention(NOTHING, SELF))
                .isEqualTo(month);
        Stored old = Stored.of(entry(SELF + "-w", EntryFormat.fresh(1, 0)));
        assertThat(old.with(EntryFormat.fresh(2, 0)).retention(NOTHING, SELF)).isEqualTo(month);
        assertThat(old.with(EntryFormat.fresh(1, 0)).retention(NOTHING, SELF)).isEqualTo(Retention.drop());
        assertThat(Stored.of(entry(SELF + "-w", noted)).retention(HistoryPolicy.everything(), SELF))
                .isEqualTo(Retention.pin());
    }

    @Test
    void thePolicyIsAskedWithWhatIsKnownOfTheRevision() {
        EntryFormat format =
                EntryFormat.fresh(0, 0).next(Instant.ofEpochMilli(1_000), true).next(Instant.ofEpochMilli(2_000), true);
        HistoryPolicy.Superseded[] asked = new HistoryPolicy.Superseded[1];
        var unused = Stored.of(entry(SELF + "-w", format))
                .retention(
                        revision -> {
                            asked[0] = revision;
                            return Retention.drop();
                        },
                        SELF);
        assertThat(asked[0])
                .isEqualTo(new HistoryPolicy.Superseded(
                        Instant.ofEpochMilli(5_000),
                        Optional.of(Instant.ofEpochMilli(2_000)),
                        true,
                        Optional.of(Instant.ofEpochMilli(2_000))));
    }

    @Test
    void withoutAPolicyOnlyWhatAnotherMayAskForIsKept() {
        Entry own = entry(SELF + "-w", EntryFormat.fresh(0, 0));
        Entry other = entry("bbbbbbbbbbbbbbbb-w", EntryFormat.fresh(0, 0));
        assertThat(Stored.retention(Optional.empty(), SELF)).isEqualTo(Retention.drop());
        assertThat(Stored.retention(Optional.of(own), SELF)).isEqualTo(Retention.drop());
        assertThat(Stored.retention(Optional.of(other), SELF)).isEqualTo(Retention.keep(Stored.FOREIGN));
        assertThat(Stored.retention(Optional.empty(), HistoryPolicy.everything(), SELF))
                .isEqualTo(Retention.drop());
    }
}
