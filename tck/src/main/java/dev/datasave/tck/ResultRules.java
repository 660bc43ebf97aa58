package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** R9: results in the order of the requests; one bad write never fails its neighbours; the same id twice is a mistake. */
abstract class ResultRules extends Rule {
    ResultRules(StorageRules rules) {
        super(rules);
    }

    @Test
    void readsAnswerInTheOrderOfTheIds() {
        List<EntryId> ids = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            EntryId id = new EntryId(i % 3 == 0 ? "other" : STORE, "key-" + i);
            ids.add(id);
            if (i % 2 == 0) {
                accepted(put(id, Optional.empty(), number(i)));
            }
        }
        Collections.shuffle(ids, new Random(1));

        List<Optional<Entry>> found = storage.read(ids);
        assertThat(found).hasSameSizeAs(ids);
        for (int i = 0; i < ids.size(); i++) {
            EntryId id = ids.get(i);
            int number = Integer.parseInt(id.key().substring(4));
            assertThat(found.get(i).map(Entry::id)).isEqualTo(Optional.of(id).filter(any -> number % 2 == 0));
            found.get(i).ifPresent(entry -> assertThat(numberOf(entry)).isEqualTo(number));
        }
    }

    @Test
    void theSameKeyInTwoStoresAreTwoEntries() {
        EntryId other = new EntryId("other", "a");
        created("a", 1);
        accepted(put(other, Optional.empty(), number(2)));

        assertThat(storage.read(List.of(other, id("a"))).stream().map(entry -> numberOf(entry.orElseThrow())))
                .containsExactly(2L, 1L);
    }

    @Test
    void writesAnswerInTheirOrderAndARefusedOneFailsNoNeighbour() {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            EntryId id = id("key-" + i);
            Optional<Entry> base = Optional.empty();
            for (int revision = 0; revision < i % 4; revision++) {
                base = Optional.of(accepted(put(id, base, number(i))));
            }
            writes.add(put(id, i % 8 == 3 ? Optional.empty() : base, number(1000 + i)));
        }
        Collections.shuffle(writes, new Random(2));

        List<WriteResult> results = storage.write(writes, Atomicity.EACH);
        assertThat(results).hasSameSizeAs(writes);
        for (int i = 0; i < writes.size(); i++) {
            EntryId id = writes.get(i).id();
            int number = Integer.parseInt(id.key().substring(4));
            Entry now = current(id);
            WriteResult expected = number % 8 == 3
                    ? new WriteResult.Refused(Optional.of(now))
                    : new WriteResult.Written(number % 4 + 1, now.updated());
            assertThat(results.get(i)).as("result %s, of %s", i, id).isEqualTo(expected);
            assertThat(numberOf(now)).isEqualTo(number % 8 == 3 ? number : 1000 + number);
        }
    }

    @Test
    void theSameIdTwiceIsRefusedBeforeAnythingIsDone() {
        Entry a = created("a", 1);
        List<Write> writes = List.of(create("b", number(1)), put(a, number(2)), put(a, number(3)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> storage.read(List.of(a.id(), id("b"), a.id())))
                .withMessageContaining(a.id().toString());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> storage.write(writes, Atomicity.EACH))
                .withMessageContaining(a.id().toString());
        assertThat(storage.read(List.of(id("b"), a.id()))).containsExactly(Optional.empty(), Optional.of(a));
    }

    @Test
    void nothingAskedIsNothingAnswered() {
        assertThat(storage.read(List.of())).isEmpty();
        assertThat(storage.write(List.of(), Atomicity.EACH)).isEmpty();
    }

    @Test
    void theLargestCallIsAnsweredInOrder() {
        List<Write> creations = new ArrayList<>();
        for (int i = 0; i < Limits.BATCH; i++) {
            creations.add(create("key-" + i, number(i)).superseding(Retention.pin()));
        }

        assertThat(storage.write(creations, Atomicity.EACH))
                .hasSize(Limits.BATCH)
                .allSatisfy(result -> assertThat(result).isInstanceOf(WriteResult.Written.class));
        List<EntryId> ids = creations.stream().map(Write::id).toList();
        assertThat(storage.read(ids).stream().map(entry -> entry.orElseThrow().id()))
                .isEqualTo(ids);
    }

    @Test
    void callsOfManyThreadsAnswerEachItsOwn() throws Exception {
        List<Storage> handles = handles(4);
        Race.run(8, racer -> {
            Storage handle = handles.get(racer % 4);
            for (int i = 0; i < 20; i++) {
                Write mine = create("of-" + racer + "-" + i, number(racer * 1000L + i));
                Write refused = create("of-" + racer + "-" + Math.max(0, i - 1), number(-1));
                List<Write> writes = i == 0 ? List.of(mine) : List.of(refused, mine);
                List<WriteResult> results = handle.write(writes, Atomicity.EACH);
                assertThat(results.get(results.size() - 1)).isInstanceOf(WriteResult.Written.class);
                assertThat(numberOf(read(handle, mine.id()).orElseThrow())).isEqualTo(racer * 1000L + i);
                if (i > 0) {
                    assertThat(results.get(0)).isEqualTo(new WriteResult.Refused(read(handle, refused.id())));
                }
            }
            return racer;
        });
    }
}
