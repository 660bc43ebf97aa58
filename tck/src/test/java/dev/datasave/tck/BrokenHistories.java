package dev.datasave.tck;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Storages that keep history wrongly. */
final class BrokenHistories {
    private BrokenHistories() {}

    /** R6: the current revision is listed with the superseded ones. */
    static class ListsTheCurrentRevision extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public Page<Entry> versions(VersionQuery query) {
                    Page<Entry> page = good.versions(query);
                    List<Entry> items = new ArrayList<>(page.items());
                    current(query.id()).ifPresent(items::add);
                    return new Page<>(items, page.next());
                }
            };
        }
    }

    /** R6: says that it keeps what it does not have. */
    static class RetainsWhatIsNotThere extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public boolean retain(EntryId id, long revision, Retention retention) {
                    good.retain(id, revision, retention);
                    return true;
                }
            };
        }
    }

    /** R6: removes as much as there is. */
    static class SweepsWithoutLimit extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public int sweep(int limit) {
                    return good.sweep(Integer.MAX_VALUE);
                }
            };
        }
    }

    /** R6: counts pinned revisions as due. */
    static class CountsAllAsDue extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public Backlog backlog() {
                    Backlog backlog = good.backlog();
                    return new Backlog(backlog.all(), backlog.all(), backlog.now());
                }
            };
        }
    }

    /** R6: tells a time that is not the storage's. */
    static class TellsItsOwnTime extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public Backlog backlog() {
                    Backlog backlog = good.backlog();
                    return new Backlog(backlog.due(), backlog.all(), Instant.EPOCH);
                }
            };
        }
    }

    /** R6: never removes anything. */
    static class NeverSweeps extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public int sweep(int limit) {
                    good.versions(VersionQuery.all(new EntryId("any", "any")));
                    return 0;
                }
            };
        }
    }

    /** R6: looks for people in the current revision only. */
    static class FindsPeopleInTheCurrentRevisionOnly extends BrokenStorage {
        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public Page<Entry> list(EntryQuery query) {
                    return query.scope() instanceof EntryQuery.Scope.Past(String userId)
                            ? good.list(EntryQuery.user(userId).withLimit(query.limit()))
                            : good.list(query);
                }
            };
        }
    }

    /** R6: remembers who was in a history, also when that is gone. */
    static class FindsPeopleWhoseHistoryIsGone extends BrokenStorage {
        private final Map<EntryId, Set<String>> seen = new ConcurrentHashMap<>();

        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
                    for (Write write : writes) {
                        current(write.id())
                                .filter(base -> write.superseded() instanceof Retention.Pin)
                                .ifPresent(base -> seen.computeIfAbsent(base.id(), id -> ConcurrentHashMap.newKeySet())
                                        .addAll(base.content().userIds()));
                    }
                    return good.write(writes, atomicity);
                }

                @Override
                public Page<Entry> list(EntryQuery query) {
                    if (!(query.scope() instanceof EntryQuery.Scope.Past(String userId))) {
                        return good.list(query);
                    }
                    List<Entry> found = seen.keySet().stream()
                            .filter(id -> seen.getOrDefault(id, Set.of()).contains(userId))
                            .sorted(Comparator.comparing(EntryId::toString))
                            .flatMap(id -> current(id).stream())
                            .toList();
                    return new Page<>(found, null);
                }
            };
        }
    }

    /** R6: lists tombstones, whatever is left of their history. */
    static class FindsRemovedWithoutHistory extends BrokenStorage {
        private final Set<EntryId> removed = ConcurrentHashMap.newKeySet();

        @Override
        Storage broken(Storage good) {
            return new Forwarding(good) {
                @Override
                public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
                    writes.stream()
                            .filter(write -> Content.TOMBSTONE.equals(write.content()))
                            .forEach(write -> removed.add(write.id()));
                    return good.write(writes, atomicity);
                }

                @Override
                public Page<Entry> list(EntryQuery query) {
                    if (!(query.scope() instanceof EntryQuery.Scope.Removed(String store, String prefix))) {
                        return good.list(query);
                    }
                    List<Entry> found = removed.stream()
                            .filter(id -> id.store().equals(store) && id.key().startsWith(prefix))
                            .sorted(Comparator.comparing(EntryId::toString))
                            .flatMap(id -> current(id).stream())
                            .filter(Entry::isTombstone)
                            .toList();
                    return new Page<>(found, null);
                }
            };
        }
    }
}
