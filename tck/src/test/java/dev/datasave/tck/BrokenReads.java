package dev.datasave.tck;

import com.google.gson.Gson;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Storages that read, list or end wrongly. */
final class BrokenReads {
    private BrokenReads() {}

    /** R3: each handle has a cache that other handles' writes don't reach. */
    static class ReadsFromACache extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                private final Map<EntryId, Optional<Entry>> cache = new ConcurrentHashMap<>();

                @Override
                public List<Optional<Entry>> read(List<EntryId> ids) {
                    return ids.stream()
                            .map(id -> cache.computeIfAbsent(id, this::current))
                            .toList();
                }

                @Override
                public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
                    writes.forEach(write -> cache.remove(write.id()));
                    return good.write(writes, atomicity);
                }
            };
        }
    }

    /** Changes what is read. */
    abstract static class EachRead extends BrokenStorage {
        abstract Entry changed(Entry entry);

        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public List<Optional<Entry>> read(List<EntryId> ids) {
                    return good.read(ids).stream()
                            .map(entry -> entry.map(EachRead.this::changed))
                            .toList();
                }
            };
        }
    }

    /** R3: numbers go through floating point. */
    static class RoundsNumbers extends EachRead {
        @Override
        Entry changed(Entry entry) {
            Object loose = new Gson().fromJson(entry.content().value(), Object.class);
            return new Entry(
                    entry.id(),
                    entry.revision(),
                    entry.writeId(),
                    entry.content().withValue(loose == null ? entry.content().value() : new Gson().toJson(loose)),
                    entry.created(),
                    entry.updated());
        }
    }

    /** R4: every write is a creation. */
    static class ForgetsTheCreation extends EachRead {
        @Override
        Entry changed(Entry entry) {
            return new Entry(
                    entry.id(), entry.revision(), entry.writeId(), entry.content(), entry.updated(), entry.updated());
        }
    }

    /** R5: declares snapshots and reads one by one. */
    static class TearsSnapshots extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                @SuppressWarnings("ThreadPriorityCheck") // only makes the gap wider
                public List<Optional<Entry>> read(List<EntryId> ids) {
                    if (new HashSet<>(ids).size() < ids.size()) {
                        return good.read(ids);
                    }
                    List<Optional<Entry>> found = new ArrayList<>();
                    for (EntryId id : ids) {
                        found.add(current(id));
                        Thread.yield();
                    }
                    return found;
                }
            };
        }
    }

    /** R9: what was found first comes first. */
    static class AnswersReadsInKeyOrder extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public List<Optional<Entry>> read(List<EntryId> ids) {
                    List<EntryId> sorted = new ArrayList<>(ids);
                    sorted.sort(Comparator.comparing(EntryId::toString));
                    return good.read(sorted);
                }
            };
        }
    }

    /** R9: the same id twice is read twice. */
    static class ReadsTheSameIdTwice extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public List<Optional<Entry>> read(List<EntryId> ids) {
                    return new HashSet<>(ids).size() == ids.size()
                            ? good.read(ids)
                            : ids.stream().map(this::current).toList();
                }
            };
        }
    }

    /** Capabilities: declares a push that never comes. */
    static class LosesSignals extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public Signals signals() {
                    return Signals.NONE;
                }
            };
        }
    }

    /** Capabilities: goes on after its end. */
    static class NeverCloses extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public void close() {}
            };
        }
    }
}
