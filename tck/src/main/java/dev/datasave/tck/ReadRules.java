package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** R3: per entry linearizable: a read that starts after a write returned sees it, whole, or something newer. */
abstract class ReadRules extends Rule {
    private static final String TEXT = "äß漢😀 \\\"\\n\\t\\u00e9\\ud83d\\ude00 ' -- %_ ?";

    ReadRules(StorageRules rules) {
        super(rules);
    }

    @Test
    void whatWasWrittenIsRead() {
        Content content = new Content(
                "{\"text\": \"" + TEXT + "\", \"list\": [1, null, true, {}], \"empty\": []}",
                Set.of("user-1", "ü", "😀", "User-1"),
                Map.of("plain", "text", "漢", "😀\n", "empty", ""),
                "incarnation/token",
                new Content.Score(-12, 25),
                "{\"count\": 3}");

        same(accepted(create("a", content)).content(), content);
    }

    @Test
    void everyJsonTextIsAValue() {
        for (String json : List.of("null", "true", "0", "\"\"", "\"text\"", "[]", "{}", "[[[{\"a\": {}}]]]")) {
            Entry entry = accepted(put(id(json), Optional.empty(), Content.of(json)));
            assertThat(entry.isTombstone()).as(json).isFalse();
            assertThat(Seen.json(entry.content().value())).as(json).isEqualTo(Seen.json(json));
        }
    }

    @Test
    void wholeNumbersAreExact() {
        for (long n : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1}) {
            assertThat(numberOf(created("n" + n, n))).isEqualTo(n);
        }
    }

    @Test
    void aWriteReplacesEveryPart() {
        Content full = new Content("{}", Set.of("u", "v"), Map.of("k", "v"), "holder", Content.Score.of(1), "{}");
        Content other = new Content("[]", Set.of("v", "w"), Map.of("k", "x"), "other", new Content.Score(1, 2), null);
        Entry first = accepted(create("a", full));
        Entry second = accepted(put(first, other));
        same(second.content(), other);

        Content bare = Content.of("1");
        same(accepted(put(second, bare)).content(), bare);
    }

    @Test
    void whatOneHandleWroteAllOthersSee() throws Exception {
        Storage other = another();
        Entry first = created("a", 1);
        same(read(other, first.id()).orElseThrow(), first);
        Entry second = updated(first, 2, Retention.pin());

        same(read(other, first.id()).orElseThrow(), second);
        same(listed(other, EntryQuery.keys(STORE, "")), List.of(second));
        same(versions(other, VersionQuery.all(first.id())), List.of(first));
        Entry tombstone = removed(second);
        same(read(other, first.id()).orElseThrow(), tombstone);
    }

    @Test
    void whatHasNeverExistedIsEmpty() {
        created("a", 1);

        assertThat(read(storage, id("b"))).isEmpty();
        assertThat(read(storage, new EntryId("other", "a"))).isEmpty();
        assertThat(history(id("b"))).isEmpty();
    }

    @Test
    void noReaderGoesBackBehindAConfirmedWrite() throws Exception {
        List<Storage> handles = handles(4);
        Entry first = created("moving", 1);
        AtomicLong confirmed = new AtomicLong(1);
        AtomicInteger reading = new AtomicInteger(3);
        Race.run(4, racer -> {
            Storage handle = handles.get(racer);
            if (racer == 0) {
                return writeOn(handle, first, confirmed, () -> reading.get() > 0);
            }
            try {
                Entry seen = first;
                for (int i = 0; i < 100; i++) {
                    long atLeast = Math.max(confirmed.get(), seen.revision());
                    seen = read(handle, first.id()).orElseThrow();
                    assertThat(seen.revision()).isGreaterThanOrEqualTo(atLeast);
                    assertThat(numberOf(seen)).isEqualTo(seen.revision());
                }
                return seen;
            } finally {
                reading.decrementAndGet();
            }
        });
    }

    private Entry writeOn(Storage handle, Entry first, AtomicLong confirmed, BooleanSupplier goesOn) {
        Entry seen = first;
        while (goesOn.getAsBoolean()) {
            Write next = put(seen, number(seen.revision() + 1));
            assertThat(one(handle, next)).isInstanceOf(WriteResult.Written.class);
            confirmed.set(seen.revision() + 1);
            seen = read(handle, first.id()).orElseThrow();
            assertThat(seen.revision()).isEqualTo(confirmed.get());
        }
        return seen;
    }
}
