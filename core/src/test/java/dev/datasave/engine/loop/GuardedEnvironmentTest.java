package dev.datasave.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A step that throws is told of, and never stops what stands behind it. */
class GuardedEnvironmentTest {
    private final ManualEnvironment world = new ManualEnvironment();
    private final List<String> log = new ArrayList<>();
    private final GuardedEnvironment guarded =
            new GuardedEnvironment(world, thrown -> log.add("told " + thrown.getMessage()));

    private static void broken(String what) {
        throw new StackOverflowError(what);
    }

    @Test
    void stepsTimersAndTasksGoOnBehindOneThatThrows() {
        guarded.onLoop(() -> broken("step"));
        guarded.onLoop(() -> log.add("next step"));
        guarded.schedule(Duration.ofSeconds(1), () -> broken("timer"));
        guarded.schedule(Duration.ofSeconds(2), () -> log.add("next timer"));
        guarded.onUserThread(() -> broken("task"));
        guarded.onUserThread(() -> log.add("next task"));
        world.pass(Duration.ofSeconds(3));
        assertThat(log)
                .containsExactlyInAnyOrder(
                        "told step", "next step", "told timer", "next timer", "told task", "next task");
    }

    @Test
    void eachOfManyGetsItsTurn() {
        Loop loop = world.loop(world.storage());
        loop.forEach(List.of(1, 2, 3), number -> {
            log.add("began " + number);
            if (number == 2) {
                broken("the second");
            }
        });
        world.run();
        assertThat(log).containsExactly("began 1", "began 2", "began 3");
    }

    @Test
    void codeElsewhereEndsInOneOfTwoWays() {
        Loop loop = world.loop(world.storage());
        loop.elsewhere(() -> "found", found -> log.add("then " + found), thrown -> log.add("failed"));
        loop.elsewhere(
                () -> {
                    throw new Exception("checked");
                },
                found -> log.add("then"),
                thrown -> log.add("failed " + thrown.getMessage()));
        world.run();
        assertThat(log).containsExactlyInAnyOrder("then found", "failed checked");
    }

    /** Takes no step of the loop while it is shut. */
    private static final class Shut extends ManualEnvironment {
        private volatile boolean isShut = true;
        private final BlockingQueue<String> knocks = new LinkedBlockingQueue<>();

        @Override
        public void onLoop(Runnable step) {
            knocks.add("knock");
            if (isShut) {
                throw new LinkageError("shut");
            }
            super.onLoop(step);
        }
    }

    @Test
    void refusedStepsRunInTheirOrderOnceTheyAreTaken() {
        Shut shut = new Shut();
        GuardedEnvironment guarded = new GuardedEnvironment(shut, thrown -> log.add("told " + thrown.getMessage()));
        guarded.onLoop(() -> log.add("first"));
        guarded.onLoop(() -> log.add("second"));
        shut.isShut = false;
        guarded.onLoop(() -> log.add("third"));
        shut.run();
        assertThat(log).containsExactly("told shut", "first", "second", "third");
    }

    @Test
    void stepsAreOfferedAgainThoughNobodyAsks() throws InterruptedException {
        Shut shut = new Shut();
        GuardedEnvironment guarded = new GuardedEnvironment(shut, thrown -> {});
        guarded.onLoop(() -> log.add("late"));
        shut.isShut = false;
        shut.knocks.clear();
        assertThat(shut.knocks.poll(30, TimeUnit.SECONDS)).isEqualTo("knock");
        assertThat(shut.knocks).isEmpty();
    }

    @Test
    void anEnvironmentThatTakesNoStepIsGivenUpAfterItsTime() throws InterruptedException {
        GuardedEnvironment guarded = new GuardedEnvironment(new Shut(), thrown -> {});
        BlockingQueue<Throwable> over = new LinkedBlockingQueue<>();
        guarded.limit(Duration.ofMillis(1), over::add);
        guarded.onLoop(() -> log.add("never"));
        assertThat(over.poll(30, TimeUnit.SECONDS)).hasMessage("shut");
        assertThat(log).isEmpty();
    }

    @Test
    void whatAnEnvironmentRunsBeforeItThrowsRunsOnce() {
        ManualEnvironment twice = new ManualEnvironment() {
            @Override
            public void onUserThread(Runnable code) {
                code.run();
                code.run();
                throw new IllegalStateException("after all");
            }
        };
        GuardedEnvironment guarded = new GuardedEnvironment(twice, thrown -> log.add("told " + thrown.getMessage()));
        guarded.onUserThread(() -> log.add("task"));
        twice.run();
        assertThat(log).containsExactly("task", "told after all");
    }
}
