package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Storage.Transfer;
import dev.datasave.spi.Storage.Transfer.Place;
import dev.datasave.spi.Storage.Transfer.Revision;
import dev.datasave.spi.Storage.Transfer.Tally;
import dev.datasave.spi.VersionQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies: everything is read at one moment, and added elsewhere as it was. */
abstract class TransferRules extends Rule {
    private static final Instant WRITTEN = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Content FULL = new Content(
            "{\"a\": \"😀\", \"n\": 1.50}",
            Set.of("u", "v"),
            Map.of("k", "ä"),
            "nobody/1",
            new Content.Score(Long.MIN_VALUE, 5),
            "{\"claim\": 1}");

    private Transfer transfer;

    @SuppressWarnings("NullAway.Init") // set before each test
    TransferRules(StorageRules rules) {
        super(rules);
    }

    @BeforeEach
    void canTransfer() {
        assumeTrue(storage.transfer().isPresent(), "the storage has no transfer()");
        transfer = storage.transfer().orElseThrow();
    }

    private static Revision revision(
            EntryId id, long number, Content content, boolean superseded, @Nullable Instant end) {
        Instant updated = WRITTEN.plusSeconds(number);
        return new Revision(new Entry(id, number, "w" + number, content, WRITTEN, updated), superseded, end);
    }

    private static Revision current(EntryId id, long number, Content content) {
        return revision(id, number, content, false, null);
    }

    private static Revision superseded(EntryId id, long number, Content content, @Nullable Instant end) {
        return revision(id, number, content, true, end);
    }

    /** Entries of several stores, with history: ended, ending, pinned; a tombstone with history, and one without. */
    private static List<Revision> everything() {
        Instant later = WRITTEN.plus(Duration.ofDays(40_000));
        return List.of(
                current(new EntryId("a", "1"), 7, FULL),
                superseded(new EntryId("a", "1"), 2, number(2), WRITTEN.plusSeconds(9)),
                superseded(new EntryId("a", "1"), 5, FULL, later),
                superseded(new EntryId("a", "1"), 6, Content.TOMBSTONE, null),
                current(new EntryId("a", "2"), 3, Content.TOMBSTONE),
                current(new EntryId("a", "\uFF5E"), 1, number(1)),
                current(new EntryId("a", "😀'\"\\%_\n".repeat(28)), 1, number(1)),
                current(
                        new EntryId("b", " "),
                        4,
                        new Content(null, Set.of("u"), Map.of(), null, null, "{\"moved\": 1}")),
                superseded(new EntryId("b", " "), 3, FULL, null),
                current(new EntryId("~message", "x"), 1, number(1)));
    }

    private List<Revision> seen(Storage handle, int limit) {
        try (Transfer.View view = handle.transfer().orElseThrow().view()) {
            return seen(view, Place.START, limit);
        }
    }

    private static List<Revision> seen(Transfer.View view, Place from, int limit) {
        List<Revision> all = new ArrayList<>();
        List<Revision> next = view.after(from, limit);
        while (!next.isEmpty()) {
            assertThat(next).hasSizeLessThanOrEqualTo(limit);
            all.addAll(next);
            next = view.after(next.getLast().place(), limit);
        }
        return all;
    }

    private record SeenRevision(Seen entry, boolean superseded, Optional<Instant> end) {
        static List<SeenRevision> of(List<Revision> revisions) {
            return revisions.stream()
                    .map(each ->
                            new SeenRevision(Seen.of(each.entry()), each.superseded(), Optional.ofNullable(each.end())))
                    .toList();
        }
    }

    private static void sameRevisions(List<Revision> found, List<Revision> expected) {
        assertThat(SeenRevision.of(found)).isEqualTo(SeenRevision.of(expected));
    }

    @Test
    void anEmptyStorageHasNothing() {
        assertThat(seen(storage, 10)).isEmpty();
        try (Transfer.View view = transfer.view()) {
            assertThat(view.tallies()).isEmpty();
        }
    }

