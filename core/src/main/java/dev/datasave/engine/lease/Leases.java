package dev.datasave.engine.lease;

import dev.datasave.ServerInfo;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.Moment;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Page;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the other servers' leases and buries the dead (P4). A lease is dead when it was seen unchanged for the time written in it, by
 * this machine's monotonic clock, in unbroken contact with the storage: counted from the return of the first look that saw it to the
 * sending of the last. After any gap, by the clock that moved more, the count begins anew, because during it the holder could not renew either (F35).
 * Loop only.
 */
public final class Leases {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration GAP = Duration.ofSeconds(2);
    private static final int AT_ONCE = 64;

    private final Loop loop;
    private final Environment environment;
    private final Consumer<String> afterBurial;
    private final Map<String, Watched> watched = new HashMap<>();
    private final Set<String> burying = new HashSet<>();
    private final Set<String> round = new HashSet<>();
    private final NavigableMap<String, ServerInfo> living = new TreeMap<>();
    private volatile List<ServerInfo> servers = List.of();
    private @Nullable String cursor;
    private Moment lastContact;
    private boolean ended;

    private static final class Watched {
        private final Entry entry;
        private final long nanos;
        private long since;

        private Watched(Entry entry, long since) {
            this.entry = entry;
            this.nanos = LeaseFormat.of(entry).time().toNanos();
            this.since = since;
        }
    }

    public Leases(Loop loop, Consumer<String> afterBurial) {
        this.loop = loop;
        this.environment = loop.environment();
        this.afterBurial = afterBurial;
        this.lastContact = Moment.of(environment).before(GAP.multipliedBy(2));
    }

    /** The label in a lease entry. */
    public static String serverName(Entry lease) {
        return LeaseFormat.of(lease).name();
    }

    public void look() {
        if (ended) {
            return;
        }
        Moment sent = Moment.of(environment);
        loop.port()
                .call(
                        storage -> storage.list(EntryQuery.keys(Addresses.LEASES, "")
                                .withLimit(AT_ONCE)
                                .from(cursor)),
                        page -> {
                            seen(sent, page);
                            environment.schedule(nextLook(), this::look);
                        },
                        failure -> environment.schedule(LOOK, this::look));
    }

    public void end() {
        ended = true;
    }

    private void seen(Moment sent, Page<Entry> page) {
        long now = contact(sent);
        for (Entry lease : page.items()) {
            String incarnation = lease.id().key();
            round.add(incarnation);
            living.computeIfAbsent(incarnation, any -> new ServerInfo(serverName(lease), any, lease.created()));
            judge(lease, sent.nanos(), now);
        }
        cursor = page.next();
        if (cursor == null) {
            watched.keySet().retainAll(round);
            living.keySet().retainAll(round);
            round.clear();
        }
        servers = List.copyOf(living.values());
    }

    /** The servers whose leases were there at the last look; from any thread. */
    public List<ServerInfo> servers() {
        return servers;
    }

    /** Whether this server is the first of the living by its id: the one that does what one server has to do. */
    public boolean isFirst() {
        return !living.isEmpty() && living.firstKey().equals(loop.ids().incarnation());
    }

    /** What loads have seen of the holders that they wait for: looked at more often, and however many servers there are. */
    public void seen(Moment sent, List<Entry> leases) {
        if (ended) {
            return;
        }
        long now = contact(sent);
        leases.forEach(lease -> judge(lease, sent.nanos(), now));
    }

    /** The storage has answered; after any gap all counts begin anew. */
    private long contact(Moment sent) {
        Moment now = Moment.of(environment);
        if (sent.isLaterThan(lastContact, GAP) || now.isLaterThan(sent, GAP)) {
            watched.values().forEach(lease -> lease.since = now.nanos());
        }
        lastContact = now;
        return now.nanos();
    }

    private void judge(Entry lease, long sent, long now) {
        String incarnation = lease.id().key();
        if (incarnation.equals(loop.ids().incarnation())) {
            return;
        }
        Watched before = watched.get(incarnation);
        if (before == null
                || before.entry.revision() != lease.revision()
                || !before.entry.writeId().equals(lease.writeId())) {
            watched.put(incarnation, new Watched(lease, now));
        } else if (sent - before.since >= before.nanos && burying.add(incarnation)) {
            bury(incarnation, lease);
        }
    }

    /** Removes the lease as it was watched; only then are its sessions free (P4). */
    private void bury(String incarnation, Entry lease) {
        loop.queue()
                .submit(
                        Write.forget(lease, loop.ids().writeId()),
                        true,
                        decision -> {
                            burying.remove(incarnation);
                            watched.remove(incarnation);
                            if (decision.written()) {
                                living.remove(incarnation);
                                servers = List.copyOf(living.values());
                                loop.events().tell(listener -> listener.buried(serverName(lease), incarnation));
                                signalAll();
                            }
                            afterBurial.accept(incarnation);
                        },
                        failure -> {});
    }

    /** Whoever waits for the dead one is woken on the other servers, too. */
    private void signalAll() {
        loop.port().signal(List.copyOf(watched.keySet()));
    }

    /** In time for the first lease that could be found dead, within limits. */
    private Duration nextLook() {
        long now = environment.monotonicNanos();
        long soonest = LOOK.toNanos();
        for (Watched lease : watched.values()) {
            long left = lease.since + lease.nanos - now;
            if (left > 0) {
                soonest = Math.min(soonest, left + 1_000_000);
            }
        }
        return Duration.ofNanos(Math.max(soonest, Duration.ofMillis(20).toNanos()));
    }
}
