package dev.datasave.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.ProfileId;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** A game that has a home executor for each player must be able to forget the players. */
@Isolated("the heap is looked at")
@Timeout(60)
class ForgottenExecutorTest {
    private final ManualEnvironment environment = new ManualEnvironment();
    private final Home home = environment.loop(environment.storage()).home();

    /** As the executor of one player. */
    private record Player(Deque<Runnable> tasks) implements Executor {
        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }
    }

    @Test
    void executorThatNobodyHasAnyMoreIsForgotten() {
        WeakReference<Player> player = afterAVisit();
        while (player.get() != null) {
            System.gc();
        }
        assertThat(player.get()).isNull();
    }

    private WeakReference<Player> afterAVisit() {
        Player player = new Player(new ArrayDeque<>());
        home.run(Optional.of(player), new ProfileId("Players", "k"), "code", () -> {}, inTime -> {});
        player.tasks().remove().run();
        environment.run();
        assertThat(home.isHomeThread()).isTrue();
        return new WeakReference<>(player);
    }
}
