package dev.datasave.tck;

import com.google.gson.Gson;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

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
                public List<Optional<Entry>> read(List<EntryId> ids) {
                    List<Optional<Entry>> found = new ArrayList<>();
                    for (EntryId id : ids) {
                        found.add(current(id));
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

    /** Lists keys from a full list, in its own order, with the place in it as cursor. */
    abstract static class EachList extends BrokenStorage {
        Comparator<Entry> order() {
            return Comparator.comparingInt(entry -> 0);
        }

        Predicate<String> begins(String prefix) {
            return key -> key.startsWith(prefix);
        }

        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public Page<Entry> list(EntryQuery query) {
                    if (!(query.scope() instanceof EntryQuery.Scope.Keys(String store, String prefix))) {
                        return good.list(query);
                    }
                    EntryQuery all = EntryQuery.keys(store, "").withLimit(1000);
                    List<Entry> found = good.list(query.values() ? all : all.withoutValues()).items().stream()
                            .filter(entry -> begins(prefix).test(entry.id().key()))
                            .sorted(order())
                            .toList();
                    int from = query.cursor() == null ? 0 : Math.min(found.size(), Integer.parseInt(query.cursor()));
                    int to = Math.min(found.size(), from + query.limit());
                    return new Page<>(found.subList(from, to), to < found.size() ? Integer.toString(to) : null);
                }
            };
        }
    }

    /** R10: an entry removed between two pages hides another. */
    static class PagesByNumber extends EachList {}

    /** R10: the order of Java's strings. */
    static class ListsInUtf16Order extends EachList {
        @Override
        Comparator<Entry> order() {
            return Comparator.comparing(entry -> entry.id().key());
        }
    }

    /** R10: a prefix is put into a pattern. */
    static class TakesPrefixesAsPatterns extends EachList {
        @Override
        Predicate<String> begins(String prefix) {
            String pattern = prefix.replaceAll("([\\\\\\[\\]*^$.?+(){}|])", "\\\\$1")
                    .replace("%", ".*")
                    .replace("_", ".");
            return key -> key.matches("(?s)" + pattern + ".*");
        }
    }

    /** R10: capital letters are taken for small ones. */
    static class IgnoresCase extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public List<Optional<Entry>> read(List<EntryId> ids) {
                    return ids.stream().map(id -> current(small(id))).toList();
                }

                @Override
                public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
                    List<Write> small = new ArrayList<>();
                    for (Write write : writes) {
                        small.add(new Write(
                                small(write.id()),
                                write.expectedRevision(),
                                write.expectedWriteId(),
                                write.writeId(),
                                write.content(),
                                write.durability(),
                                write.superseded(),
                                write.purgesHistory()));
                    }
                    return good.write(small, atomicity);
                }

                private static EntryId small(EntryId id) {
                    return new EntryId(id.store(), id.key().toLowerCase(Locale.ROOT));
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
