package dev.datasave.tck;

import dev.datasave.spi.Storage;
import java.time.Duration;
import java.time.Instant;

/** The kit over an in-memory storage that is broken in one place. */
abstract class BrokenStorage extends StorageRules {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Storage good = Storage.inMemory(() -> now);

    abstract Storage broken(Storage good);

    @Override
    protected Storage open() {
        return broken(good);
    }

    @Override
    protected boolean moveClock(Duration by) {
        now = now.plus(by);
        return true;
    }
}