    @Test
    void whatIsAddedIsThereAsItWas() throws Exception {
        assertThat(transfer.add(everything())).isEqualTo(everything().size());
        sameRevisions(seen(another(), 1000), everything());
        Entry full = current(new EntryId("a", "1"));
        same(full, everything().get(0).entry());
        assertThat(revisions(history(full.id()))).containsExactly(2L, 5L, 6L);
    }

    @Test
    void pagesOfAnySizeHaveTheSameInTheSameOrder() {
        transfer.add(everything());
        for (int limit : new int[] {1, 2, 3, 9, 10, 11}) {
            sameRevisions(seen(storage, limit), everything());
        }
    }

    @Test
    void aViewBeginsBehindAnyPlace() {
        transfer.add(everything());
        try (Transfer.View view = transfer.view()) {
            for (int from = everything().size(); from > 0; from--) {
                List<Revision> rest = everything().subList(from, everything().size());
                sameRevisions(seen(view, everything().get(from - 1).place(), 2), rest);
            }
            sameRevisions(seen(view, Place.START, 4), everything());
        }
    }

    @Test
    void whatOthersWroteIsSeenAsTheyWroteIt() {
        Entry first = accepted(create("a", FULL));
        Entry second = updated(first, 2, Retention.keep(Duration.ofDays(1)));
        Entry third = updated(second, 3, Retention.pin());
        Entry removed = accepted(put(third, Content.TOMBSTONE).superseding(Retention.drop()));

        List<Revision> seen = seen(storage, 2);
        same(seen.stream().map(Revision::entry).toList(), List.of(removed, first, second));
        assertThat(seen.get(1).end()).isEqualTo(second.updated().plus(Duration.ofDays(1)));
        assertThat(seen.get(2).end()).isNull();
    }

    @Test
    void aViewIsOfOneMoment() {
        transfer.add(everything());
        try (Transfer.View view = transfer.view()) {
            List<Revision> begun = view.after(Place.START, 1);
            updated(current(new EntryId("a", "1")), 8, Retention.pin());
            created("a", 1);
            storage.retain(new EntryId("b", " "), 3, Retention.drop());
            accepted(put(current(new EntryId("~message", "x")), number(2)).purging());

            List<Revision> all = new ArrayList<>(begun);
            all.addAll(seen(view, begun.getLast().place(), 3));
            sameRevisions(all, everything());
            assertThat(view.tallies())
                    .containsExactlyInAnyOrder(new Tally("a", 4, 3), new Tally("b", 1, 1), new Tally("~message", 1, 0));
        }
    }

    @Test
    void whatIsThereStaysAndIsNotAddedTwice() {
        transfer.add(everything().subList(0, 3));
        assertThat(transfer.add(everything())).isEqualTo(everything().size() - 3);
        assertThat(transfer.add(everything())).isZero();
        sameRevisions(seen(storage, 100), everything());

        Entry newer = updated(current(new EntryId("a", "1")), 8, Retention.pin());
        assertThat(transfer.add(List.of(superseded(new EntryId("a", "1"), 2, number(3), null))))
                .isZero();
        assertThat(transfer.add(everything())).isZero();
        same(current(newer.id()), newer);
    }

    @Test
    void whatIsAddedIsListed() {
        transfer.add(everything());

        assertThat(listed(storage, EntryQuery.user("u"))).hasSize(1);
        assertThat(listed(storage, EntryQuery.past("u")).stream().map(Entry::id))
                .containsExactly(new EntryId("a", "1"), new EntryId("b", " "));
        assertThat(listed(storage, EntryQuery.holder("nobody/"))).hasSize(1);
        assertThat(listed(storage, EntryQuery.removed("b", ""))).hasSize(1);
        assertThat(listed(storage, EntryQuery.keys("a", ""))).hasSize(3);
        assertThat(storage.versions(VersionQuery.revision(new EntryId("b", " "), 3))
                        .items())
                .hasSize(1);
    }

