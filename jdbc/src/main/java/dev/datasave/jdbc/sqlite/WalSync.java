package dev.datasave.jdbc.sqlite;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.sql.Call;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes commits durable against a power cut: syncs the write-ahead log on a thread of its own, once for all transactions that were
 * committed before it began. That is what SQLite does for {@code synchronous = FULL}, without holding the write lock meanwhile: the log only
 * grows at its end, and before another process begins it anew, SQLite has synced both the log and the database file.
 *
 * <p>It also looks whether the database is still the file of that name: what is written to one that was deleted or replaced is gone
 * when the last process closes it.
 *
 * <p>The log has no POSIX locks that closing our descriptor could drop; they are in the {@code -shm} file.
 */
final class WalSync {
    private final SqliteFile file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<Waiter> waiting = new ArrayList<>();
    private boolean due;
    private boolean closing;
    private final Object identity;
    private @Nullable FileChannel log;
    private @Nullable IOException broken;
    private final Thread thread;

    private record Waiter(Call<?> call, Runnable answer) {}

    WalSync(SqliteFile file) {
        this.file = file;
        try {
            this.identity = file.identity();
        } catch (IOException e) {
            throw new StorageFailed(file + ": found " + e, e);
        }
        this.thread = Thread.ofPlatform().daemon().name("datasave-sqlite-sync").start(this::run);
    }

    /** Runs the answer after the next sync, or fails the call if that fails. */
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

    /** After a failed sync the system may have dropped what it could not write, and the next one would succeed without it. */
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
            if (!file.identity().equals(identity)) {
                throw new IOException("another file of that name");
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
