package dev.datasave.engine.lease;

import dev.datasave.ServerInfo;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.Moment;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Page;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches the other servers' leases and removes those of dead servers (P4). A lease is dead when it was seen unchanged for the time written in it, by
 * this machine's monotonic clock, in unbroken contact with the storage. The time counts from the return of the first look that saw the revision to
 * the sending of the last. After any gap in the contact, by the clock that moved more, the count begins anew, because the holder could not renew
 * during the gap either (F35).
 *
 * <p>Up to 64 servers, each looks at all leases at once. In a larger crowd, each lists its {@link Neighbourhood} from time to time, and once a second
 * looks at the four that follow it in the order of the ids, in a circle. Those that have been silent for two heartbeats don't count as one of the four. So neither what a server reads in a second, nor what it remembers, nor the time after which a dead one is noticed
 * depends on how many servers there are. Loads look at the leases of the holders that they wait for in any case.
 *
 * <p>Loop only.
 */
public final class Leases {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration GAP = Duration.ofSeconds(2);
    private static final int AT_ONCE = 64;
    private static final Duration LOOK_IN_CROWD = Duration.ofSeconds(1);
    private static final int NEIGHBOURS = 4;
    private static final int MOST_NEIGHBOURS = 64;
    private static final int LOOKS_PER_LISTING = 15;

    private final Loop loop;
    private final Environment environment;
    private final Consumer<String> afterBurial;
    private final Map<String, Watched> watched = new HashMap<>();
    private final Set<String> burying = new HashSet<>();
    private final Set<String> round = new HashSet<>();
    private final NavigableMap<String, ServerInfo> living = new TreeMap<>();
    private final Gathered gathered;
    private volatile List<ServerInfo> servers = List.of();
    private @Nullable String cursor;
    private volatile boolean isCrowded;
    private int depth = 1;
    private int looksToListing;
    private Moment lastContact;
    private boolean ended;

    private static final class Watched {
        private final Entry entry;
        private final long nanos;
        private long since;

        /** Whether it was seen unchanged for so long that its holder has missed a heartbeat. */
        private boolean isSilent(long now) {
            return now - since > nanos / 5 * 2;
        }

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
        this.gathered = new Gathered(loop, AT_ONCE);
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
        if (!isCrowded) {
            lookAtPage();
        } else if (looksToListing > 0) {
            looksToListing--;
            lookAtNeighbours();
        } else {
            looksToListing = LOOKS_PER_LISTING - 1;
            lookAround();
        }
    }

    private void lookAtPage() {
        Moment sent = Moment.of(environment);
        loop.port()
                .call(
                        storage -> storage.list(EntryQuery.keys(Addresses.LEASES, "")
                                .withLimit(AT_ONCE)
                                .from(cursor)),
                        page -> {
                            seen(sent, page);
                            isCrowded |= page.next() != null;
                            depth = Math.max(1, depth);
                            environment.schedule(nextLook(), this::look);
                        },
                        failure -> environment.schedule(LOOK, this::look));
    }

    private void lookAround() {
        Moment sent = Moment.of(environment);
        String own = loop.ids().incarnation();
        int from = depth;
        loop.port()
                .call(
                        storage -> Neighbourhood.of(storage, own, from, AT_ONCE),
                        found -> {
                            seenAround(sent, found);
                            environment.schedule(nextLook(), this::look);
                        },
                        failure -> environment.schedule(LOOK, this::look));
        gathered.turn();
    }

    private void seenAround(Moment sent, Neighbourhood found) {
        long now = contact(sent);
        round.clear();
        for (Entry lease : found.leases()) {
            round.add(lease.id().key());
            alive(lease);
            judge(lease, sent.nanos(), now);
        }
        depth = found.depth();
        isCrowded = depth > 0;
        living.keySet().retainAll(round);
        watched.entrySet()
                .removeIf(lease ->
                        !round.contains(lease.getKey()) && now - lease.getValue().since > 2 * lease.getValue().nanos);
        round.clear();
        cursor = null;
        servers = List.copyOf(living.values());
    }

    private void alive(Entry lease) {
        String incarnation = lease.id().key();
        living.computeIfAbsent(incarnation, any -> new ServerInfo(serverName(lease), any, lease.created()));
    }

    private void lookAtNeighbours() {
        Moment sent = Moment.of(environment);
        List<EntryId> next = neighbours().stream()
                .map(incarnation -> new EntryId(Addresses.LEASES, incarnation))
                .toList();
        loop.port()
                .call(
                        storage -> storage.read(next),
                        found -> {
                            seenNeighbours(sent, next, found);
                            environment.schedule(nextLook(), this::look);
                        },
                        failure -> environment.schedule(LOOK, this::look));
    }

