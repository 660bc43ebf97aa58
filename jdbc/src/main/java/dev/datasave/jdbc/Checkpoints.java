package dev.datasave.jdbc;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Moves what was committed from the write-ahead log to the database file, outside of anybody's commit, and keeps the log short: SQLite
 * begins it anew only when all of it was moved while nobody wrote.
 */
final class Checkpoints {
    /** About 4 MiB: worth moving. */
    private static final long MANY_FRAMES = 1000;
    /** About 16 MiB: the writer moves the rest itself, between two commits. */
    private static final long LONG_LOG = 4000;
    /** About 64 MiB: other processes' writers are made to wait for a moment. */
    private static final long TOO_LONG_LOG = 16000;

    private final Consumer<Dialect.Body<Boolean>> background;
    private final AtomicBoolean running = new AtomicBoolean();

    Checkpoints(Consumer<Dialect.Body<Boolean>> background) {
        this.background = background;
    }

    /** The length of the log and how much of it was moved, in frames of a page each. */
    private record Frames(long log, long moved) {}

    /** Called by the writer between two transactions. */
    void afterCommit(Link writer) throws SQLException {
        Frames frames = writer.first("wal_frames", row -> new Frames(row.getLong(2), row.getLong(3)))
                .orElseThrow();
        if (frames.log - frames.moved >= MANY_FRAMES || frames.log >= TOO_LONG_LOG) {
            boolean restart = frames.log >= TOO_LONG_LOG;
            if (running.compareAndSet(false, true)) {
                background.accept(link -> move(link, restart));
            }
        } else if (frames.log >= LONG_LOG && frames.log > frames.moved) {
            writer.run("checkpoint");
        }
    }

    private boolean move(Link link, boolean restart) throws SQLException {
        try {
            link.run("checkpoint");
            if (restart) {
                link.execute("PRAGMA busy_timeout = 200");
                link.run("checkpoint_and_restart");
            }
            return true;
        } finally {
            running.set(false);
        }
    }
}
