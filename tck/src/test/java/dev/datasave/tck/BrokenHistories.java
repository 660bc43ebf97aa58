package dev.datasave.tck;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
}