    /** The servers that follow this one in the order of the ids, in a circle: some that renew their leases, and the silent ones between them. */
    private List<String> neighbours() {
        String own = loop.ids().incarnation();
        long now = environment.monotonicNanos();
        List<String> next = new ArrayList<>();
        int counted = 0;
        for (String one : (Iterable<String>) Stream.concat(
                living.tailMap(own, false).keySet().stream(), living.headMap(own, false).keySet().stream())::iterator) {
            Watched seen = watched.get(one);
            counted += seen != null && seen.isSilent(now) ? 0 : 1;
            next.add(one);
            if (counted == NEIGHBOURS || next.size() == MOST_NEIGHBOURS) {
                return next;
            }
        }
        return next;
    }

    private void seenNeighbours(Moment sent, List<EntryId> ids, List<Optional<Entry>> found) {
        long now = contact(sent);
        for (int i = 0; i < ids.size(); i++) {
            if (found.get(i).isPresent()) {
                judge(found.get(i).get(), sent.nanos(), now);
            } else {
                watched.remove(ids.get(i).key());
                living.remove(ids.get(i).key());
            }
        }
    }

    public void end() {
        ended = true;
    }

    private void seen(Moment sent, Page<Entry> page) {
        long now = contact(sent);
        for (Entry lease : page.items()) {
            String incarnation = lease.id().key();
            round.add(incarnation);
            alive(lease);
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

    /** The servers whose leases existed at the last look; in a crowd those that were gathered since somebody asked. From any thread. */
    public List<ServerInfo> servers() {
        return isCrowded ? gathered.servers(servers) : servers;
    }

    /** Whether there are too many servers for each to look at all. */
    public boolean isCrowded() {
        return isCrowded;
    }

    /**
     * Answers whether this server's id is the lowest of the living servers. That server does the work that only one server has to do. In a crowd, a server
     * that knows no lower one asks the storage.
     */
    public void whetherFirst(Consumer<Boolean> then) {
        String own = loop.ids().incarnation();
        boolean isLowest = !living.isEmpty() && living.firstKey().equals(own);
        if (!isLowest || !isCrowded) {
            then.accept(isLowest);
            return;
        }
        loop.port()
                .call(
                        storage -> storage.list(
                                EntryQuery.keys(Addresses.LEASES, "").withLimit(1)),
                        page -> then.accept(page.items().stream()
                                .anyMatch(lease -> lease.id().key().equals(own))),
                        failure -> then.accept(false));
    }

    /**
     * Whether the holder of that lease seems to be gone, because it has missed a heartbeat by the storage's clock. That is no judgement: it only says how often to look,
     * and that a claim would hardly be answered.
     */
    public boolean isSilent(Entry lease) {
        return age(lease).compareTo(LeaseFormat.of(lease).time().multipliedBy(3).dividedBy(10)) > 0;
    }

    /** About how long it takes until somebody finds that lease dead, if it is not renewed, by the storage's clock. */
    public Duration untilDead(Entry lease) {
        Duration left = LeaseFormat.of(lease).time().minus(age(lease));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Duration age(Entry lease) {
        return Duration.between(lease.updated(), loop.clock().now());
    }

    /**
     * Takes into account leases that loads have seen: loads look at the leases of holders that they wait for, more often, and however many servers
     * there are.
     */
    public void seen(Moment sent, List<Entry> leases) {
        if (ended) {
            return;
        }
        long now = contact(sent);
        leases.forEach(lease -> judge(lease, sent.nanos(), now));
    }

    /** The storage has answered. After any gap in the contact all counts begin anew. */
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

    /** Removes the revision of the lease that was watched; only then are its sessions free (P4). */
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

    /**
     * Signals all other servers, so that their loads that wait for the dead server go on. In a crowd it signals nobody: if many servers die at once, these
     * would be as many signals as the dead times the living. The loads look again within a quarter of a second anyway (P6).
     */
    private void signalAll() {
        if (!isCrowded) {
            loop.port().signal(List.copyOf(watched.keySet()));
        }
    }

    /** The time to the next look: early enough for the first lease that could be found dead, within limits. */
    private Duration nextLook() {
        long now = environment.monotonicNanos();
        long soonest = (isCrowded ? LOOK_IN_CROWD : LOOK).toNanos();
        for (Watched lease : isCrowded ? watchedNeighbours() : watched.values()) {
            long left = lease.since + lease.nanos - now;
            if (left > 0) {
                soonest = Math.min(soonest, left + 1_000_000);
            }
        }
        return Duration.ofNanos(Math.max(soonest, Duration.ofMillis(20).toNanos()));
    }

    private List<Watched> watchedNeighbours() {
        return neighbours().stream().map(watched::get).filter(Objects::nonNull).toList();
    }
}
