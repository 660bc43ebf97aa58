package dev.datasave.tck;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A storage that carries a write out only after a while, as over a poor network, and counts. Not interrupted by anything. Thread-safe. */
final class SlowStorage extends Forwarding {
    private final Duration delay;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger written = new AtomicInteger();

    SlowStorage(Storage good, Duration delay) {
        super(good);
        this.delay = delay;
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
        underWay.incrementAndGet();
        try {
            long due = System.nanoTime() + delay.toNanos();
            for (long left = delay.toNanos(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            return super.write(writes, atomicity);
        } finally {
            written.incrementAndGet();
            underWay.decrementAndGet();
        }
    }

    /** How many writes have begun and not ended. */
    int underWay() {
        return underWay.get();
    }

    /** How many writes have ended. */
    int written() {
        return written.get();
    }
}
