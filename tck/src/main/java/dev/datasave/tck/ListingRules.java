package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** R10: listed by UTF-8 bytes, in pages that concurrent changes neither repeat nor hide others on. */
abstract class ListingRules extends Rule {
    /** In the order of their UTF-8 bytes; in UTF-16 the last two come before U+E000. */
    private static final List<String> BYTE_ORDER = List.of(
            "\u0001",
            " ",
            "%",
            "A",
            "B",
            "_",
            "a",
            "a\u0001",
            "aB",
            "ab",
            "b",
            "z",
            "~",
            "\u0080",
            "é",
            "ü",
            "߿",
            "ࠀ",
            "漢",
            "\ud7ff",
            "\ue000",
            "\ufeff",
            "\uffff",
            "\ud800\udc00",
            "😀",
            "\udbff\udfff");

    ListingRules(StorageRules rules) {
        super(rules);
    }

    @Test
    void keysAreListedByTheirBytes() {
        shuffled(BYTE_ORDER).forEach(key -> created(key, 1));
        accepted(put(new EntryId("rules2", "x"), Optional.empty(), number(1)));
        accepted(put(new EntryId("Rules", "x"), Optional.empty(), number(1)));

        for (int limit : new int[] {1, 2, 5, BYTE_ORDER.size(), 1000}) {
            assertThat(keys(EntryQuery.keys(STORE, "").withLimit(limit))).isEqualTo(BYTE_ORDER);
        }
        assertThat(storage.list(EntryQuery.keys(STORE, "").withLimit(BYTE_ORDER.size()))
                        .next())
                .as("after the last page")
                .isNull();
    }

    @Test
    void aPrefixIsTakenByItsBytesAndLiterally() {
        List<String> prefixes = new ArrayList<>(BYTE_ORDER);
        prefixes.addAll(List.of("\\", "a%", "a_", "\udbff\udfff\udbff\udfff", "é\ud7ff", "[a]", "*"));
        List<String> keys = new ArrayList<>();
        prefixes.forEach(prefix -> {
            keys.add(prefix + "~end");
            keys.add(prefix + "\udbff\udfff😀");
        });
        keys.addAll(List.of("E", "e", "É", "axb"));
        shuffled(keys).forEach(key -> created(key, 1));

        for (String prefix : prefixes) {
            assertThat(keys(EntryQuery.keys(STORE, prefix).withLimit(3)))
                    .as("prefix %s", prefix)
                    .containsExactlyInAnyOrderElementsOf(
                            keys.stream().filter(key -> key.startsWith(prefix)).toList());
        }
    }

    @Test
    void aPageGoesOnWhereItEndedWhateverHappenedBetween() {
        for (String key : List.of("b", "d", "f", "h", "j")) {
            created(key, 1);
        }
        EntryQuery byTwo = EntryQuery.keys(STORE, "").withLimit(2);
        Page<Entry> first = storage.list(byTwo);
        assertThat(first.items().stream().map(entry -> entry.id().key())).containsExactly("b", "d");
        created("a", 1);
        created("g", 1);
        removed(current(id("b")));
        removed(current(id("d")));
        updated(current(id("f")), 2);
        one(storage, Write.forget(current(id("h")), writeId()));

        assertThat(keys(byTwo.from(first.next()))).containsExactly("f", "g", "j");
    }

    @Test
    void valuesAreLeftOutOnDemand() {
        Content content = new Content(
                "{\"n\": 1}", Set.of("u"), Map.of("k", "v"), "holder", new Content.Score(1, -3), "{\"s\": 1}");
        Entry entry = accepted(create("a", content));

        for (EntryQuery query : List.of(
                EntryQuery.keys(STORE, ""),
                EntryQuery.user("u"),
                EntryQuery.holder("h"),
                EntryQuery.scores(STORE, 0, 2, true))) {
            same(listed(storage, query), List.of(entry));
            Entry bare = listed(storage, query.withoutValues()).get(0);
            same(bare.content(), content.withValue(null));
            assertThat(bare.revision()).isEqualTo(entry.revision());
            assertThat(bare.writeId()).isEqualTo(entry.writeId());
        }
    }

