package dev.datasave.jdbc.sqlite;

import dev.datasave.jdbc.sql.Call;
import dev.datasave.jdbc.sql.Link;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The only writer of a handle: a thread that puts all waiting calls into one transaction.
 *
 * <ul>
 *   <li>SQLite has one write lock per file, and processes that commit call by call starve each other. A group takes the lock once, does nothing but
 *       SQL under it, and gives it back before it waits for anything.
 *   <li>The transaction is committed without a sync ({@code synchronous = NORMAL}). Every write survives that if only the process dies. For {@code
 *       POWER} writes the log is synced after the lock is free (see {@link WalSync}), so neither this handle's other writes nor other processes wait
 *       for the disk.
 *   <li>If anything fails, the group is rolled back and each call gets its own transaction, so that only the culprit fails (R9).
 * </ul>
 */
final class GroupCommit {
    /** The most small rows that a group writes; other calls wait for the next group, so that no process keeps the lock for long. */
    private static final int WEIGHT = 1000;

    private final SqliteFile file;
    private final Checkpoints checkpoints;
    private final WalSync sync;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Deque<Call<?>> waiting = new ArrayDeque<>();
    private boolean closing;
    private @Nullable Link link;
    private final Thread thread;

    GroupCommit(SqliteFile file, Checkpoints checkpoints) {
        this.file = file;
        this.checkpoints = checkpoints;
        this.sync = new WalSync(file);
        this.thread = Thread.ofPlatform().daemon().name("datasave-sqlite-write").start(this::run);
    }

    void submit(Call<?> call) {
        lock.lock();
        try {
            if (closing) {
                throw new IllegalStateException(file + " is closed");
            }
            waiting.add(call);
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (List<Call<?>> group = next(); !group.isEmpty(); group = next()) {
            try {
                commit(group);
            } catch (RuntimeException | Error e) {
                group.forEach(call -> call.fail(e));
                discard(new IllegalStateException(e));
            }
        }
        discard(new IllegalStateException("closing"));
        sync.close();
    }

    /** Waits for calls; returns none once the handle is closed. */
    private List<Call<?>> next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                added.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        List<Call<?>> group = new ArrayList<>();
        join(group);
        return group;
    }

    /** Adds waiting calls, as many as fit. */
    private void join(List<Call<?>> group) {
        int weight = group.stream().mapToInt(Call::weight).sum();
        lock.lock();
        try {
            while (!waiting.isEmpty()
                    && (group.isEmpty() || weight + waiting.element().weight() <= WEIGHT)) {
                Call<?> call = waiting.remove();
                weight += call.weight();
                group.add(call);
            }
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Call<?>> group) {
        try {
            Link writer = link();
            begin(writer, group);
            join(group); // calls that arrived while this thread waited for the lock
        } catch (SQLException e) {
            group.forEach(call -> call.fail(e));
            if (!SqliteFile.isBusy(e)) {
                discard(e);
            }
            return;
        }
        if (group.size() == 1 || !carryOut(group, false)) {
            for (Call<?> call : group) {
                alone(call, group.size() > 1);
            }
        }
    }

    /** Carries out one call in its own transaction, after its group was rolled back or because it is the only one. A failure here is final. */
    private void alone(Call<?> call, boolean needsLock) {
        List<Call<?>> single = List.of(call);
        try {
            if (needsLock) {
                begin(link(), single);
            }
            carryOut(single, true);
        } catch (SQLException e) {
            call.fail(e);
        }
    }

    /** Evaluates the calls, commits and gives the turn back; false if that was rolled back. */
    private boolean carryOut(List<Call<?>> group, boolean last) {
        List<Runnable> answers = new ArrayList<>(group.size());
        boolean powerSafe = false;
        try {
            Link writer = link();
            for (Call<?> call : group) {
                if (call.begin()) {
                    powerSafe |= call.isPowerSafe();
                    Runnable answer = call.evaluate(writer);
                    answers.add(call.isPowerSafe() ? () -> sync.then(call, answer) : answer);
                }
            }
            file.checkFiles();
            writer.commit();
        } catch (SQLException | RuntimeException e) {
            rollBack(e);
            if (last) {
                group.forEach(call -> call.fail(e));
            }
            return false;
        } finally {
            file.turn().giveBack();
        }
        answers.forEach(Runnable::run);
        if (powerSafe) {
            sync.start();
        }
        moveLog();
        return true;
    }

    private void moveLog() {
        try {
            checkpoints.afterCommit(link());
        } catch (SQLException e) {
            if (!SqliteFile.isBusy(e)) {
                discard(e); // everything committed is in the log; the next group reports the error
            }
        }
    }

    /** Takes the turn and the write lock. Waits for other storages and processes as long as any caller waits for the group. */
    private void begin(Link writer, List<Call<?>> group) throws SQLException {
        long deadline = group.stream()
                .mapToLong(Call::deadline)
                .reduce((a, b) -> a - b > 0 ? a : b)
                .orElseThrow();
        Turn turn = file.turn();
        turn.take(deadline);
        boolean begun = false;
        try {
            begun = SqliteFile.patiently(deadline, () -> {
                writer.beginWrite();
                return true;
            });
        } finally {
            if (!begun) {
                turn.giveBack();
            }
        }
    }

    private void rollBack(Exception cause) {
        Link writer = link;
        if (writer != null) {
            writer.rollBack(cause);
            if (cause instanceof SQLException e && !SqliteFile.isHarmless(e)) {
                discard(cause);
            }
        }
    }

    private Link link() throws SQLException {
        Link open = link;
        if (open == null) {
            open = file.connect(
                    "synchronous = NORMAL", "wal_autocheckpoint = 0", "secure_delete = ON", Checkpoints.LOG_LIMIT);
            link = open;
        }
        return open;
    }

    private void discard(Exception cause) {
        Link old = link;
        link = null;
        if (old != null) {
            SqliteDialect.close(old, cause);
        }
    }

    /** Accepts no more calls; those that wait are still carried out. */
    void close() {
        lock.lock();
        try {
            closing = true;
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean awaitEnd(Duration timeout) throws InterruptedException {
        return thread.join(timeout) && sync.awaitEnd(timeout);
    }
}
