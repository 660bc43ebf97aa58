package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** R4: times come from the storage's clock and are for people and retention only. */
abstract class TimeRules extends Rule {
    TimeRules(StorageRules rules) {
        super(rules);
    }

    @Test
    void anAcceptedWriteAnswersTheTimeOfItsEntry() throws Exception {
        Storage other = another();
        Write write = create("a", number(1));
        WriteResult result = one(storage, write);

        Entry entry = read(other, write.id()).orElseThrow();
        assertThat(result).isEqualTo(new WriteResult.Written(1, entry.updated()));
        assertThat(entry.created()).isEqualTo(entry.updated());
    }

    @Test
    void anEntryKeepsItsTimeOfCreation() {
        Entry first = created("a", 1);
        Entry second = updated(first, 2, Retention.pin());
        Entry tombstone = removed(second);

        assertThat(second.created()).isEqualTo(first.created());
        assertThat(tombstone.created()).isEqualTo(first.created());
        same(history(first.id()).get(0), first);
    }

    @Test
    void timesFollowTheStoragesClock() {
        Entry first = created("a", 1);
        moveClock(Duration.ofHours(1));
        Entry second = updated(first, 2);
        moveClock(Duration.ofHours(1));
        Entry tombstone = removed(second);

        assertThat(Duration.between(first.updated(), second.updated())).isBetween(hours(1), hours(2));
        assertThat(Duration.between(first.updated(), tombstone.updated())).isBetween(hours(2), hours(3));
        assertThat(second.created()).isEqualTo(first.created());
        assertThat(tombstone.created()).isEqualTo(first.created());
    }

    @Test
    void aRebirthIsACreation() {
        Entry tombstone = removed(created("a", 1));
        moveClock(Duration.ofHours(1));
        Entry reborn = updated(tombstone, 2);

        assertThat(Duration.between(tombstone.created(), reborn.created())).isBetween(hours(1), hours(2));
        assertThat(reborn.created()).isEqualTo(reborn.updated());
    }

    @Test
    void aTombstoneOnATombstoneIsNoCreation() {
        Entry tombstone = removed(created("a", 1));
        moveClock(Duration.ofHours(1));

        Entry again = accepted(put(tombstone, Content.TOMBSTONE));
        assertThat(again.created()).isEqualTo(tombstone.created());
    }

    @Test
    void aClockSetBackChangesNoOrder() {
        Entry first = created("a", 1);
        moveClock(Duration.ofHours(-5));
        Entry second = updated(first, 2, Retention.pin());
        Entry third = updated(second, 3, Retention.pin());

        assertThat(second.updated()).isBefore(first.updated());
        assertThat(revisions(history(first.id()))).containsExactly(1L, 2L);
        refused(put(second, number(4)));
        same(current(first.id()), third);
    }

    @Test
    void historyIsFoundByTime() {
        Entry first = created("a", 1);
        moveClock(Duration.ofHours(1));
        Entry second = updated(first, 2, Retention.pin());
        moveClock(Duration.ofHours(1));
        Entry third = updated(second, 3, Retention.pin());
        moveClock(Duration.ofHours(1));
        updated(third, 4, Retention.pin());

        VersionQuery all = VersionQuery.all(first.id());
        Instant middle = second.updated();
        assertThat(revisions(versions(storage, all.updatedBetween(middle, null))))
                .containsExactly(3L, 2L);
        assertThat(revisions(versions(storage, all.updatedBetween(null, middle))))
                .containsExactly(2L, 1L);
        assertThat(revisions(versions(storage, all.updatedBetween(middle, middle))))
                .containsExactly(2L);
        assertThat(versions(storage, all.updatedBetween(middle.plusSeconds(60), middle.plusSeconds(120))))
                .isEmpty();
        assertThat(revisions(versions(
                        storage, all.ascending().withLimit(1).updatedBetween(first.updated(), third.updated()))))
                .containsExactly(1L, 2L, 3L);
    }

    private static Duration hours(int count) {
        return Duration.ofHours(count);
    }
}
