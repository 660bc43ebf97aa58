package dev.datasave.metrics;

import dev.datasave.spi.Storage;
import dev.datasave.tck.StorageRules;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;

/** A measured storage keeps the rules of storages. */
class MeteredStorageTest extends StorageRules {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Storage storage =
            DataSaveMetrics.in(new SimpleMeterRegistry(), "a").storage(Storage.inMemory(() -> now));

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
