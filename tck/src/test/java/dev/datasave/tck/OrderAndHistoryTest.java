package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.Profile;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.VersionQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is newest, and what is kept of the older. */
class OrderAndHistoryTest extends GameOnNetwork {
    private final DataSave a = server("a");
    private final DataSave b = server("b");

    private List<Entry> history() {
        return network.storage()
                .versions(VersionQuery.all(new EntryId("Purse", "k")).withLimit(1000))
                .items();
    }

    @Test
    @DisplayName(
            "F10, R4: servers whose clocks are years apart agree on what is newest: order is by revision, times are the storage's")
    void clocksThatDifferByYears() {
        network.jumpClock(a, Duration.ofDays(2000));
        network.jumpClock(b, Duration.ofDays(-2000));
        network.advance(seconds(5)); // a jump suspends until the next heartbeat
        long revision = 0;
        Instant updated = network.instant().minusSeconds(3600);
        for (int hop = 1; hop <= 6; hop++) {
            Profile<Purse> profile = load(purses(hop % 2 == 0 ? a : b), "k");
            assertThat(profile.data().coins()).isEqualTo(hop - 1);
            profile.update(purse -> purse.earn(1));
            saved(profile.saveAsync());
            Entry now = entry("k");
            assertThat(now.revision()).isGreaterThan(revision);
            assertThat(now.updated()).isAfterOrEqualTo(updated).isBeforeOrEqualTo(network.instant());
            revision = now.revision();
            updated = now.updated();
            network.advance(seconds(1));
        }
        assertThat(network.await(purses(a).viewProfileAsync("k"))
                        .orElseThrow()
                        .data()
                        .coins())
                .isEqualTo(6);
        assertThat(network.await(purses(b).viewProfileAsync("k", updated.minusMillis(1)))
                        .orElseThrow()
                        .data()
                        .coins())
                .isLessThan(6);
    }

    @Test
    @DisplayName(
            "F22: hours of autosaves keep one revision an hour and a day, and each end of a session for a day; the rest goes")
    void historyIsThinnedWhenItIsWritten() {
        Profile<Purse> profile = load(purses(a), "k");
        for (int minute = 0; minute < 3 * 60; minute++) {
            profile.update(purse -> purse.earn(1));
            network.advance(Duration.ofMinutes(1));
        }
        saved(profile.releaseAsync());
        load(purses(a), "k");
        assertThat(entry("k").revision()).isGreaterThan(150);
        assertThat(history()).hasSizeBetween(4, 7); // firsts of hours, the last end, what another session superseded
        assertThat(historyAfter(Duration.ofHours(26))).isBetween(3, 5);
        assertThat(historyAfter(Duration.ofDays(8))).isEqualTo(1); // the first of the day
        assertThat(historyAfter(Duration.ofDays(31))).isZero();
    }

    /** Nobody plays for that long, and the storage is swept. */
    private int historyAfter(Duration time) {
        network.alive().forEach(network::kill);
        network.advance(time);
        int unused = network.storage().sweep(1000);
        return history().size();
    }
}
