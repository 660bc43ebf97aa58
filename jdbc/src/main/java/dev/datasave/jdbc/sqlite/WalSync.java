package dev.datasave.jdbc.sqlite;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.sql.Call;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes commits survive a power cut: syncs the write-ahead log on its own thread, once for all transactions that were committed before. SQLite does
 * the same for {@code synchronous = FULL}, but holds the write lock meanwhile. The lock is not needed: the log only grows at its end, and before
 * another process restarts it, SQLite syncs both the log and the database file.
 *
 * <p>It also checks that the files were not moved, deleted or replaced since the commit (see {@link OpenedFiles}).
 *
 * <p>Closing our descriptor of the log drops no POSIX locks; those are in the {@code -shm} file.
 */
final class WalSync {
    private final SqliteFile file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<Waiter> waiting = new ArrayList<>();
    private boolean due;
    private boolean closing;
    private @Nullable FileChannel log;
    private @Nullable IOException broken;
    private final Thread thread;

    private record Waiter(Call<?> call, Runnable answer) {}

    WalSync(SqliteFile file) {
        this.file = file;
        this.thread = Thread.ofPlatform().daemon().name("datasave-sqlite-sync").start(this::run);
    }

    /** Runs the answer after the next sync, or fails the call if the sync fails. */
    void then(Call<?> call, Runnable answer) {
        lock.lock();
        try {
            waiting.add(new Waiter(call, answer));
        } finally {
            lock.unlock();
        }
    }

    void start() {
        lock.lock();
        try {
            due = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (List<Waiter> group = next(); !group.isEmpty(); group = next()) {
            try {
                sync();
                group.forEach(waiter -> waiter.answer.run());
            } catch (IOException | RuntimeException e) {
                StorageFailed failure = new StorageFailed(
                        file + ": found that it can't be synced to the disk; open it anew, the outcome is unknown", e);
                group.forEach(waiter -> waiter.call.fail(failure));
            }
        }
        closeLog();
    }

    private List<Waiter> next() {
        lock.lock();
        try {
            while ((!due || waiting.isEmpty()) && !closing) {
                changed.awaitUninterruptibly();
            }
            due = false;
            List<Waiter> group = waiting;
            waiting = new ArrayList<>();
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** A failed sync is final: the system may have dropped the pages that it could not write, so the next sync would succeed without them. */
    private void sync() throws IOException {
        if (broken != null) {
            throw broken;
        }
        FileChannel open = log;
        if (open == null) {
            open = FileChannel.open(file.beside("-wal"), StandardOpenOption.WRITE);
            log = open;
        }
        try {
            Optional<String> change = file.change();
            if (change.isPresent()) {
                throw new IOException(change.get());
            }
            open.force(false);
        } catch (IOException e) {
            broken = e;
            throw e;
        }
    }

    private void closeLog() {
        try {
            if (log != null) {
                log.close();
            }
        } catch (IOException e) {
            broken = e;
        }
    }

    void close() {
        lock.lock();
        try {
            closing = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean awaitEnd(Duration timeout) throws InterruptedException {
        return thread.join(timeout);
    }
}
