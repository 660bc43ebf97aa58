package dev.datasave.console;

import dev.datasave.ops.Operations;
import dev.datasave.spi.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The names of the game's stores. To find them, the storage counts everything, so that is done in the background and seldom. */
final class StoreNames {
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Operations operations;
    private final AtomicBoolean isAsking = new AtomicBoolean();
    private volatile List<String> names = List.of();
    private volatile Instant asked = Instant.EPOCH;

    StoreNames(Operations operations) {
        this.operations = operations;
    }

    /** As they were a minute ago. */
    List<String> names() {
        if (Instant.now().isAfter(asked.plus(FRESH)) && isAsking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("console-stores").start(this::ask);
        }
        return names;
    }

    /** Asks now. A storage that is away leaves the names as they were. */
    void ask() {
        try {
            names = operations.stats().stores().stream()
                    .map(Storage.Transfer.Tally::store)
                    .filter(store -> !store.startsWith("~"))
                    .map(Shown::text)
                    .toList();
            asked = Instant.now();
        } catch (RuntimeException away) {
            asked = Instant.now().minus(FRESH.dividedBy(2));
        } finally {
            isAsking.set(false);
        }
    }
}
