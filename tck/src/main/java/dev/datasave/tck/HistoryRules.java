package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** R6: the superseded revision enters history in the same step; revisions are removed only by sweep, retain or purge. */
abstract class HistoryRules extends Rule {
    HistoryRules(StorageRules rules) {
        super(rules);
    }

    @Test
    void theSupersededRevisionIsKeptAsItsRetentionSays() {
        Entry first = created("a", 1);
        Entry second = updated(first, 2, Retention.pin());
        Entry third = updated(second, 3, Retention.drop());
        Entry fourth = updated(third, 4, Retention.keep(Duration.ofDays(1)));

        same(history(first.id()), List.of(first, third));
        same(current(first.id()), fourth);
    }

    @Test
    void aSupersededRevisionIsKeptWhole() {
        Content full = new Content(
                "{\"a\": \"😀\"}",
                Set.of("u", "v"),
                Map.of("k", "ä"),
                "holder",
                new Content.Score(1, 5),
                "{\"claim\": 1}");
        Entry first = accepted(create("a", full));
        accepted(put(first, Content.of("{}")).superseding(Retention.pin()));

        same(history(first.id()), List.of(first));
    }

    @Test
    void aRemovedEntryKeepsItsHistory() {
        Entry first = created("a", 1);
        Entry tombstone = accepted(put(first, Content.TOMBSTONE).superseding(Retention.pin()));
        same(history(first.id()), List.of(first));

        updated(tombstone, 2, Retention.pin());
        same(history(first.id()), List.of(first, tombstone));
    }

    @Test
    void historyIsListedByRevisionInBothDirections() {
        Entry entry = chain("a", 7);
        VersionQuery all = VersionQuery.all(entry.id());

        for (int limit : new int[] {1, 2, 3, 6, 1000}) {
            assertThat(revisions(versions(storage, all.withLimit(limit)))).containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
            assertThat(revisions(versions(storage, all.ascending().withLimit(limit))))
                    .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        }
        assertThat(storage.versions(all.withLimit(6)).next()).isNull();
    }

    @Test
    void oneRevisionIsFoundByItsNumber() {
        Entry entry = chain("a", 4);
        chain("b", 6);

        assertThat(revisions(versions(storage, VersionQuery.revision(entry.id(), 2))))
                .containsExactly(2L);
        assertThat(versions(storage, VersionQuery.revision(entry.id(), 4)))
                .as("the current one")
                .isEmpty();
        assertThat(versions(storage, VersionQuery.revision(entry.id(), 5))).isEmpty();
    }

    @Test
    void aPageGoesOnWhereItEndedWhateverHappenedBetween() {
        Entry entry = chain("a", 7);
        VersionQuery newestFirst = VersionQuery.all(entry.id()).withLimit(2);
        Page<Entry> first = storage.versions(newestFirst);
        assertThat(revisions(first.items())).containsExactly(6L, 5L);
        updated(entry, 8, Retention.pin());
        storage.retain(entry.id(), 5, Retention.drop());
        storage.retain(entry.id(), 4, Retention.drop());

        assertThat(revisions(versions(storage, newestFirst.from(first.next())))).containsExactly(3L, 2L, 1L);
    }

    @Test
    void aPurgeRemovesAllOfIt() {
        Entry entry = chain("a", 4);
        Entry neighbour = chain("b", 2);
        Entry purged =
                accepted(put(entry, number(9)).superseding(Retention.pin()).purging());

        assertThat(history(entry.id())).isEmpty();
        assertThat(purged.revision()).isEqualTo(5);
        assertThat(history(neighbour.id())).hasSize(1);
    }

    @Test
    void retainChangesOneSupersededRevision() {
        Entry entry = chain("a", 5);

        assertThat(storage.retain(entry.id(), 2, Retention.drop())).isTrue();
        assertThat(revisions(history(entry.id()))).containsExactly(1L, 3L, 4L);
        assertThat(storage.retain(entry.id(), 2, Retention.pin())).as("gone").isFalse();
        assertThat(storage.retain(entry.id(), 5, Retention.drop()))
                .as("current")
                .isFalse();
        assertThat(storage.retain(entry.id(), 6, Retention.drop())).isFalse();
        assertThat(storage.retain(id("b"), 1, Retention.drop())).isFalse();
        assertThat(storage.retain(entry.id(), 3, Retention.keep(Duration.ofDays(1))))
                .isTrue();
        same(current(entry.id()), entry);
    }

    @Test
    void aSweepBeforeTheTimeRemovesNothing() {
        Entry first = created("a", 1);
        Entry second = updated(first, 2, Retention.keep(Duration.ofDays(1)));
        updated(second, 3, Retention.pin());
        created("b", 1);

        assertThat(storage.sweep(100)).isZero();
        assertThat(history(first.id())).hasSize(2);
    }

    @Test
    void aSweepRemovesWhatHasPassedItsTimeAndNothingElse() {
        Entry first = created("a", 1);
        Entry second = updated(first, 2, Retention.keep(Duration.ofHours(1)));
        Entry third = updated(second, 3, Retention.keep(Duration.ofDays(1)));
        Entry fourth = updated(third, 4, Retention.pin());

        moveClock(Duration.ofHours(2));
        assertThat(revisions(history(first.id()))).as("before the sweep").containsExactly(1L, 2L, 3L);
        assertThat(storage.sweep(100)).isEqualTo(1);
        assertThat(revisions(history(first.id()))).containsExactly(2L, 3L);
        moveClock(Duration.ofDays(10_000));
        assertThat(storage.sweep(100)).isEqualTo(1);
        assertThat(revisions(history(first.id()))).containsExactly(3L);
        same(current(first.id()), fourth);
    }

