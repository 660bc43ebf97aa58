package dev.datasave.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.datasave.ProfileId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    @ParameterizedTest
    @MethodSource
    void whateverAnExecutorThrowsIsARefusal(Throwable thrown) {
        Executor refusing = task -> sneakily(thrown);
        home.learn(refusing);
        run(Optional.of(refusing), "code");
        environment.run();
        assertThat(log).containsExactly("code", "code returned");
        assertThat(environment.told()).containsExactly("listenerPassedOver Players/k code (home executor refused it)");
    }

    static Stream<Throwable> whateverAnExecutorThrowsIsARefusal() {
        return Stream.of(
                new IllegalStateException("the plugin is off"), new StackOverflowError(), new IOException("off"));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> void sneakily(Throwable thrown) throws X {
        throw (X) thrown;
    }

    @Test
    void codeThatThrowsIsToldOfAndCountsAsReturned() {
        home.run(
                Optional.of(game),
                PROFILE,
                "code",
                () -> sneakily(new IOException("broken")),
                inTime -> log.add(inTime ? "returned" : "passed over"));
        tick();
        environment.run();
        assertThat(log).containsExactly("returned");
        assertThat(environment.told()).containsExactly("listenerFailed Players/k broken");
    }

    @Test
    void anExecutorThatRunsATaskAtOnceDoesNotRunItOnTheLoop() {
        run(Optional.of(Runnable::run), "code");
        assertThat(log).as("not within the step that submits it").isEmpty();
        environment.run();
        assertThat(log).containsExactly("code", "code returned");
    }

    @Test
    void anExecutorThatRunsATaskTwiceRunsTheCodeOnce() {
        run(
                Optional.of(task -> {
                    ticks.add(task);
                    ticks.add(task);
                }),
                "code");
        tick();
        tick();
        environment.run();
        assertThat(log).containsExactly("code", "code returned");
    }

    @Test
    void whoWaitsWithATimeOutRunsWhatWaitsForItToo() throws Exception {
        home.learn(game);
        tick();
        CompletableFuture<String> saved = home.future();
        home.run(Optional.of(game), PROFILE, "last", () -> saved.complete("done"), inTime -> {});
        assertThat(saved.get(10, TimeUnit.SECONDS)).isEqualTo("done");
        CompletableFuture<String> never = home.future();
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> never.get(1, TimeUnit.MILLISECONDS));
    }

    @Test
    void whoWaitsOnTheHomeThreadRunsWhatWaitsForIt() {
        home.learn(game);
        tick();
        run(Optional.of(game), "first");
        run(Optional.of(game), "second");
        CompletableFuture<String> closed = home.future();
        home.run(Optional.of(game), PROFILE, "last", () -> closed.complete("done"), inTime -> {});
        assertThat(closed.thenApply(done -> done + "!").join()).isEqualTo("done!");
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
        CompletableFuture<String> closed = home.future();
        home.run(Optional.of(own), PROFILE, "last", () -> closed.complete("done"), inTime -> {});
        assertThat(closed.thenApply(done -> done + "!").join()).isEqualTo("done!");
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
