package dev.datasave.jdbc.sqlite;

import dev.datasave.jdbc.sql.Dialect;
import dev.datasave.jdbc.sql.Link;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Moves committed pages from the write-ahead log to the database file, outside of every commit, and keeps the log short: SQLite restarts the log only
 * if all of it was moved while no connection wrote. Until a long reader ends it grows, and SQLite gives the room back when it restarts the log, on
 * the writer's connections (see {@link #LOG_LIMIT}). Used by the writer's thread.
 */
final class Checkpoints {
    /** About 4 MiB: from here on the log is moved in the background, while writes go on. */
    private static final long MANY_FRAMES = 1000;
    /** About 16 MiB: the background has fallen behind, so the writer waits for it and moves the rest itself. */
    private static final long LONG_LOG = 4000;
    /** About 64 MiB: other processes append all the time, so their writers have to wait, too. */
    private static final long TOO_LONG_LOG = 16000;

    /** For connections that write: a log that grew beyond what is usual is cut at the first commit after it was restarted. */
    static final String LOG_LIMIT = "journal_size_limit = " + LONG_LOG * 4120;

    private final Consumer<Runner> background;
    private CompletableFuture<Boolean> running = CompletableFuture.completedFuture(true);
    private long tried;

    Checkpoints(Consumer<Runner> background) {
        this.background = background;
    }

    /** Work for another thread, with a connection of its own. */
    record Runner(Dialect.Body<Boolean> body, CompletableFuture<Boolean> end) {}

    /** The length of the log and the part of it that was moved, in frames of one page each. */
    private record Frames(long log, long moved) {}

    /** Called between two transactions. */
    void afterCommit(Link writer) throws SQLException {
        Frames frames = writer.first("wal_frames", row -> new Frames(row.getLong(2), row.getLong(3)))
                .orElseThrow();
        if (frames.log < tried) {
            tried = 0; // SQLite has restarted the log
        }
        if (frames.log >= LONG_LOG && frames.log - tried >= MANY_FRAMES) {
            tried = frames.log;
            running.copy()
                    .completeOnTimeout(false, 1, TimeUnit.SECONDS)
                    .exceptionally(failed -> false)
                    .join();
            move(writer, frames.log >= TOO_LONG_LOG);
        } else if (frames.log - frames.moved >= MANY_FRAMES && running.isDone()) {
            running = new CompletableFuture<>();
            background.accept(new Runner(link -> move(link, false), running));
        }
    }

    private static boolean move(Link link, boolean keepingWritersOut) throws SQLException {
        if (keepingWritersOut) {
            link.execute("PRAGMA busy_timeout = 100");
            link.run("checkpoint_and_restart");
            link.execute("PRAGMA busy_timeout = 0");
        } else {
            link.run("checkpoint");
        }
        return true;
    }
}
