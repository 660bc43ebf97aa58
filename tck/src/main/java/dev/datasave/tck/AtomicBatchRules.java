package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** R5: {@code ALL} is all or nothing; its writes share one write id; if one is refused, all are. */
abstract class AtomicBatchRules extends Rule {
    AtomicBatchRules(StorageRules rules) {
        super(rules);
    }

    @Test
    void whoDoesNotDeclareItRefusesIt() {
        if (!storage.capabilities().contains(Capability.ATOMIC_BATCH)) {
            List<Write> batch = List.of(create("a", number(1)));
            assertThatIllegalArgumentException().isThrownBy(() -> storage.write(batch, Atomicity.ALL));
            assertThat(read(storage, id("a"))).isEmpty();
        }
    }

    @Test
    void anAcceptedBatchIsWrittenWhole() {
        needs(Capability.ATOMIC_BATCH);
        Entry a = created("a", 1);
        Entry b = updated(created("b", 1), 2);
        Write forgotten = Write.forget(b, "batch");
        List<WriteResult> results = storage.write(
                List.of(
                        Write.put(id("c"), Optional.empty(), "batch", number(3)),
                        forgotten,
                        Write.put(a.id(), Optional.of(a), "batch", number(4)).superseding(Retention.pin())),
                Atomicity.ALL);

        assertThat(results.stream().map(result -> ((WriteResult.Written) result).revision()))
                .containsExactly(1L, 3L, 2L);
        assertThat(numberOf(current(id("c")))).isEqualTo(3);
        assertThat(read(storage, b.id())).isEmpty();
        assertThat(current(a.id()).writeId()).isEqualTo("batch");
        same(history(a.id()), List.of(a));
    }

    @Test
    void oneRefusedMeansAllRefusedEachWithItsCurrentEntry() {
        needs(Capability.ATOMIC_BATCH);
        Entry a = created("a", 1);
        Entry old = created("b", 1);
        Entry b = updated(old, 2);
        List<WriteResult> results = storage.write(
                List.of(
                        Write.put(a.id(), Optional.of(a), "batch", number(9)).superseding(Retention.pin()),
                        Write.put(id("c"), Optional.empty(), "batch", number(9)),
                        Write.put(old.id(), Optional.of(old), "batch", number(9))),
                Atomicity.ALL);

        assertThat(results)
                .containsExactly(
                        new WriteResult.Refused(read(storage, a.id())),
                        new WriteResult.Refused(Optional.empty()),
                        new WriteResult.Refused(read(storage, b.id())));
        same(current(a.id()), a);
        same(current(b.id()), b);
        assertThat(read(storage, id("c"))).isEmpty();
        assertThat(history(a.id())).isEmpty();
    }

    @Test
    void theWritesShareOneWriteId() {
        needs(Capability.ATOMIC_BATCH);
        List<Write> batch = List.of(create("a", number(1)), create("b", number(1)));

        assertThatIllegalArgumentException().isThrownBy(() -> storage.write(batch, Atomicity.ALL));
        assertThat(storage.read(List.of(id("a"), id("b")))).containsOnly(Optional.empty());
    }

    @Test
    void aRepeatedBatchAnswersAsTheFirstTime() {
        needs(Capability.ATOMIC_BATCH);
        Entry a = created("a", 1);
        List<Write> batch = List.of(
                Write.put(a.id(), Optional.of(a), "batch", number(2)).superseding(Retention.pin()),
                Write.put(id("b"), Optional.empty(), "batch", number(3)));
        List<WriteResult> first = storage.write(batch, Atomicity.ALL);

        assertThat(storage.write(batch, Atomicity.ALL)).isEqualTo(first);
        same(history(a.id()), List.of(a));
        updated(current(id("b")), 4);
        assertThat(storage.write(batch, Atomicity.ALL)).hasOnlyElementsOfType(WriteResult.Refused.class);
    }

    @Test
    void transfersByManyNeitherMakeNorLoseMoney() throws Exception {
        needs(Capability.ATOMIC_BATCH);
        List<Storage> handles = handles(4);
        List<EntryId> accounts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            accounts.add(created("account-" + i, 100).id());
        }
        Race.run(8, racer -> {
            Random random = new Random(racer);
            for (int i = 0; i < 30; i++) {
                int from = random.nextInt(4);
                transfer(handles.get(racer % 4), accounts.get(from), accounts.get((from + 1 + random.nextInt(3)) % 4));
            }
            return racer;
        });

        long sum = 0;
        for (EntryId account : accounts) {
            sum += numberOf(current(account));
        }
        assertThat(sum).isEqualTo(400);
    }

    private void transfer(Storage handle, EntryId from, EntryId to) {
        Entry giver = read(handle, from).orElseThrow();
        Entry taker = read(handle, to).orElseThrow();
        String writeId = writeId();
        handle.write(
                List.of(
                        Write.put(from, Optional.of(giver), writeId, number(numberOf(giver) - 1)),
                        Write.put(to, Optional.of(taker), writeId, number(numberOf(taker) + 1))),
                Atomicity.ALL);
    }

    @Test
    void aSnapshotSeesABatchWholeOrNotAtAll() throws Exception {
        needs(Capability.ATOMIC_BATCH);
        needs(Capability.SNAPSHOT_READ);
        List<Storage> handles = handles(3);
        List<EntryId> ids = List.of(created("a", 1).id(), created("b", 1).id());
        AtomicInteger reading = new AtomicInteger(2);
        Race.run(3, racer -> {
            Storage handle = handles.get(racer);
            if (racer == 0) {
                while (reading.get() > 0) {
                    transfer(handle, ids.get(0), ids.get(1));
                }
                return racer;
            }
            try {
                for (int i = 0; i < 200; i++) {
                    long sum = 0;
                    for (Optional<Entry> entry : handle.read(ids)) {
                        sum += numberOf(entry.orElseThrow());
                    }
                    assertThat(sum).isEqualTo(2);
                }
            } finally {
                reading.decrementAndGet();
            }
            return racer;
        });
    }

    @Test
    void aBatchPurgesAndRemoves() {
        needs(Capability.ATOMIC_BATCH);
        Entry a = updated(created("a", 1), 2, Retention.pin());
        Entry b = created("b", 1);
        storage.write(
                List.of(
                        Write.put(a.id(), Optional.of(a), "batch", Content.TOMBSTONE)
                                .purging(),
                        Write.put(b.id(), Optional.of(b), "batch", Content.TOMBSTONE)),
                Atomicity.ALL);

        assertThat(current(a.id()).isTombstone()).isTrue();
        assertThat(current(b.id()).isTombstone()).isTrue();
        assertThat(history(a.id())).isEmpty();
    }
}
