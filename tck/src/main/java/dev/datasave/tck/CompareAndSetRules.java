package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** R1: compare (revision and write id) and set is one atomic step; a refused write changes nothing, not even history. */
abstract class CompareAndSetRules extends Rule {
    CompareAndSetRules(StorageRules rules) {
        super(rules);
    }

    @Test
    void aWriteOnTheCurrentEntryIsAccepted() {
        Entry first = created("a", 1);
        Entry second = updated(first, 2);

        assertThat(numberOf(second)).isEqualTo(2);
        assertThat(second.writeId()).isNotEqualTo(first.writeId());
    }

    @Test
    void aWriteOnAnotherRevisionIsRefused() {
        Entry first = created("a", 1);
        Entry second = updated(first, 2);

        refused(put(first, number(3)));
        refused(based(second, second.revision() + 1, second.writeId()));
        refused(create("a", number(3)));
        same(current(second.id()), second);
    }

    @Test
    void aWriteOnAnotherWriteIdIsRefused() {
        Entry first = created("a", 1);

        refused(based(first, first.revision(), "somebody-else's"));
        same(current(first.id()), first);
    }

    @Test
    void aWriteOnAnEntryThatDoesNotExistIsRefused() {
        Entry existing = created("a", 1);

        assertThat(refused(Write.put(id("b"), Optional.of(existing), writeId(), number(2))))
                .isEmpty();
        assertThat(read(storage, id("b"))).isEmpty();
    }

    @Test
    void aRefusedWriteLeavesHistoryAlone() {
        Entry first = created("a", 1);
        Entry second = updated(first, 2, Retention.pin());

        refused(put(first, number(3)).superseding(Retention.pin()));
        refused(put(first, number(3)).purging());
        refused(based(second, second.revision(), "somebody-else's").superseding(Retention.pin()));
        same(history(first.id()), List.of(first));
        same(current(first.id()), second);
    }

    @Test
    void aRefusedForgetLeavesEverything() {
        Entry first = created("a", 1);
        Entry second = updated(first, 2, Retention.pin());

        refused(Write.forget(first, writeId()));
        same(current(first.id()), second);
        same(history(first.id()), List.of(first));
    }

    @Test
    void oneOfManyWritersOnTheSameBaseWins() throws Exception {
        List<Storage> handles = handles(4);
        Entry base = created("contested", 0);
        for (int round = 1; round <= 30; round++) {
            Entry current = base;
            List<WriteResult> results = Race.run(8, racer -> one(handles.get(racer % 4), put(current, number(racer))));

            assertThat(results)
                    .filteredOn(WriteResult.Written.class::isInstance)
                    .hasSize(1);
            base = current(base.id());
            assertThat(base.revision()).isEqualTo(current.revision() + 1);
        }
    }

    @Test
    void oneOfManyCreatorsWins() throws Exception {
        List<Storage> handles = handles(4);
        for (int round = 1; round <= 10; round++) {
            String key = "new-" + round;
            List<WriteResult> results = Race.run(8, racer -> one(handles.get(racer % 4), create(key, number(racer))));

            assertThat(results)
                    .filteredOn(WriteResult.Written.class::isInstance)
                    .hasSize(1);
            assertThat(current(id(key)).revision()).isEqualTo(1);
        }
    }

    @Test
    void noIncrementOfManyWritersIsLost() throws Exception {
        List<Storage> handles = handles(4);
        Entry first = created("counter", 0);
        Race.run(8, racer -> {
            Entry base = first;
            for (int done = 0; done < 20; ) {
                Write write = put(base, number(numberOf(base) + 1));
                WriteResult result = one(handles.get(racer % 4), write);
                if (result instanceof WriteResult.Written) {
                    done++;
                }
                base = read(handles.get(racer % 4), first.id()).orElseThrow();
            }
            return base;
        });

        assertThat(numberOf(current(first.id()))).isEqualTo(160);
        assertThat(current(first.id()).revision()).isEqualTo(161);
    }

    private Write based(Entry entry, long revision, String expectedWriteId) {
        Content content = number(99);
        Write write = put(entry, content);
        return new Write(
                entry.id(),
                revision,
                expectedWriteId,
                write.writeId(),
                content,
                write.durability(),
                write.superseded(),
                false);
    }
}
