package dev.datasave.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.ProfileId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** The game's code runs where the game wants it, and nobody waits for it for ever (F44). */
class HomeTest {
    private static final ProfileId PROFILE = new ProfileId("Players", "k");
    private final ManualEnvironment environment = new ManualEnvironment();
    private final Home home = environment.loop(environment.storage()).home();
    private final List<String> log = new ArrayList<>();
    private final Deque<Runnable> ticks = new ArrayDeque<>();
    private final Executor game = ticks::add;

    private void run(Optional<Executor> executor, String what) {
        home.run(
                executor,
                PROFILE,
                what,
                () -> log.add(what),
                inTime -> log.add(what + (inTime ? " returned" : " passed over")));
    }

    private void tick() {
        ticks.remove().run();
    }

    @Test
    void withoutAnExecutorItRunsOnAUserThread() {
        run(Optional.empty(), "code");
        assertThat(log).isEmpty();
        environment.pass(Duration.ofMinutes(1));
        assertThat(log).containsExactly("code", "code returned");
        assertThat(environment.told()).isEmpty();
    }

    @Test
    void withAnExecutorItWaitsForItsTurnThere() {
        run(Optional.of(game), "code");
        environment.pass(Duration.ofSeconds(4));
        assertThat(log).isEmpty();
        tick();
        environment.run();
        assertThat(log).containsExactly("code", "code returned");
        assertThat(home.isHomeThread()).as("it is known now").isTrue();
    }

    @Test
    void afterFiveSecondsItIsPassedOverAndItsLateEndTellsNothing() {
        run(Optional.of(game), "code");
        environment.pass(Duration.ofSeconds(5).minusNanos(1));
        assertThat(log).isEmpty();
        environment.pass(Duration.ofNanos(1));
        assertThat(log).containsExactly("code passed over");
        assertThat(environment.told()).containsExactly("listenerPassedOver Players/k code");
        tick();
        environment.pass(Duration.ofMinutes(1));
        assertThat(log).containsExactly("code passed over", "code");
    }

    @Test
    void anExecutorThatRefusesIsToldOfAndTheCodeRunsAllTheSame() {
        Executor refusing = task -> {
            throw new RejectedExecutionException();
        };
        home.learn(refusing);
        run(Optional.of(refusing), "code");
        environment.run();
        assertThat(log).containsExactly("code", "code returned");
        assertThat(environment.told()).containsExactly("listenerPassedOver Players/k code (home executor refused it)");
    }

    @Test
    void whoClosesOnTheHomeThreadRunsWhatWaitsForItHimself() {
        home.learn(game);
        tick();
        run(Optional.of(game), "first");
        run(Optional.of(game), "second");
        CompletableFuture<String> closed = new CompletableFuture<>();
        home.run(Optional.of(game), PROFILE, "last", () -> closed.complete("done"), inTime -> {});
        home.helpUntil(closed);
        environment.run();
        assertThat(log).containsExactly("first", "second", "first returned", "second returned");
        ticks.forEach(Runnable::run);
        environment.run();
        assertThat(log).as("the executor's own turn comes too late").hasSize(4);
    }

    @Test
    void anothersTasksAreLeftToTheirOwnThread() {
        Deque<Runnable> others = new ArrayDeque<>();
        Executor own = others::add;
        home.learn(own);
        others.remove().run();
        run(Optional.of(game), "foreign");
        CompletableFuture<String> closed = new CompletableFuture<>();
        home.run(Optional.of(own), PROFILE, "last", () -> closed.complete("done"), inTime -> {});
        home.helpUntil(closed);
        environment.run();
        assertThat(log).isEmpty();
        tick();
        assertThat(log).containsExactly("foreign");
    }

    @Test
    void aThreadThatNoExecutorRanOnIsNoHomeThread() {
        home.learn(game);
        assertThat(home.isHomeThread()).isFalse();
    }
}
