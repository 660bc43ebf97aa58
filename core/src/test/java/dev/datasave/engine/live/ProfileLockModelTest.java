package dev.datasave.engine.live;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.Codec;
import dev.datasave.DataSaveException;
import dev.datasave.DataSaveListener;
import dev.datasave.ProfileId;
import dev.datasave.ProfileOptions;
import dev.datasave.engine.data.DataFormat;
import dev.datasave.engine.data.Opened;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Meta;
import dev.datasave.engine.lease.Lease;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.Settings;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.util.LoggingLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What the game and the engine do to a profile's data at the same time, each as if at one moment, and without a deadlock: edits, reads, snapshots,
 * transactions, the end of edits. What the engine does one at a time for a session is one group. {@code -Ddatasave.interleavings=} for more.
 *
 * <p>On running threads only: where lincheck chooses the interleavings, it replaces hash codes, and Gson finds nothing in its caches any more.
 */
@Isolated("lincheck changes loaded classes")
class ProfileLockModelTest {
    private static final int SCENARIOS = Integer.getInteger("datasave.interleavings", 6);

    record Purse(long coins) {}

    /** Immutable data; {@code data()} is not asked beside {@code stopEdits}, because it does not wait for an edit that is under way. */
    @Param(name = "coins", gen = IntGen.class, conf = "1:3")
    public static class Model {
        private static final String ENGINE = "engine";
        private final LiveState<Purse> state = active();
        private Snapshot<Purse> taken;

        LiveState<Purse> state() {
            return state;
        }

        @Operation
        public String tryUpdate(@Param(name = "coins") int coins) {
            try {
                return "is "
                        + state.update(purse -> new Purse(purse.coins() + coins))
                                .coins();
            } catch (DataSaveException.NotActive refused) {
                return "refused";
            }
        }

        @Operation
        public long read() {
            return state.read(Purse::coins);
        }

        @Operation
        public long lastSavedData() {
            return state.lastSaved().coins();
        }

        @Operation
        public String addUserId(@Param(name = "coins") int number) {
            try {
                state.change(meta -> meta.withUserIds(Set.of("u" + number)));
                return "added";
            } catch (DataSaveException.NotActive refused) {
                return "refused";
            }
        }

        @Operation
        public String grant(@Param(name = "coins") int number) {
            try {
                return "granted "
                        + state.updateIf(
                                meta -> !meta.userIds().contains("u" + number),
                                purse -> new Purse(purse.coins() * 2),
                                meta -> meta.withUserIds(Set.of("u" + number)));
            } catch (DataSaveException.NotActive refused) {
                return "refused";
            }
        }

        @Operation(nonParallelGroup = ENGINE)
        public String snapshot() {
            taken = state.snapshot(true);
            return taken.text() + taken.meta().userIds().stream().sorted().toList();
        }

        @Operation(nonParallelGroup = ENGINE)
        public void stored() {
            if (taken != null) {
                state.saved(taken);
                taken = null;
            }
        }

        @Operation(nonParallelGroup = ENGINE)
        public long transact(@Param(name = "coins") int coins) {
            Draft<Purse> draft = state.draft(Thread.currentThread());
            try {
                draft.data(new Purse(draft.data().coins() + 10L * coins));
                state.drafted();
                state.commit(draft, state.snapshot(draft));
                return draft.data().coins();
            } finally {
                state.open();
            }
        }

        @Operation(nonParallelGroup = ENGINE)
        public void giveUpTransaction() {
            state.draft(Thread.currentThread());
            state.drafted();
            state.open();
        }

        @Operation(nonParallelGroup = ENGINE)
        public void stopEdits() {
            state.stopEdits();
        }
    }

    /** The same, but what an edit makes is made of what it has read before it got the lock. */
    @Param(name = "coins", gen = IntGen.class, conf = "1:3")
    public static class Broken extends Model {
        @Operation
        @Override
        public String tryUpdate(@Param(name = "coins") int coins) {
            try {
                Purse after = new Purse(state().handOut().coins() + coins);
                return "is " + state().update(purse -> after).coins();
            } catch (DataSaveException.NotActive refused) {
                return "refused";
            }
        }
    }

    @Test
    void whateverIsDoneToAProfileIsOneStepOnRunningThreads() {
        running(SCENARIOS).check(Model.class);
    }

    @Test
    void anEditOfWhatWasReadWithoutTheLockIsFound() {
        assertThatThrownBy(() -> running(100).check(Broken.class)).isInstanceOf(LincheckAssertionError.class);
    }

    private static StressOptions running(int scenarios) {
        return new StressOptions()
                .iterations(scenarios)
                .invocationsPerIteration(1000)
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(2)
                .minimizeFailedScenario(false)
                .logLevel(LoggingLevel.ERROR);
    }

    private static LiveState<Purse> active() {
        Clock environment = new Clock();
        DataFormat<Purse> format = new DataFormat<>(
                "Players",
                Purse.class,
                () -> new Purse(1),
                ProfileOptions.<Purse>defaults().codec(Codec.gson(Purse.class)),
                Optional.empty());
        Storage storage = Storage.inMemory(InstantSource.fixed(Instant.EPOCH));
        Settings settings = new Settings(
                storage,
                true,
                environment,
                "server",
                new DataSaveListener() {},
                Optional.empty(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Optional.empty());
        Lease lease = new Lease(new Loop(settings), null);
        environment.hasBegun = true; // the lease, which counts as old at first, is new from here on
        ProfileId id = new ProfileId("Players", "k");
        return new LiveState<>(
                new EntryId(id.store(), id.key()),
                format,
                lease,
                Opened.fresh(format, id),
                new Meta(
                        Set.of(),
                        Map.of(),
                        null,
                        true,
                        EntryFormat.fresh(0, 0).memory().marks()));
    }

    /** Time stands still, and nothing runs by itself; who waits for the gate waits until it opens. */
    private static final class Clock implements Environment {
        private volatile boolean hasBegun;

        @Override
        public long monotonicNanos() {
            return hasBegun ? 0 : Duration.ofMinutes(1).toNanos();
        }

        @Override
        public long wallClockMillis() {
            return hasBegun ? 0 : Duration.ofMinutes(1).toMillis();
        }

        @Override
        public long randomLong() {
            return 4;
        }

        @Override
        @SuppressWarnings("WaitNotInLoop") // the caller loops
        public boolean await(Condition condition, Duration atMost) throws InterruptedException {
            condition.await();
            return true;
        }

        @Override
        public void onLoop(Runnable step) {
            throw new UnsupportedOperationException("there is no loop");
        }

        @Override
        public Timer schedule(Duration delay, Runnable step) {
            throw new UnsupportedOperationException("there is no time");
        }

        @Override
        public <T> CompletableFuture<T> call(Lane lane, Callable<T> blocking) {
            throw new UnsupportedOperationException("there is no loop");
        }

        @Override
        public void onUserThread(Runnable code) {
            throw new UnsupportedOperationException("there is no loop");
        }

        @Override
        public Folder folder(Path directory) {
            throw new UnsupportedOperationException("there is no disk");
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException("nobody closes it");
        }
    }
}
