package dev.datasave.cassandra;

import dev.datasave.DataSaveException.StorageFailed;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The conditional statements of one process on one partition go one after the other. They would contend otherwise, and contention ends in time-outs, after
 * which nobody knows whether a statement was carried out. Thread-safe.
 */
final class Turns {
    private final ConcurrentMap<ByteBuffer, Turn> turns = new ConcurrentHashMap<>();

    private static final class Turn {
        private final ReentrantLock lock = new ReentrantLock(true);
        private int users;
    }

    /** The result of a statement, carried out when nobody else in this process is at the partition. */
    <T> T inTurn(ByteBuffer partition, Supplier<T> statement) {
        Turn turn = turns.compute(partition, (key, there) -> {
            Turn mine = there == null ? new Turn() : there;
            mine.users++;
            return mine;
        });
        try {
            turn.lock.lockInterruptibly();
            try {
                return statement.get();
            } finally {
                turn.lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageFailed("Cassandra: the call was ended before its turn", e);
        } finally {
            turns.computeIfPresent(partition, (key, there) -> --there.users == 0 ? null : there);
        }
    }
}
