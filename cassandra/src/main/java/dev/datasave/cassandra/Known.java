package dev.datasave.cassandra;

import dev.datasave.spi.EntryId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What this server knows of entries from its last reads and writes, without their values. It spares a write a read, and is never trusted: a write is
 * accepted only if the entry still has the revision and write id that are remembered here, and those stand for everything else. Thread-safe.
 */
final class Known {
    private static final int MOST = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<EntryId, StoredEntry> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<EntryId, StoredEntry> eldest) {
            return size() > MOST;
        }
    };

    void put(EntryId id, @Nullable StoredEntry stored) {
        lock.lock();
        try {
            if (stored == null) {
                entries.remove(id);
            } else {
                entries.put(id, stored.withoutValue());
            }
        } finally {
            lock.unlock();
        }
    }

    /** What is remembered of a revision. */
    Optional<StoredEntry> get(EntryId id, long revision, @Nullable String writeId) {
        lock.lock();
        try {
            return Optional.ofNullable(entries.get(id))
                    .filter(stored -> stored.entry().revision() == revision
                            && stored.entry().writeId().equals(writeId));
        } finally {
            lock.unlock();
        }
    }
}
