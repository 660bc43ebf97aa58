package dev.datasave.ops;

import dev.datasave.spi.Storage;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * How much is stored.
 *
 * @param stores what each store has, by name; empty if the storage can't count
 * @param servers how many servers have a lease
 * @param due how many superseded revisions have passed their time and wait for the sweep
 * @param now the time by the storage's clock
 */
public record StorageStats(List<Storage.Transfer.Tally> stores, int servers, long due, Instant now) {

    /** Copies the list. */
    public StorageStats {
        stores = List.copyOf(stores);
    }

    /** How many entries there are in the game's stores, tombstones included. */
    public long entries() {
        return stores.stream()
                .filter(tally -> !tally.store().startsWith("~"))
                .mapToLong(Storage.Transfer.Tally::entries)
                .sum();
    }

    /** How many superseded revisions there are in all stores. */
    public long superseded() {
        return stores.stream().mapToLong(Storage.Transfer.Tally::superseded).sum();
    }

    static StorageStats of(Storage storage) {
        Storage.Backlog backlog = storage.backlog();
        return new StorageStats(
                tallies(storage), LeaseTable.of(storage).leases().size(), backlog.due(), backlog.now());
    }

    static List<Storage.Transfer.Tally> tallies(Storage storage) {
        return storage.transfer()
                .map(transfer -> {
                    try (Storage.Transfer.View view = transfer.view()) {
                        return view.tallies().stream()
                                .sorted(Comparator.comparing(Storage.Transfer.Tally::store))
                                .toList();
                    }
                })
                .orElse(List.of());
    }
}
