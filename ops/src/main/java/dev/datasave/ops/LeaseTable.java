package dev.datasave.ops;

import com.google.gson.JsonObject;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The leases on a storage, as they were read at one moment.
 *
 * @param now that moment, by the storage's clock
 * @param leases the leases by incarnation
 */
record LeaseTable(Instant now, Map<String, Lease> leases) {
    private static final long STANDARD_MILLIS = 10_000;
    private static final long LONGEST_MILLIS = 3_600_000;

    record Lease(
            String name, String version, Instant since, Duration age, Duration time, Optional<ServerFigures> figures) {}

    static LeaseTable of(Storage storage) {
        Map<String, Lease> leases = new TreeMap<>();
        Instant now = storage.backlog().now();
        StoredForms.each(
                storage,
                EntryQuery.keys(StoredForms.LEASES, ""),
                entry -> leases.put(entry.id().key(), lease(entry, now)));
        return new LeaseTable(now, leases);
    }

    private static Lease lease(Entry entry, Instant now) {
        JsonObject json = StoredForms.object(entry);
        long millis = StoredForms.number(json, "leaseMillis");
        Duration age = Duration.between(entry.updated(), now);
        return new Lease(
                StoredForms.text(json, "name", "?"),
                StoredForms.text(json, "version", ""),
                entry.created(),
                age.isNegative() ? Duration.ZERO : age,
                Duration.ofMillis(millis > 0 && millis <= LONGEST_MILLIS ? millis : STANDARD_MILLIS),
                json.get("figures") instanceof JsonObject figures
                        ? Optional.of(ServerFigures.of(figures))
                        : Optional.empty());
    }

    Optional<Lease> of(String incarnation) {
        return Optional.ofNullable(leases.get(incarnation));
    }

    String name(String incarnation) {
        return of(incarnation).map(Lease::name).orElse("?");
    }
}
