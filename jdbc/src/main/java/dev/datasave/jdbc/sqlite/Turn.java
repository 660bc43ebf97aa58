package dev.datasave.jdbc.sqlite;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteErrorCode;

/**
 * Whose turn it is to ask for SQLite's write lock, among the storages that this process has on one file: they queue, and only the first asks. SQLite
 * has no queue; if all of them asked, hundreds of threads would do nothing but find the file locked. Between processes there is still none.
 *
 * <p>The turns are found by the file's name, because storages of one file know nothing of each other. They are kept as long as a storage uses them.
 */
final class Turn {
    private static final Map<Path, WeakReference<Turn>> TURNS = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock(true);

    private Turn() {}

    /** The turn at the file with this real path. */
    static Turn at(Path file) {
        TURNS.values().removeIf(turn -> turn.get() == null);
        Turn fresh = new Turn();
        while (true) {
            WeakReference<Turn> known = TURNS.computeIfAbsent(file, path -> new WeakReference<>(fresh));
            Turn turn = known.get();
            if (turn != null) {
                return turn;
            }
            TURNS.remove(file, known); // nobody uses it any more
        }
    }

    /** Waits for the turn until the deadline (of {@link System#nanoTime()}), also when interrupted. The same thread must give it back. */
    void take(long deadline) throws SQLTimeoutException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (lock.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    throw new SQLTimeoutException(
                            "other storages of this process before it, waiting or writing, for the whole call time-out,"
                                    + " expected a turn",
                            null,
                            SQLiteErrorCode.SQLITE_BUSY.code);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Gives the turn to the next in the queue. */
    void giveBack() {
        lock.unlock();
    }

    /** Takes a step when it is its turn. */
    <T> T take(long deadline, SqliteFile.Step<T> step) throws SQLException {
        take(deadline);
        try {
            return step.run();
        } finally {
            giveBack();
        }
    }
}
