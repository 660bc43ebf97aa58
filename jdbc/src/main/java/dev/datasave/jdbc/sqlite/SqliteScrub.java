package dev.datasave.jdbc.sqlite;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.sql.Link;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Removes purged data from the file itself, not only from its tables.
 *
 * <ul>
 *   <li>Connections that write have {@code secure_delete} on: deleted and replaced data is overwritten with zeros in the same transaction.
 *   <li>When SQLite splits a page, it leaves copies of rows in the unused part and does not overwrite them. So after a purge, a file that is not too
 *       large is rebuilt ({@code VACUUM}). Writers wait for as long as the copying takes.
 *   <li>The write-ahead log keeps former pages until it is overwritten, so it is truncated.
 * </ul>
 *
 * <p>This happens when nothing was purged for a moment, at most once a minute, and at the latest at closing. If other connections prevent it, it is
 * tried again later.
 */
final class SqliteScrub {
    private static final System.Logger LOG = System.getLogger("dev.datasave");

    /** A slow disk copies this much in about a second. */
    private static final long REBUILT_BYTES = 64L << 20;

    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SqliteFile file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long purges;
    private long scrubbed;
    private boolean closing;
    private long lastEnd = System.nanoTime() - PAUSE.toNanos();
    private @Nullable Thread thread;

    SqliteScrub(SqliteFile file) {
        this.file = file;
    }

    /** Tells that something was purged, or may have been. */
    void purged() {
        lock.lock();
        try {
            purges++;
            changed.signal();
            if (thread == null && !closing) {
                thread = Thread.ofPlatform()
                        .daemon()
                        .name("datasave-sqlite-scrub")
                        .start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        boolean isLast = false;
        for (long upTo = next(); upTo > 0 && !isLast; upTo = next()) {
            isLast = isClosing();
            if (scrub()) {
                done(upTo);
            }
        }
    }

    private boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a purge and then for a quiet moment. Returns the number of purges so far, or 0 if nothing is left to do. */
    private long next() {
        lock.lock();
        try {
            while (purges == scrubbed && !closing) {
                changed.awaitUninterruptibly();
            }
            long seen = -1;
            while ((seen != purges || System.nanoTime() - lastEnd < PAUSE.toNanos()) && !closing) {
                seen = purges;
                var unused = changed.await(QUIET.toMillis(), TimeUnit.MILLISECONDS);
            }
            return purges == scrubbed ? 0 : purges;
        } catch (InterruptedException e) {
            return 0; // an interrupt asks the thread to end
        } finally {
            lock.unlock();
        }
    }

    private void done(long upTo) {
        lock.lock();
        try {
            scrubbed = upTo;
            lastEnd = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** False if other connections prevented it. */
    private boolean scrub() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Link link = file.connect("busy_timeout = 100")) {
            if (file.size() <= REBUILT_BYTES) {
                link.execute("PRAGMA temp_store = MEMORY");
                file.turn().take(deadline, () -> SqliteFile.patiently(deadline, () -> link.execute("VACUUM")));
            }
            boolean isCut = false;
            while (!isCut && System.nanoTime() - deadline < 0) {
                isCut = file.turn()
                        .take(deadline, () -> link.execute("PRAGMA wal_checkpoint(TRUNCATE)"))
                        .equals("0");
            }
            return isCut;
        } catch (SQLException | IOException | StorageFailed e) {
            boolean isBusy = e instanceof SQLException busy && SqliteFile.isBusy(busy);
            if (!isBusy) {
                LOG.log(System.Logger.Level.WARNING, file + ": purged data may remain in its unused parts", e);
            }
            return !isBusy;
        }
    }

    /** Scrubs now if anything is left to do, and ends. */
    void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean awaitEnd(Duration timeout) throws InterruptedException {
        Thread running = thread;
        return running == null || running.join(timeout);
    }
}
