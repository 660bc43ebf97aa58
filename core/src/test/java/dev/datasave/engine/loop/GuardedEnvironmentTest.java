package dev.datasave.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
}
