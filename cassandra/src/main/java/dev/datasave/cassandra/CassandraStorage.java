package dev.datasave.cassandra;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.cassandra.together.Together;
import dev.datasave.signals.CheckedSignals;
import dev.datasave.signals.NetworkOptions;
import dev.datasave.signals.NetworkSignals;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Entries on a ring of Apache Cassandra, version 5.0 or newer, by lightweight transactions. For those who outgrow one database server, or can't have the gap of
 * a fail-over; a single PostgreSQL does the same with a fraction of the machines.
 *
 * <p>The storage makes its tables itself, and reads them with {@code cqlsh} as you like. Never write there: a plain write beside lightweight transactions can
 * hide confirmed ones.
 *
 * <p>It has signals only over the network ({@link CassandraOptions#networkSignals(String)}, {@link Capability#PUSH}), and no reads of several entries at one point in
 * time ({@link Capability#SNAPSHOT_READ}). Thread-safe. {@link
 * #close()} lets calls in flight end.
 */
public final class CassandraStorage implements Storage {
    private static final int BUCKETS = 16;

    private final OpenRing opened;
    private final boolean closesRing;
    private final Calls calls;
    private final EntryReads reads;
    private final EntryWrites writes;
    private final History history;
    private final Listing listing;
    private final Sweeps sweeps;
    private final RingClock clock;
    private final Together together;
    private final Duration callTimeout;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final @Nullable CassandraStorage book;
    private final @Nullable NetworkSignals network;
    private final Signals signals;

    private CassandraStorage(
            OpenRing opened,
            CassandraOptions.Values options,
            Supplier<Duration> ahead,
            boolean closesRing,
            NetworkSignals.@Nullable Socket socket) {
        Ring ring = opened.ring();
        IndexRow.Place place = new IndexRow.Place(options.game(), opened.buckets());
        this.opened = opened;
        this.closesRing = closesRing;
        this.callTimeout = options.callTimeout();
        this.calls = new Calls(ring.name(), callTimeout);
        RingClock clock =
                new RingClock(opened.offset(), () -> Nodes.middle(opened.nodes().skews()), ahead, calls);
        Index index = new Index(ring, calls);
        Bodies bodies = new Bodies(ring, calls, index, place);
        Steps steps = new Steps(ring, place);
        Leftovers leftovers = new Leftovers(index, bodies, place);
        Known known = new Known();
        EntryReads.Settling settling = new ByTogether();
        this.reads = new EntryReads(ring, bodies, known, place, settling);
        this.writes = new EntryWrites(ring, steps, reads, bodies, index, leftovers, known, clock, place, settling);
        this.history = new History(ring, reads, steps, bodies, index, clock, place);
        this.listing = new Listing(ring, calls, reads, steps, index, clock, place);
        RingIntents intents = new RingIntents(ring, calls, steps, writes, leftovers, bodies, index, known, place);
        this.together = new Together(intents, new RingTiming(calls), callTimeout.minus(OpenRing.MARGIN));
        this.clock = clock;
        this.sweeps = new Sweeps(ring, calls, reads, steps, history, leftovers, bodies, index, clock, place);
        this.book = socket == null ? null : new CassandraStorage(opened, options, ahead, false, null);
        this.network = socket == null || book == null ? null : socket.on(ring.name(), book, Signals.NONE);
        this.signals = new CheckedSignals(network == null ? Signals.NONE : network, this::checkOpen);
    }

    /**
     * The storage on the ring that these nodes belong to. Its keyspace and tables are created if they are missing.
     *
     * @param contactPoints one or several nodes to ask first: {@code host}, {@code host:port} or {@code [IPv6 address]:port}, separated by commas; the port is 9042 by
     *     default
     * @throws IllegalArgumentException if the contact points have another form
     * @throws dev.datasave.DataSaveException.StorageFailed if no node can be reached, or one is too old or can't take the largest writes; if there is no such data
     *     centre, or it has too few nodes; if the keyspace has fewer replicas than the options say, or tables of another application or of a newer release; or
     *     as {@link CassandraOptions#networkSignals(String)}. Nothing is changed then. Clocks of nodes that are apart by more than a second are logged, and
     *     nodes that confirm before they write to their disks. No message contains a password
     */
    public static Storage open(String contactPoints, CassandraOptions options) {
        List<InetSocketAddress> points = ContactPoints.parse(contactPoints);
        NetworkSignals.Socket socket = socket(options); // if that fails, nothing has touched the database
        try {
            OpenRing opened = OpenRing.open(points, options.values(), BUCKETS);
            return new CassandraStorage(opened, options.values(), () -> Duration.ZERO, true, socket);
        } catch (RuntimeException | Error e) {
            if (socket != null) {
                socket.close();
            }
            throw e;
        }
    }

    private static NetworkSignals.@Nullable Socket socket(CassandraOptions options) {
        NetworkOptions place = options.values().network();
        return place == null ? null : NetworkSignals.Socket.bind(place);
    }

    /** What meets an intent leaves it to the one class that knows what to do. */
    private final class ByTogether implements EntryReads.Settling {
        @Override
        public void settle(EntryId id, String tx) {
            ended(together.settle(id, tx));
        }

        @Override
        public void whenFree(EntryId id) {
            ended(together.whenFree(id));
        }

        @Override
        public Optional<Entry> read(EntryId id) {
            return ended(together.read(id));
        }
    }

    private <T> T ended(CompletableFuture<T> future) {
        try {
            return Ring.await(opened.ring().name(), future);
        } catch (StorageFailed failure) {
            throw failure.getCause() instanceof StorageFailed cause ? cause : failure;
        }
    }

    /** A storage on a ring that others use too, whose clock is ahead. */
    static CassandraStorage on(OpenRing shared, CassandraOptions options, Supplier<Duration> ahead) {
        return new CassandraStorage(shared, options.values(), ahead, false, socket(options));
    }

    @Override
    public List<Optional<Entry>> read(List<EntryId> ids) {
        checkDistinct(ids);
        checkOpen();
        List<Callable<Optional<Entry>>> all = new ArrayList<>();
        ids.forEach(id -> all.add(() -> reads.entry(id)));
        return all.isEmpty() ? List.of() : calls.run(() -> calls.all(all));
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
        checkDistinct(writes.stream().map(Write::id).toList());
        checkBatch(writes, atomicity);
        checkOpen();
        if (atomicity == Atomicity.ALL && writes.size() > 1) {
            List<Write> batch = List.copyOf(writes);
            return calls.run(() -> ended(together.write(batch, clock.now())));
        }
        List<Callable<WriteResult>> all = new ArrayList<>();
        writes.forEach(write -> all.add(() -> this.writes.write(write)));
        return all.isEmpty() ? List.of() : calls.run(() -> calls.all(all));
    }

    @Override
    public Page<Entry> list(EntryQuery query) {
        checkOpen();
        return calls.run(() -> listing.list(query));
    }

    @Override
    public long count(EntryQuery.Scope.Scores scope) {
        checkOpen();
        return calls.run(() -> listing.count(scope));
    }

    @Override
    public Page<Entry> versions(VersionQuery query) {
        checkOpen();
        return calls.run(() -> history.versions(query));
    }

    @Override
    public boolean retain(EntryId id, long revision, Retention retention) {
        checkOpen();
        return calls.run(() -> history.retain(id, revision, retention));
    }

    @Override
    public int sweep(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit of a sweep: found " + limit + ", expected at least 1");
        }
        checkOpen();
        return calls.run(() -> sweeps.sweep(limit, callTimeout.dividedBy(2)));
    }

    @Override
    public Backlog backlog() {
        checkOpen();
        return calls.run(sweeps::backlog);
    }

    @Override
    public Signals signals() {
        checkOpen();
        return signals;
    }

    @Override
    public Set<Capability> capabilities() {
        checkOpen();
        Set<Capability> all = EnumSet.of(Capability.ATOMIC_BATCH, Capability.PERSISTENT);
        if (opened.powerSafe()) {
            all.add(Capability.POWER_SAFE);
        }
        if (network != null && network.push()) {
            all.add(Capability.PUSH);
        }
        return Set.copyOf(all);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            if (network != null && book != null) {
                network.close(); // takes the addresses back, by the handle that wrote them
                book.close();
            }
            calls.close();
            if (closesRing) {
                opened.ring().close();
            }
        }
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException(opened.ring().name() + " is closed");
        }
    }

    private static void checkDistinct(List<EntryId> ids) {
        Set<EntryId> seen = new HashSet<>();
        for (EntryId id : ids) {
            if (!seen.add(id)) {
                throw new IllegalArgumentException("ids of one call: found " + id + " twice, expected each once");
            }
        }
    }

    private static void checkBatch(List<Write> writes, Atomicity atomicity) {
        if (writes.size() > Limits.BATCH) {
            throw new IllegalArgumentException(
                    "writes in one call: found " + writes.size() + ", expected at most " + Limits.BATCH);
        }
        long writeIds = writes.stream().map(Write::writeId).distinct().count();
        if (atomicity == Atomicity.ALL && writeIds > 1) {
            throw new IllegalArgumentException(
                    "write ids of one atomic batch: found " + writeIds + ", expected one that all writes share");
        }
    }
}
