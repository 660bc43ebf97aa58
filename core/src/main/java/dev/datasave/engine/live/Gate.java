package dev.datasave.engine.live;

import dev.datasave.DataSaveException;
import dev.datasave.ProfileId;
import dev.datasave.spi.Environment;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The lock of one profile's data. A transaction closes it to edits while its write is under way; edits wait for that, for a moment (P12).
 */
final class Gate {
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Condition opened; // there is one while it is closed
    private @Nullable Thread closedBy;

    /** Enters to read. */
    void enter() {
        lock.lock();
    }

    /**
     * Enters to edit.
     *
     * @throws DataSaveException.NestedEdit inside another edit, or inside the transaction that closed the gate
     * @throws DataSaveException.Busy if the gate stays closed for too long
     */
    void enterEdit(ProfileId profile, Environment environment) {
        if (lock.isHeldByCurrentThread()) {
            throw new DataSaveException.NestedEdit(profile);
        }
        lock.lock();
        boolean entered = false;
        try {
            awaitOpen(profile, environment);
            entered = true;
        } finally {
            if (!entered) {
                lock.unlock();
            }
        }
    }

    /** Enters to change what is beside the data: like an edit, but inside an edit too. */
    void enterChange(ProfileId profile, Environment environment) {
        if (lock.isHeldByCurrentThread()) {
            lock.lock();
        } else {
            enterEdit(profile, environment);
        }
    }

    private void awaitOpen(ProfileId profile, Environment environment) {
        long begun = environment.monotonicNanos();
        for (Condition closed = opened; closed != null; closed = opened) {
            if (Thread.currentThread().equals(closedBy)) {
                throw new DataSaveException.NestedEdit(profile);
            }
            long left = PATIENCE.toNanos() - (environment.monotonicNanos() - begun);
            try {
                if (left <= 0 || !environment.await(closed, Duration.ofNanos(left))) {
                    throw new DataSaveException.Busy(profile, PATIENCE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DataSaveException.Busy(profile, PATIENCE);
            }
        }
    }

    void exit() {
        lock.unlock();
    }

    /** Closes it to edits, or leaves it closed; those under way are waited for. {@code by} is the thread whose edits would never end. */
    void close(Thread by) {
        lock.lock();
        try {
            if (opened == null) {
                opened = lock.newCondition();
            }
            closedBy = by;
        } finally {
            lock.unlock();
        }
    }

    /** The function of the transaction has returned: from here on its thread waits like any other. */
    void functionEnded() {
        lock.lock();
        try {
            closedBy = null;
        } finally {
            lock.unlock();
        }
    }

    /** Opens it; inside or outside. */
    void open() {
        lock.lock();
        try {
            Condition closed = opened;
            opened = null;
            closedBy = null;
            if (closed != null) {
                closed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
