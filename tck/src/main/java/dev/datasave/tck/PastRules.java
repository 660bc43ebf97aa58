package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** R6: history about a person, or about removed entries, is found for exactly as long as it is kept. */
abstract class PastRules extends Rule {
    PastRules(StorageRules rules) {
        super(rules);
    }

    @Test
    void aPersonIsFoundInHistoryForAsLongAsItIsKept() {
        Entry disconnected = accepted(create("a", of("u", "v")));
        Entry removed = accepted(create("b", of("u")));
        Entry stays = accepted(put(new EntryId("\uffff", "c"), Optional.empty(), of("u")));
        accepted(create("d", of("u")));
        assertThat(ids(EntryQuery.past("u"))).isEmpty();

        Entry others = accepted(put(disconnected, of("v")).superseding(Retention.pin()));
        Entry tombstone = accepted(put(removed, Content.TOMBSTONE).superseding(Retention.pin()));
        Entry still = accepted(put(stays, of("u")).superseding(Retention.pin()));
        assertThat(ids(EntryQuery.user("u"))).containsExactly(id("d"), stays.id());
        for (int limit : new int[] {1, 2, 100}) {
            same(listed(storage, EntryQuery.past("u").withLimit(limit)), List.of(others, tombstone, still));
        }
        assertThat(ids(EntryQuery.past("v"))).containsExactly(id("a"));
        assertThat(ids(EntryQuery.past("U"))).isEmpty();

        storage.retain(id("a"), disconnected.revision(), Retention.drop());
        accepted(put(tombstone, Content.TOMBSTONE).purging());
        one(storage, Write.forget(still, writeId()));
        assertThat(ids(EntryQuery.past("u"))).isEmpty();
    }

    @Test
    void aPersonIsNotFoundInHistoryThatWasSwept() {
        Entry first = accepted(create("a", of("u")));
        Entry second = accepted(put(first, of("u")).superseding(Retention.keep(Duration.ofHours(1))));
        accepted(put(second, of("v")).superseding(Retention.keep(Duration.ofHours(3))));

        moveClock(Duration.ofHours(2));
        storage.sweep(100);
        assertThat(ids(EntryQuery.past("u"))).as("of two revisions").hasSize(1);
        moveClock(Duration.ofHours(2));
        storage.sweep(100);
        assertThat(ids(EntryQuery.past("u"))).isEmpty();
    }

    @Test
    void aPersonIsFoundInHistoryPageByPageWhateverHappenedBetween() {
        for (String key : List.of("b", "d", "f", "h")) {
            accepted(put(accepted(create(key, of("u"))), of("v")).superseding(Retention.pin()));
        }
        EntryQuery byTwo = EntryQuery.past("u").withLimit(2);
        Page<Entry> first = storage.list(byTwo);
        accepted(put(accepted(create("a", of("u"))), of("v")).superseding(Retention.pin()));
        accepted(put(current(id("b")), of("v")).purging());
        accepted(put(current(id("f")), of("v")).purging());

        assertThat(keys(byTwo.from(first.next()))).containsExactly("h");
    }

    @Test
    void tombstonesAreListedWhileTheyHaveAHistory() {
        Entry a = removedKeeping("x/a");
        Entry b = removedKeeping("x/b");
        removedKeeping("y");
        removed(created("x/c", 1));
        updated(created("x/d", 1), 2, Retention.pin());
        accepted(put(new EntryId("other", "x/e"), Optional.empty(), number(1)));

        for (int limit : new int[] {1, 2, 100}) {
            same(listed(storage, EntryQuery.removed(STORE, "x/").withLimit(limit)), List.of(a, b));
        }
        accepted(put(a, Content.TOMBSTONE).purging());
        updated(b, 3, Retention.pin());
        assertThat(ids(EntryQuery.removed(STORE, ""))).containsExactly(id("y"));
    }

    private Entry removedKeeping(String key) {
        return accepted(put(created(key, 1), Content.TOMBSTONE).superseding(Retention.pin()));
    }

    private static Content of(String... userIds) {
        return new Content("1", Set.of(userIds), Map.of(), null, null, null);
    }

    private List<EntryId> ids(EntryQuery query) {
        return listed(storage, query).stream().map(Entry::id).toList();
    }
}
