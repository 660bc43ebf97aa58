package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Capability;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** R5: what is all or nothing stays so beside others, and when a handle ends in the middle. */
abstract class AtomicBatchRaceRules extends Rule {
    AtomicBatchRaceRules(StorageRules rules) {
        super(rules);
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
        List<EntryId> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(created("account-" + i, 100).id());
        }
        AtomicInteger reading = new AtomicInteger(2);
        Race.run(3, racer -> {
            Storage handle = handles.get(racer);
            if (racer == 0) {
                while (reading.get() > 0) {
                    transfer(handle, ids.get(0), ids.get(19));
                }
                return racer;
            }
            try {
                for (int i = 0; i < 200; i++) {
                    long sum = 0;
                    for (Optional<Entry> entry : handle.read(ids)) {
                        sum += numberOf(entry.orElseThrow());
                    }
                    assertThat(sum).isEqualTo(2000);
                }
            } finally {
                reading.decrementAndGet();
            }
            return racer;
        });
    }

    @Test
    void aHandleThatEndsInTheMiddleLeavesNoHalfBatch() throws Exception {
        needs(Capability.ATOMIC_BATCH);
        List<EntryId> ids =
                IntStream.range(0, 20).mapToObj(i -> id("entry-" + i)).toList();
        storage.write(batch(ids, 0, null, "first"), Atomicity.ALL);
        for (int round = 0; round < 5; round++) {
            Storage victim = another();
            assumeFalse(victim.equals(storage), "all handles are one object");
            Entry base = current(ids.get(0));
            AtomicInteger begun = new AtomicInteger();
            List<List<Write>> last = Race.run(2, racer -> {
                if (racer == 0) {
                    while (begun.get() < 3 && !Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                    kill(victim);
                    begun.set(-1);
                    return List.of();
                }
                return writeUntilItEnds(victim, ids, base, begun);
            });

            List<Entry> entries =
                    storage.read(ids).stream().map(Optional::orElseThrow).toList();
            assertThat(entries.stream().map(Entry::revision).distinct()).hasSize(1);
            assertThat(entries.stream().map(Entry::writeId).distinct()).hasSize(1);
            assertThat(storage.write(last.get(1), Atomicity.ALL))
                    .as("the last batch, repeated")
                    .hasOnlyElementsOfType(WriteResult.Written.class);
        }
    }

    /** Gives the batch whose outcome is unknown; {@code begun} is negative once the handle has ended. */
    private List<Write> writeUntilItEnds(Storage victim, List<EntryId> ids, Entry base, AtomicInteger begun) {
        long revision = base.revision();
        String expected = base.writeId();
        for (int left = 100; left > 0; left -= begun.get() < 0 ? 1 : 0) {
            String writeId = writeId();
            List<Write> next = batch(ids, revision, expected, writeId);
            begun.updateAndGet(count -> count < 0 ? count : count + 1);
            try {
                victim.write(next, Atomicity.ALL);
            } catch (RuntimeException ended) {
                begun.updateAndGet(count -> count < 0 ? count : 3);
                return next;
            }
            revision++;
            expected = writeId;
        }
        throw new AssertionError("a handle that has ended still writes");
    }

    private static List<Write> batch(List<EntryId> ids, long revision, @Nullable String expected, String writeId) {
        return ids.stream()
                .map(id -> new Write(
                        id,
                        revision,
                        expected,
                        writeId,
                        number(revision),
                        Write.Durability.PROCESS,
                        Retention.drop(),
                        false))
                .toList();
    }
}
