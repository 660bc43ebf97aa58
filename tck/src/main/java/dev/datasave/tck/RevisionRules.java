package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** R2: the expected revision + 1, never reused; a tombstone keeps its revision and is swept after 30 days. */
abstract class RevisionRules extends Rule {
    RevisionRules(StorageRules rules) {
        super(rules);
    }

    @Test
    void revisionsCountFromOne() {
        Entry entry = created("a", 1);
        assertThat(entry.revision()).isEqualTo(1);
        for (int next = 2; next <= 5; next++) {
            entry = updated(entry, next);
            assertThat(entry.revision()).isEqualTo(next);
        }
    }

    @Test
    void aTombstoneKeepsItsRevisionAndIsRead() {
        Entry tombstone = removed(created("a", 1));

        assertThat(tombstone.revision()).isEqualTo(2);
        assertThat(tombstone.isTombstone()).isTrue();
        same(tombstone.content(), Content.TOMBSTONE);
    }

    @Test
    void aTombstoneKeepsItsOtherParts() {
        Content content = new Content(null, Set.of("u"), Map.of("why", "asked"), "holder", null, "{\"receipt\": 1}");

        same(accepted(put(created("a", 1), content)).content(), content);
    }

    @Test
    void aTombstoneIsNeverListed() {
        Content content = new Content("{}", Set.of("u"), Map.of(), "holder", Content.Score.of(1), null);
        Content tombstone = new Content(null, Set.of("u"), Map.of(), "holder", null, null);
        accepted(put(accepted(create("a", content)), tombstone));

        assertThat(keys(EntryQuery.keys(STORE, ""))).isEmpty();
        assertThat(keys(EntryQuery.user("u"))).isEmpty();
        assertThat(keys(EntryQuery.holder("holder"))).isEmpty();
        assertThat(keys(EntryQuery.scores(STORE, 0, 2, false))).isEmpty();
    }

    @Test
    void aLateWriteDoesNotBringARemovedEntryBack() {
        Entry first = created("a", 1);
        Write late = put(first, number(2));
        Entry tombstone = removed(first);

        refused(late);
        refused(create("a", number(2)));
        same(current(first.id()), tombstone);
    }

    @Test
    void aRebornEntryCountsOn() {
        Entry reborn = updated(removed(created("a", 1)), 2);

        assertThat(reborn.revision()).isEqualTo(3);
        assertThat(reborn.isTombstone()).isFalse();
        assertThat(keys(EntryQuery.keys(STORE, ""))).containsExactly("a");
    }

    @Test
    void aForgottenEntryLeavesNothing() {
        Entry second = updated(created("a", 1), 2, Retention.pin());
        assertThat(one(storage, Write.forget(second, writeId())))
                .isInstanceOfSatisfying(
                        WriteResult.Written.class,
                        written -> assertThat(written.revision()).isEqualTo(3));

        assertThat(read(storage, second.id())).isEmpty();
        assertThat(keys(EntryQuery.keys(STORE, ""))).isEmpty();
        assertThat(history(second.id())).isEmpty();
        assertThat(created("a", 1).revision()).isEqualTo(1);
        assertThat(history(second.id())).isEmpty();
    }

    @Test
    void aTombstoneIsSweptAfterThirtyDays() {
        Entry tombstone = removed(created("a", 1));
        created("living", 1);

        moveClock(Duration.ofDays(30).minusMinutes(1));
        assertThat(storage.sweep(10)).isZero();
        same(current(tombstone.id()), tombstone);
        moveClock(Duration.ofMinutes(2));
        assertThat(storage.sweep(10)).isEqualTo(1);
        assertThat(read(storage, tombstone.id())).isEmpty();
        assertThat(created("a", 1).revision()).isEqualTo(1);
        assertThat(current(id("living")).revision()).isEqualTo(1);
    }

    @Test
    void aTombstoneOutlivesItsHistory() {
        Entry first = created("a", 1);
        Entry tombstone = accepted(put(first, Content.TOMBSTONE).superseding(Retention.pin()));

        moveClock(Duration.ofDays(31));
        assertThat(storage.sweep(10)).isZero();
        same(current(first.id()), tombstone);
        same(history(first.id()), List.of(first));
        assertThat(storage.retain(first.id(), 1, Retention.drop())).isTrue();
        assertThat(storage.sweep(10)).isEqualTo(1);
        assertThat(read(storage, first.id())).isEmpty();
    }
}
