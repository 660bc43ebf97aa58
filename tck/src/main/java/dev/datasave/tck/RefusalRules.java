package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** R7: a refusal carries the current entry, so that the caller needs no second read. */
abstract class RefusalRules extends Rule {
    RefusalRules(StorageRules rules) {
        super(rules);
    }

    @Test
    void aRefusalCarriesTheWholeCurrentEntry() {
        Entry first = created("a", 1);
        Content full = new Content(
                "{\"a\": \"😀\"}",
                Set.of("u", "v"),
                Map.of("k", "ä"),
                "holder",
                new Content.Score(1, 5),
                "{\"claim\": 1}");
        Entry second = accepted(put(first, full));

        same(refused(put(first, number(3))).orElseThrow(), second);
        same(refused(create("a", number(3))).orElseThrow(), second);
        same(refused(Write.forget(first, writeId())).orElseThrow(), second);
    }

    @Test
    void aRefusalCarriesTheTombstone() {
        Entry first = created("a", 1);
        Entry tombstone = removed(first);

        same(refused(put(first, number(2))).orElseThrow(), tombstone);
        same(refused(create("a", number(2))).orElseThrow(), tombstone);
    }

    @Test
    void aRefusalWithoutAnEntryCarriesNone() {
        Entry first = created("a", 1);
        one(storage, Write.forget(first, writeId()));

        assertThat(refused(put(first, number(2)))).isEmpty();
    }

    @Test
    void everyRefusalOfOneCallCarriesItsOwnEntry() {
        Entry a = created("a", 1);
        Entry b = created("b", 2);
        Entry c = created("c", 3);
        List<WriteResult> results = storage.write(
                List.of(create("c", number(9)), put(a, number(4)), create("b", number(9))), Atomicity.EACH);

        assertThat(results.get(1)).isInstanceOf(WriteResult.Written.class);
        same(carried(results.get(0)), c);
        same(carried(results.get(2)), b);
    }

    @Test
    void theLosersOfARaceAreToldOfTheWinner() throws Exception {
        List<Storage> handles = handles(4);
        Entry base = created("a", 0);
        for (int round = 1; round <= 10; round++) {
            Entry current = base;
            List<WriteResult> results = Race.run(8, racer -> one(handles.get(racer % 4), put(current, number(racer))));
            Entry winner = current(base.id());

            assertThat(results)
                    .filteredOn(WriteResult.Refused.class::isInstance)
                    .hasSize(7);
            for (WriteResult result : results) {
                if (result instanceof WriteResult.Refused) {
                    same(carried(result), winner);
                }
            }
            base = winner;
        }
    }

    private static Entry carried(WriteResult result) {
        assertThat(result).isInstanceOf(WriteResult.Refused.class);
        Optional<Entry> current = ((WriteResult.Refused) result).current();
        assertThat(current).isPresent();
        return current.get();
    }
}
