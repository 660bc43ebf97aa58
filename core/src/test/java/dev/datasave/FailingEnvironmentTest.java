package dev.datasave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.engine.loop.ManualEnvironment;
import dev.datasave.engine.loop.SystemEnvironment;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An environment throws, once or for good, whatever it is asked for: closing ends within its bound, and what can be saved is saved. */
class FailingEnvironmentTest {
    private static final EntryId K = new EntryId("Purse", "k");

    /** Data of a game. */
    record Purse(long coins) {}

    /** What an environment is asked for. */
    enum Asked {
        MONOTONIC_CLOCK,
        WALL_CLOCK,
        RANDOM,
        ON_LOOP,
        SCHEDULE,
        CANCEL,
        CALL,
        USER_THREAD,
        CLOSE;

        /** Whether what was asked for can be had in another way. */
        boolean isMadeUpFor() {
            return List.of(ON_LOOP, SCHEDULE, CANCEL, CALL, USER_THREAD, CLOSE).contains(this);
        }
    }

    /** Throws when it is asked for one thing, from the so-manieth time on, so often. */
    private static final class Failing implements Environment {
        private final Environment environment;
        private final Asked what;
        private final AtomicInteger countdown = new AtomicInteger(Integer.MAX_VALUE);
        private final AtomicInteger left = new AtomicInteger();

        private Failing(Environment environment, Asked what) {
            this.environment = environment;
            this.what = what;
        }

        void failAt(int number, int times) {
            left.set(times);
            countdown.set(number);
        }

        boolean hasFailed() {
            return countdown.get() <= 0;
        }

        private void asked(Asked asked) {
            if (asked == what && countdown.decrementAndGet() <= 0 && left.getAndDecrement() > 0) {
                if (countdown.get() % 2 == 0) {
                    throw new StackOverflowError(what + " of the test");
                }
                throw new IllegalStateException(what + " of the test");
            }
        }

        @Override
        public long monotonicNanos() {
            asked(Asked.MONOTONIC_CLOCK);
            return environment.monotonicNanos();
        }

        @Override
        public long wallClockMillis() {
            asked(Asked.WALL_CLOCK);
            return environment.wallClockMillis();
        }

        @Override
        public long randomLong() {
            asked(Asked.RANDOM);
            return environment.randomLong();
        }

        @Override
        public void onLoop(Runnable step) {
            asked(Asked.ON_LOOP);
            environment.onLoop(step);
        }

        @Override
        public Timer schedule(Duration delay, Runnable step) {
            asked(Asked.SCHEDULE);
            Timer timer = environment.schedule(delay, step);
            return () -> {
                asked(Asked.CANCEL);
                timer.cancel();
            };
        }

        @Override
        public <T> CompletableFuture<T> call(Lane lane, Callable<T> blocking) {
            asked(Asked.CALL);
            return environment.call(lane, blocking);
        }

        @Override
        public void onUserThread(Runnable code) {
            asked(Asked.USER_THREAD);
            environment.onUserThread(code);
        }

        @Override
        public boolean await(Condition condition, Duration atMost) throws InterruptedException {
            return environment.await(condition, atMost);
        }

        @Override
        public Folder folder(Path directory) {
            return environment.folder(directory);
        }

        @Override
        public void close() {
            asked(Asked.CLOSE);
            environment.close();
        }
    }

    /** A server with one edited profile. */
    private static final class Game {
        private final Queue<String> told = new ConcurrentLinkedQueue<>();
        private final Storage storage;
        private final DataSave server;
        private final CompletableFuture<LoadResult<Purse>> load;

        private Game(Storage storage, Environment environment, Duration closeTimeout) {
            this.storage = storage;
            this.server = DataSave.builder(storage)
                    .environment(environment)
                    .closeTimeout(closeTimeout)
                    .keepStorageOpen()
                    .listener(new DataSaveListener() {
                        @Override
                        public void released(ProfileId profile, ReleaseReason reason) {
                            told.add("released " + reason);
                        }

                        @Override
                        public void engineFault(Throwable fault) {
                            told.add("engineFault " + fault.getMessage());
                        }

                        @Override
                        public void storageFailed(Throwable cause) {
                            told.add("storageFailed " + cause.getMessage());
                        }
                    })
                    .build();
            this.load = server.profileStore("Purse", Purse.class, () -> new Purse(0))
                    .loadProfileAsync("k");
        }

        void play() {
            if (!(load.join() instanceof LoadResult.Loaded<Purse>(var profile))) {
                throw new AssertionError("found " + load.join() + ", expected the profile");
            }
            profile.onRelease(reason -> told.add("onRelease"));
            profile.update(purse -> new Purse(7));
        }

        private String stored() {
            return String.valueOf(
                    storage.read(List.of(K)).getFirst().orElseThrow().content().value());
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("it throws once, at each moment of closing")
    void once(Asked what) {
        int number = 0;
        boolean hasFailed;
        do {
            number++;
            ManualEnvironment world = new ManualEnvironment();
            Failing failing = new Failing(world, what);
            Game game = new Game(world.storage(), failing, Duration.ofSeconds(30));
            world.pass(Duration.ofSeconds(1));
            game.play();
            failing.failAt(number, 1);
            CompletableFuture<CloseReport> closed = game.server.closeAsync();
            world.pass(Duration.ofSeconds(60));
            String where = what + " number " + number + ", " + game.told;
            assertThat(closed).as(where).isCompleted();
            hasFailed = failing.hasFailed();
            if (what.isMadeUpFor()) {
                assertThat(closed.join().notSaved()).as(where).isEmpty();
                assertThat(game.stored()).as(where).isEqualTo("{\"coins\":7}");
                assertThat(game.told).as(where).contains("onRelease", "released CLOSING");
            }
            if (hasFailed && what != Asked.CLOSE) { // after which nothing is told any more
                assertThat(game.told).as(where).anyMatch(event -> event.contains(what + " of the test"));
            }
        } while (hasFailed);
        assertThat(number).as("it was asked for something").isGreaterThan(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"MONOTONIC_CLOCK", "WALL_CLOCK", "RANDOM", "CANCEL", "CALL", "CLOSE"})
    @DisplayName("it throws for good, from the moment of closing on")
    void forGood(Asked what) {
        ManualEnvironment world = new ManualEnvironment();
        Failing failing = new Failing(world, what);
        Game game = new Game(world.storage(), failing, Duration.ofSeconds(30));
        world.pass(Duration.ofSeconds(1));
        game.play();
        failing.failAt(1, Integer.MAX_VALUE);
        CompletableFuture<CloseReport> closed = game.server.closeAsync();
        world.pass(Duration.ofSeconds(30 + 15 + 10));
        assertThat(closed).as(game.told.toString()).isCompleted();
    }

    @ParameterizedTest
    @EnumSource(names = {"SCHEDULE", "USER_THREAD"})
    @DisplayName("it has no timers or no threads any more: the JDK's own take their place")
    void withoutTimersOrThreads(Asked what) throws Exception {
        Failing failing = new Failing(new SystemEnvironment("a"), what);
        Game game = new Game(Storage.inMemory(), failing, Duration.ofSeconds(30));
        game.load.get(30, TimeUnit.SECONDS);
        game.play();
        failing.failAt(1, Integer.MAX_VALUE);
        CloseReport report = game.server.closeAsync().get(60, TimeUnit.SECONDS);
        assertThat(report.notSaved()).isEmpty();
        assertThat(game.stored()).isEqualTo("{\"coins\":7}");
        assertThat(game.told).contains("onRelease", "released CLOSING");
    }
}
