package dev.datasave.tck;

import dev.datasave.spi.Storage;
import java.time.Duration;
import java.time.Instant;

class InMemoryStorageTest extends StorageRules {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Storage storage = Storage.inMemory(() -> now);

    @Override
    protected Storage open() {
        return storage;
    }

    @Override
    protected boolean moveClock(Duration by) {
        now = now.plus(by);
        return true;
    }
}
