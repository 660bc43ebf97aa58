package dev.datasave.engine.live;

import dev.datasave.DataSaveException;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The lock of one profile's data. A transaction closes it to edits while its write is under way; edits wait for a moment for it to open (P12). */
final class Gate {
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Condition opened; // not null while the gate is closed
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
    void enterEdit(EntryId profile, Environment environment) {
        if (lock.isHeldByCurrentThread()) {
            throw new DataSaveException.NestedEdit(Addresses.profile(profile));
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

    /** Enters to change the meta beside the data: like an edit, but allowed inside an edit too. */
    void enterChange(EntryId profile, Environment environment) {
        if (lock.isHeldByCurrentThread()) {
            lock.lock();
        } else {
            enterEdit(profile, environment);
        }
    }

    private void awaitOpen(EntryId profile, Environment environment) {
        long begun = environment.monotonicNanos();
        for (Condition closed = opened; closed != null; closed = opened) {
            if (Thread.currentThread().equals(closedBy)) {
                throw new DataSaveException.NestedEdit(Addresses.profile(profile));
            }
            long left = PATIENCE.toNanos() - (environment.monotonicNanos() - begun);
            try {
                if (left <= 0 || !environment.await(closed, Duration.ofNanos(left))) {
                    throw new DataSaveException.Busy(Addresses.profile(profile), PATIENCE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DataSaveException.Busy(Addresses.profile(profile), PATIENCE);
            }
        }
    }

    void exit() {
        lock.unlock();
    }

    /**
     * Closes the gate to edits, or leaves it closed, after waiting for an edit that is under way. {@code by} is the thread of the transaction's
     * function: an edit by that thread would wait for itself for ever.
     */
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

    /** The function of the transaction has returned: from now on its thread waits like any other. */
    void functionEnded() {
        lock.lock();
        try {
            closedBy = null;
        } finally {
            lock.unlock();
        }
    }

    /** Opens the gate. The caller may hold the lock or not. */
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