    @Test
    void playGoesOnWhereItWas() {
        transfer.add(everything());
        Entry next = updated(current(new EntryId("a", "1")), 8, Retention.pin());
        assertThat(next.revision()).isEqualTo(8);
        assertThat(next.created()).isEqualTo(WRITTEN);
        assertThat(listed(storage, EntryQuery.user("u"))).isEmpty();
        assertThat(listed(storage, EntryQuery.holder("nobody/"))).isEmpty();

        Entry reborn = updated(current(new EntryId("b", " ")), 1);
        assertThat(reborn.revision()).isEqualTo(5);
        assertThat(reborn.created()).as("born anew").isNotEqualTo(WRITTEN);
    }

    @Test
    void aSweepTakesWhatHasPassedItsTime() {
        transfer.add(everything());
        int due = storage.sweep(
                100); // the revision that ended, and the tombstone without history, if 30 days have passed since
        assertThat(due).isBetween(0, 2);
        moveClock(Duration.ofDays(50_000));
        assertThat(storage.sweep(100) + due).isEqualTo(3);
        assertThat(seen(storage, 100)).hasSize(everything().size() - 3);
    }

    @Test
    void aPageOfLargeValuesIsShort() {
        String value = '"' + "x".repeat(Limits.VALUE_BYTES - 2) + '"';
        List<Revision> large = new ArrayList<>();
        for (int i = 10; i < 16; i++) {
            large.add(current(id("k" + i), 2, Content.of(value)));
            large.add(superseded(id("k" + i), 1, Content.of(value), null));
            large.add(current(id("k" + i + "+"), 1, number(i)));
        }
        large.forEach(each -> transfer.add(List.of(each)));
        try (Transfer.View view = transfer.view()) {
            List<Revision> first = view.after(Place.START, 1000);
            long characters = first.stream()
                    .mapToLong(each ->
                            String.valueOf(each.entry().content().value()).length())
                    .sum();
            assertThat(first).isNotEmpty();
            assertThat(first.size() == large.size() || characters <= 10 << 20)
                    .as("%d characters, or everything where it is in memory anyway", characters)
                    .isTrue();
            assertThat(seen(view, Place.START, 1000)).hasSize(large.size());
        }
    }

    @Test
    void aThousandRevisionsOfOneKeyAreAllThere() {
        List<Revision> all = new ArrayList<>(List.of(current(id("a"), 1001, number(1001))));
        for (int i = 1; i <= 1000; i++) {
            all.add(superseded(id("a"), i, number(i), null));
        }
        all.add(current(id("b"), 1, number(1)));
        assertThat(transfer.add(all.subList(0, 1000))).isEqualTo(1000);
        assertThat(transfer.add(all.subList(1000, 1002))).isEqualTo(2);
        sameRevisions(seen(storage, 300), all);
    }

    @Test
    void whatBreaksALimitIsRefusedBeforeAnythingIsAdded() {
        List<Revision> many = new ArrayList<>();
        for (int i = 0; i <= Limits.BATCH; i++) {
            many.add(current(id("k" + i), 1, number(i)));
        }
        assertThatThrownBy(() -> transfer.add(many)).isInstanceOf(IllegalArgumentException.class);
        Entry damaged = Entry.damaged(id("d"), 1, "w", WRITTEN, WRITTEN, "entry rules/d: found damage");
        assertThatThrownBy(() -> transfer.add(List.of(many.get(0), new Revision(damaged, false, null))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rules/d");
        assertThat(seen(storage, 10)).isEmpty();
        assertThat(transfer.add(List.of())).isZero();
    }

    @Test
    void nothingIsTransferredAfterTheStorageIsClosed() {
        storage.close();
        assertThatThrownBy(() -> transfer.view()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> transfer.add(everything())).isInstanceOf(IllegalStateException.class);
    }
}
