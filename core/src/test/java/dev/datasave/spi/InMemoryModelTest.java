package dev.datasave.spi;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.util.LoggingLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;

/** Every call of the storage in memory takes effect at one moment (R1, R3, R5), under any interleaving; {@code -Ddatasave.interleavings=} for more. */
@Isolated("lincheck changes loaded classes")
class InMemoryModelTest {
    private static final String MORE = "datasave.interleavings";
    private static final int SCENARIOS = Integer.getInteger(MORE, 6);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    public static class InMemory extends StorageModel {
        public InMemory() {
            super(Storage.inMemory(CLOCK));
        }
    }

    /** Looks first and writes then, each in a step of its own. */
    public static class Broken extends StorageModel {
        public Broken() {
            super(new LooksThenWrites());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = MORE, matches = ".*", disabledReason = "takes most of a minute to begin")
    void eachCallIsOneStepInChosenInterleavings() {
        chosen(SCENARIOS).check(InMemory.class);
        assertThatThrownBy(() -> chosen(100).check(Broken.class)).isInstanceOf(LincheckAssertionError.class);
    }

    @Test
    void eachCallIsOneStepOnRunningThreads() {
        running(SCENARIOS).check(InMemory.class);
    }

    @Test
    void aStorageThatLooksThenWritesIsFound() {
        assertThatThrownBy(() -> running(100).check(Broken.class)).isInstanceOf(LincheckAssertionError.class);
    }

    private static ModelCheckingOptions chosen(int scenarios) {
        return new ModelCheckingOptions()
                .addGuarantee(forClasses(InMemoryEntries.class.getName(), InMemoryListing.class.getName())
                        .allMethods()
                        .treatAsAtomic())
                .addGuarantee(forClasses(
                                Content.class.getName(),
                                Write.class.getName(),
                                EntryId.class.getName(),
                                Limits.class.getName(),
                                StorageModel.Shown.class.getName())
                        .allMethods()
                        .ignore())
                .iterations(scenarios)
                .invocationsPerIteration(60)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(2)
                .actorsAfter(1)
                .minimizeFailedScenario(false)
                .logLevel(LoggingLevel.ERROR);
    }

    private static StressOptions running(int scenarios) {
        return new StressOptions()
                .iterations(scenarios)
                .invocationsPerIteration(400)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(2)
                .actorsAfter(1)
                .minimizeFailedScenario(false)
                .logLevel(LoggingLevel.ERROR);
    }

    private static final class LooksThenWrites implements Storage {
        private final Storage entries = Storage.inMemory(CLOCK);

        @Override
        public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
            List<WriteResult> results = new ArrayList<>();
            for (Write write : writes) {
                Optional<Entry> current = entries.read(List.of(write.id())).getFirst();
                boolean fits = current.map(entry -> entry.revision() == write.expectedRevision()
                                && entry.writeId().equals(write.expectedWriteId()))
                        .orElse(write.expectedRevision() == 0);
                LockSupport.parkNanos(1); // lets another thread come between, on a busy machine too
                if (fits) {
                    WriteResult result =
                            entries.write(List.of(write), Atomicity.EACH).getFirst();
                    while (result instanceof WriteResult.Refused(var other)) { // whatever came between
                        result = entries.write(
                                        List.of(Write.put(
                                                write.id(),
                                                other,
                                                write.writeId(),
                                                write.content() == null ? Content.TOMBSTONE : write.content())),
                                        Atomicity.EACH)
                                .getFirst();
                    }
                    results.add(result);
                } else {
                    results.add(new WriteResult.Refused(current));
                }
            }
            return results;
        }

        @Override
        public List<Optional<Entry>> read(List<EntryId> ids) {
            return entries.read(ids);
        }

        @Override
        public Page<Entry> list(EntryQuery query) {
            return entries.list(query);
        }

        @Override
        public long count(EntryQuery.Scope.Scores scope) {
            return entries.count(scope);
        }

        @Override
        public Page<Entry> versions(VersionQuery query) {
            return entries.versions(query);
        }

        @Override
        public boolean retain(EntryId id, long revision, Retention retention) {
            return entries.retain(id, revision, retention);
        }

        @Override
        public int sweep(int limit) {
            return entries.sweep(limit);
        }

        @Override
        public Backlog backlog() {
            return entries.backlog();
        }

        @Override
        public Signals signals() {
            return entries.signals();
        }

        @Override
        public Set<Capability> capabilities() {
            return entries.capabilities();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException("nobody closes it");
        }
    }
}