    @Test
    void aSweepRemovesAtMostItsLimit() {
        Entry first = created("a", 1);
        Entry entry = first;
        for (int n = 2; n <= 6; n++) {
            entry = updated(entry, n, Retention.keep(Duration.ofHours(1)));
        }

        moveClock(Duration.ofHours(2));
        assertThat(storage.sweep(2)).isEqualTo(2);
        assertThat(history(first.id())).hasSize(3);
        assertThat(storage.sweep(2)).isEqualTo(2);
        assertThat(storage.sweep(2)).isEqualTo(1);
        assertThat(storage.sweep(2)).isZero();
        same(current(first.id()), entry);
    }

    @Test
    void theBacklogIsWhatASweepWouldRemoveAndHowMuchThereIs() {
        assertThat(storage.backlog().due()).isZero();
        assertThat(storage.backlog().all()).isZero();
        Entry first = created("a", 1);
        Entry second = updated(first, 2, Retention.keep(Duration.ofHours(1)));
        Entry third = updated(second, 3, Retention.keep(Duration.ofDays(1)));
        Entry fourth = updated(third, 4, Retention.pin());
        updated(fourth, 5, Retention.drop());
        removed(created("b", 1));

        assertThat(storage.backlog().due()).as("before its time").isZero();
        assertThat(storage.backlog().all()).as("no further than one").isEqualTo(1);
        moveClock(Duration.ofHours(2));
        assertThat(storage.backlog().due()).isEqualTo(1);
        assertThat(storage.backlog().all()).isEqualTo(3);
        assertThat(storage.sweep(100)).isEqualTo(1);
        assertThat(storage.backlog().due()).as("after the sweep").isZero();
        moveClock(Duration.ofDays(10));
        assertThat(storage.backlog().due()).isEqualTo(1);
        assertThat(storage.backlog().all()).isEqualTo(2);
        assertThat(revisions(history(first.id()))).as("only counted").containsExactly(2L, 3L);
    }

    @Test
    void theBacklogCountsAllOnlyAsFarAsTenTimesWhatIsDue() {
        Entry entry = updated(created("a", 1), 2, Retention.keep(Duration.ofHours(1)));
        for (int n = 3; n <= 20; n++) {
            entry = updated(entry, n, Retention.pin());
        }

        moveClock(Duration.ofHours(2));
        assertThat(storage.backlog().due()).isEqualTo(1);
        assertThat(storage.backlog().all()).isEqualTo(11);
    }

    @Test
    void theBacklogTellsTheStoragesTime() {
        Entry first = created("a", 1);
        Storage.Backlog before = storage.backlog();
        assertThat(before.now()).isBetween(first.updated(), first.updated().plusSeconds(60));
        moveClock(Duration.ofDays(3));
        assertThat(Duration.between(before.now(), storage.backlog().now()))
                .isBetween(Duration.ofDays(3), Duration.ofDays(3).plusMinutes(2));
    }

    @Test
    void aNewRetentionCountsFromTheMomentThatItIsSaid() {
        Entry first = created("a", 1);
        Entry second = updated(first, 2, Retention.keep(Duration.ofHours(2)));
        Entry third = updated(second, 3, Retention.keep(Duration.ofHours(2)));
        updated(third, 4, Retention.pin());

        moveClock(Duration.ofHours(1));
        storage.retain(first.id(), 1, Retention.keep(Duration.ofHours(2)));
        storage.retain(first.id(), 2, Retention.pin());
        storage.retain(first.id(), 3, Retention.keep(Duration.ofMinutes(1)));
        moveClock(Duration.ofMinutes(90));
        assertThat(storage.sweep(100)).isEqualTo(1);
        assertThat(revisions(history(first.id()))).containsExactly(1L, 2L);
        moveClock(Duration.ofHours(1));
        assertThat(storage.sweep(100)).isEqualTo(1);
        assertThat(revisions(history(first.id()))).containsExactly(2L);
    }

    @Test
    void writersInARaceLeaveACompleteHistory() throws Exception {
        List<Storage> handles = handles(4);
        Entry first = created("a", 1);
        List<Integer> accepted = Race.run(8, racer -> {
            Storage handle = handles.get(racer % 4);
            int written = 0;
            for (int i = 0; i < 15; i++) {
                Entry base = read(handle, first.id()).orElseThrow();
                WriteResult result = one(handle, put(base, number(i)).superseding(Retention.pin()));
                written += result instanceof WriteResult.Written ? 1 : 0;
            }
            return written;
        });

        long last = 1 + accepted.stream().mapToLong(Integer::longValue).sum();
        assertThat(current(first.id()).revision()).isEqualTo(last);
        assertThat(revisions(history(first.id())))
                .isEqualTo(LongStream.range(1, last).boxed().toList());
    }

    /** An entry with this many revisions, with all superseded ones kept. */
    private Entry chain(String key, int revisions) {
        List<Entry> entries = new ArrayList<>(List.of(created(key, 1)));
        for (int n = 2; n <= revisions; n++) {
            entries.add(updated(entries.get(n - 2), n, Retention.pin()));
        }
        return entries.get(revisions - 1);
    }
}