    @Test
    void aPersonsEntriesAreFoundInAllStores() {
        Content connected = new Content("1", Set.of("u", "v"), Map.of(), null, null, null);
        List<EntryId> ids = List.of(
                new EntryId("a", "\uffff"),
                new EntryId("a", "😀"),
                new EntryId("b", "a"),
                new EntryId("\uffff", "a"),
                new EntryId("😀", "a"));
        shuffled(ids).forEach(id -> accepted(put(id, Optional.empty(), connected)));
        accepted(create("of-others", new Content("1", Set.of("U", "u2", "ü", "u "), Map.of(), null, null, null)));

        for (int limit : new int[] {1, 2, 5, 100}) {
            assertThat(ids(EntryQuery.user("u").withLimit(limit))).isEqualTo(ids);
        }
        assertThat(ids(EntryQuery.user("u2"))).containsExactly(id("of-others"));
        assertThat(ids(EntryQuery.user("nobody"))).isEmpty();
    }

    @Test
    void aPersonDisconnectedIsNotFoundAnyMore() {
        Entry entry = accepted(create("a", new Content("1", Set.of("u", "v"), Map.of(), null, null, null)));
        Entry second = accepted(put(entry, new Content("2", Set.of("v", "w"), Map.of(), null, null, null)));

        assertThat(ids(EntryQuery.user("u"))).isEmpty();
        assertThat(ids(EntryQuery.user("v"))).hasSize(1);
        assertThat(ids(EntryQuery.user("w"))).hasSize(1);
        one(storage, Write.forget(second, writeId()));
        assertThat(ids(EntryQuery.user("v"))).isEmpty();
        created("a", 1);
        assertThat(ids(EntryQuery.user("v"))).isEmpty();
    }

    @Test
    void entriesAreFoundByTheBeginningOfTheirHolder() {
        List<EntryId> ids = List.of(
                new EntryId("b", "k"),
                new EntryId("a", "k"),
                new EntryId("a", "\uffff"),
                new EntryId("a", "😀"),
                new EntryId("a", "l"));
        List<String> holders = List.of("s1/a", "s1/b", "s1/c", "s1/c", "s1/😀");
        List<Integer> places = shuffled(List.of(0, 1, 2, 3, 4));
        places.forEach(
                i -> accepted(put(ids.get(i), Optional.empty(), Content.of("1").withHolder(holders.get(i)))));
        for (String other : List.of("s10/a", "S1/a", "s2/a", "s", "s1")) {
            accepted(create(other, Content.of("1").withHolder(other)));
        }
        created("free", 1);

        for (int limit : new int[] {1, 2, 5, 100}) {
            assertThat(ids(EntryQuery.holder("s1/").withLimit(limit))).isEqualTo(ids);
        }
        assertThat(ids(EntryQuery.holder("s1/😀"))).containsExactly(new EntryId("a", "l"));
        assertThat(ids(EntryQuery.holder("%"))).isEmpty();
    }

    @Test
    void anEntryIsFoundByItsPresentHolderOnly() {
        Entry held = accepted(create("a", Content.of("1").withHolder("s1/x")));
        Entry passedOn = accepted(put(held, Content.of("1").withHolder("s2/y")));
        assertThat(ids(EntryQuery.holder("s1/"))).isEmpty();
        assertThat(ids(EntryQuery.holder("s2/"))).containsExactly(held.id());

        Entry free = accepted(put(passedOn, Content.of("1")));
        assertThat(ids(EntryQuery.holder("s"))).isEmpty();
        Entry again = accepted(put(free, Content.of("1").withHolder("s1/z")));
        one(storage, Write.forget(again, writeId()));
        assertThat(ids(EntryQuery.holder("s"))).isEmpty();
    }

    private List<EntryId> ids(EntryQuery query) {
        return listed(storage, query).stream().map(Entry::id).toList();
    }

    private static <T> List<T> shuffled(List<T> items) {
        List<T> shuffled = new ArrayList<>(items);
        Collections.shuffle(shuffled, new Random(3));
        return shuffled;
    }
}
