package dev.datasave.tck.checker;

import com.google.gson.JsonParser;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.Journal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows which incarnation belongs to which server, by the server that wrote its lease, and which servers died. */
final class ServerNames {
    static final String LEASES = "~lease";
    static final Duration LEASE_TIME = Duration.ofSeconds(10);

    private Duration outageBegin = Duration.ofDays(-1);
    private Duration outageEnd = Duration.ofDays(-1);
    private static final Duration TOLERANCE = Duration.ofSeconds(5);
    private static final Contact NO_CONTACT = new Contact();

    private final Map<String, Duration> graces = new HashMap<>();
    private final Map<String, String> present = new HashMap<>();
    private final Map<String, Duration> starts = new HashMap<>();
    private final Map<String, Contact> contacts = new HashMap<>();
    private final Map<EntryId, Duration> brokenUntil = new HashMap<>();
    private final Map<String, String> byIncarnation = new HashMap<>();
    private final Set<String> leased = new HashSet<>();
    private final Set<String> forgotten = new HashSet<>();
    private final Set<String> killed = new HashSet<>();
    private final Set<String> closed = new HashSet<>();
    private final Map<String, Duration> ends = new HashMap<>();

    /** Notes that the storage is gone, or is back. */
    void outage(Journal.Outage outage) {
        boolean ends = outage.until().equals(outage.at());
        if (!ends && outage.at().compareTo(outageEnd) >= 0) {
            outageBegin = outage.at();
        }
        outageEnd = ends ? min(outageEnd, outage.at()) : outage.until();
    }

    /** Notes that the storage can't store an entry. */
    void broken(Journal.Broken broken) {
        brokenUntil.put(broken.id(), broken.until());
    }

    /** Whether the storage could not store the entry at that time or later. */
    boolean wasBrokenSince(EntryId id, Duration time) {
        Duration until = brokenUntil.get(id);
        return until != null && until.compareTo(time) >= 0;
    }

    void started(String server, Duration at) {
        starts.put(server, at);
        contacts.computeIfAbsent(server, any -> new Contact()).renewed = at;
    }

    Duration startOf(String server) {
        return starts.getOrDefault(server, Duration.ZERO);
    }

    void starting(String server, Duration outageGrace) {
        graces.put(server, outageGrace);
    }

    /** Notes that a server stands still, or goes on. */
    void still(String server, Duration at, boolean stands) {
        Contact contact = contacts.computeIfAbsent(server, any -> new Contact());
        if (stands) {
            contact.stillSince = at;
        } else if (contact.stillSince != null) {
            contact.still = contact.still.plus(at.minus(contact.stillSince));
            contact.stillSince = null;
        }
    }

    boolean standsStill(String server) {
        return contacts.getOrDefault(server, NO_CONTACT).stillSince != null;
    }

    /** Whether that lease belongs to the current incarnation of its server. */
    boolean isPresent(Journal.Written lease) {
        return lease.id().key().equals(present.get(lease.server()));
    }

    /** Notes that a server has proven to be alive. */
    private void renewed(String server, Duration at) {
        Contact contact = contacts.computeIfAbsent(server, any -> new Contact());
        Duration grace = graces.get(server);
        Duration silent = at.minus(contact.renewed).minus(contact.still);
        boolean isTold = grace != null && contact.stillSince == null;
        if (isTold && silent.compareTo(LEASE_TIME.plus(grace).plus(TOLERANCE)) > 0) {
            contact.silentFrom = contact.renewed;
        }
        contact.renewed = at;
        contact.still = Duration.ZERO;
    }

    /** Whether that server was awake and without a lease, since then, for longer than a session may stay suspended. */
    boolean isGraceOver(String server, Duration since) {
        return contacts.getOrDefault(server, NO_CONTACT).silentFrom.compareTo(since) > 0;
    }

    /** When a server last had contact with the storage, and how long it has stood still since. */
    private static final class Contact {
        private Duration renewed = Duration.ZERO;
        private Duration still = Duration.ZERO;
        private @Nullable Duration stillSince;
        private Duration silentFrom = Duration.ofDays(-1);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Whether some server could watch for this long by then. An outage of more than a lease interrupts watching. */
    boolean couldWatch(Duration from, Duration at, Duration time) {
        boolean isLong = outageEnd.minus(outageBegin).compareTo(LEASE_TIME) > 0;
        return !isLong
                || at.minus(outageEnd).compareTo(time) >= 0
                || outageBegin.minus(from).compareTo(time) >= 0;
    }

    /** Learns the owners of all leases, before the journal is checked: a lease belongs to the server that writes it first. */
    void learn(Journal.Event event) {
        if (event instanceof Journal.Written written && written.id().store().equals(LEASES)) {
            byIncarnation.putIfAbsent(written.id().key(), written.server());
        }
    }

    /** Notes that a lease was written, or removed. */
    void leased(Journal.Written written) {
        String incarnation = written.id().key();
        leased.add(incarnation);
        forgotten.remove(incarnation);
        if (written.after().isPresent()) {
            present.put(written.server(), incarnation);
            renewed(written.server(), written.at());
        }
    }

    /** Notes that the storage was set back to before the first lease of that incarnation, and its server doesn't know yet. */
    void forgotten(String incarnation) {
        forgotten.add(incarnation);
    }

    /** Whether the holder's server may not know that its lease is gone. */
    boolean isForgotten(String holder) {
        return forgotten.contains(incarnation(holder).orElseThrow());
    }

    /** Whether the holder's server has proven to be alive under that incarnation. */
    boolean hadLease(String holder) {
        return leased.contains(incarnation(holder).orElseThrow());
    }

    void killed(String server, Duration at) {
        killed.add(server);
        ends.putIfAbsent(server, at);
    }

    void closed(String server, Duration at) {
        closed.add(server);
        ends.putIfAbsent(server, at);
    }

    /** Whether a server had ended when another one started. */
    boolean endedBefore(String server, String other) {
        Duration end = ends.get(server);
        return end != null && end.compareTo(startOf(other)) <= 0;
    }

    boolean wasClosed(String server) {
        return closed.contains(server);
    }

    boolean wasKilled(String server) {
        return killed.contains(server);
    }

    /** The server that a holder belongs to; empty without a holder, or if no lease of its incarnation was ever written. */
    Optional<String> ofHolder(@Nullable String holder) {
        return incarnation(holder).map(byIncarnation::get);
    }

    static Optional<String> incarnation(@Nullable String holder) {
        return holder == null ? Optional.empty() : Optional.of(holder.split("/", 2)[0]);
    }

    static EntryId lease(String incarnation) {
        return new EntryId(LEASES, incarnation);
    }

    /** The server whose incarnation a write id names. */
    Optional<String> author(String writeId) {
        int end = writeId.lastIndexOf('-');
        while (end > 0) {
            String server = byIncarnation.get(writeId.substring(0, end));
            if (server != null) {
                return Optional.of(server);
            }
            end = writeId.lastIndexOf('-', end - 1);
        }
        return Optional.empty();
    }

    /** The duration that a lease states. */
    static Duration leaseTime(Entry lease) {
        String value = lease.content().value();
        return value == null
                ? LEASE_TIME
                : Duration.ofMillis(JsonParser.parseString(value)
                        .getAsJsonObject()
                        .get("leaseMillis")
                        .getAsLong());
    }
}
