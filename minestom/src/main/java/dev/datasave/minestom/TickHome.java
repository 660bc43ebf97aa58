package dev.datasave.minestom;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import net.minestom.server.entity.Player;
import net.minestom.server.network.player.PlayerConnection;

/**
 * A player's home: a task has the player's tick thread for itself while it runs, so nothing of the player is ticked meanwhile. It gets the thread by
 * Minestom's {@link net.minestom.server.thread.Acquirable}, between two ticks or two entities: it waits for no tick, and it runs while ticks have ended
 * for good, which is so at a stop. Tasks of one player run one after the other, in their order. Never refuses a task. Thread-safe.
 */
final class TickHome implements Executor {
    private final PlayerConnection connection;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ReentrantLock alone = new ReentrantLock();

    private final Set<TickHome> busy;

    /** As long as a task waits, this home is in {@code busy}. */
    TickHome(PlayerConnection connection, Set<TickHome> busy) {
        this.connection = connection;
        this.busy = busy;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        busy.add(this);
        Thread.startVirtualThread(() -> here(this::next));
    }

    /** Runs the task on this thread, at home. Before the player is ticked for the first time, that only keeps other tasks of this home away. */
    void here(Runnable task) {
        Player player = connection.getPlayer();
        if (player == null || player.acquirable().assignedThread() == null) {
            alone(task);
        } else {
            player.acquirable().sync(acquired -> alone(task));
        }
    }

    /** Runs what waits, on this thread: it may be the very tick thread that others wait for. */
    void help() {
        while (!tasks.isEmpty()) {
            here(this::next);
        }
    }

    private void next() {
        Runnable task = tasks.poll();
        if (tasks.isEmpty()) {
            busy.remove(this);
            if (!tasks.isEmpty()) {
                busy.add(this); // one more came in between
            }
        }
        if (task != null) {
            task.run();
        }
    }

    private void alone(Runnable task) {
        alone.lock();
        try {
            task.run();
        } finally {
            alone.unlock();
        }
    }
}
