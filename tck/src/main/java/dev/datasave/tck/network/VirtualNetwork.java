package dev.datasave.tck.network;

import dev.datasave.CloseReport;
import dev.datasave.DataSave;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Several servers and one storage in virtual time: one thread, one queue of events, everything random drawn from a seed. The same seed and the same
 * calls give exactly the same run.
 *
 * <ul>
 *   <li>Time stands still between calls; {@link #advance} and {@link #await} move it.
 *   <li>A storage call takes a moment to reach the storage, is carried out there, and its reply takes a moment back. {@link #faults(Faults)} decides
 *       which faults happen on the way; at first none do.
 *   <li>Local directories, such as a spool's, are in memory too; servers that name the same share it, also after a death.
 *   <li>Don't call {@link DataSave#close()} or {@code join()} here: nothing would move the time. Use {@link #closeServer} and {@link #await}.
 * </ul>
 *
 * <p>Belongs to the thread that created it.
 */
public final class VirtualNetwork implements AutoCloseable {
    private final long seed;
    private final SplittableRandom random;
    private final EventQueue queue = new EventQueue();
    private final Journal journal = new Journal();
    private final Weather weather;
    private final VirtualSignals signals;
    private final VirtualStorage storage;
    private final Map<DataSave, VirtualServer> servers = new LinkedHashMap<>();
    private final Map<Path, VirtualDisk> disks = new HashMap<>();
    private final Map<String, Integer> names = new HashMap<>();
    private @Nullable AssertionError failure;

    /** A calm network without servers, at time zero. */
    public VirtualNetwork(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.weather = new Weather(random.split());
        this.signals = new VirtualSignals(queue, weather);
        this.storage = new VirtualStorage(queue, journal, signals.of(EventQueue.Owner.NOBODY));
    }

    private VirtualNetwork(long seed, Function<InstantSource, Storage> entries) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.weather = new Weather(random.split());
        this.signals = new VirtualSignals(queue, weather);
        this.storage = new VirtualStorage(queue, journal, signals.of(EventQueue.Owner.NOBODY), entries);
    }

    /**
     * A calm network over a storage of yours, for many servers and a long time: what is written is not journalled, and the storage can't be set back.
     *
     * @param entries makes the storage, on the network's clock; it need not be thread-safe, and its signals are not used
     */
    public static VirtualNetwork unrecorded(long seed, Function<InstantSource, Storage> entries) {
        return new VirtualNetwork(seed, entries);
    }

    /** Starts a server with default settings. */
    public DataSave server(String name) {
        return server(name, builder -> builder);
    }

    /** Starts a server; its storage and environment are the network's, whatever the settings say. */
    public DataSave server(String name, UnaryOperator<DataSave.Builder> settings) {
        int number = names.merge(name, 1, Integer::sum);
        String label = number == 1 ? name : name + "#" + number;
        VirtualServer environment = new VirtualServer(
                label, queue, weather, journal, storage, signals, random.split(), this::disk, this::pass);
        DataSave.Builder builder =
                settings.apply(DataSave.builder(environment.storage()).serverName(name));
        DataSave server = builder.environment(environment).keepStorageOpen().build();
        servers.put(server, environment);
        return server;
    }

    /** Lets this much time pass, with everything that happens meanwhile. */
    public void advance(Duration time) {
        pass(queue.now() + time.toNanos());
    }

    /** The result of the future, which must complete within 10 minutes of virtual time. */
    public <T> T await(CompletableFuture<T> future) {
        return await(future, Duration.ofMinutes(10));
    }

    /**
     * The result of the future.
     *
     * @throws AssertionError if it doesn't within that virtual time
     * @throws java.util.concurrent.CompletionException if it completes with an exception
     */
    public <T> T await(CompletableFuture<T> future, Duration atMost) {
        until(future::isDone, atMost);
        return future.join();
    }

    /**
     * Lets time pass until the condition holds; checks it after every event.
     *
     * @throws AssertionError if it doesn't hold within that virtual time
     */
    public void until(BooleanSupplier condition, Duration atMost) {
        long until = queue.now() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (!step(until)) {
                throw new AssertionError("virtual network, seed " + seed + ", at " + now() + ": waited " + atMost
                        + " of virtual time in vain" + (queue.isEmpty() ? "; nothing is left to happen" : ""));
            }
        }
    }

    private boolean step(long until) {
        Optional<EventQueue.Event> event = queue.next(until);
        try {
            event.ifPresent(EventQueue.Event::run);
        } catch (Throwable thrown) {
            if (failure == null) {
                failure = new AssertionError(
                        "virtual network, seed " + seed + ", at " + now() + ": a step threw " + thrown, thrown);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return event.isPresent();
    }

    /** Lets time pass inside a step, while a server sleeps in it. */
    private void pass(long until) {
        boolean more = true;
        while (more) {
            more = step(until);
        }
        queue.moveTo(until);
    }

    /** Does something after a delay, as an event of the network. */
    public void schedule(Duration delay, Runnable what) {
        queue.add(queue.now() + delay.toNanos(), what);
    }

    /** Runs its tasks as events, one at a time and in order: a game thread for {@code homeExecutor}. */
    public Executor executor() {
        return task -> queue.add(queue.now(), task);
    }

    /** Runs a task as an event of that server, which waits while it is paused and dies with it: its game thread. */
    public void execute(DataSave server, Runnable task) {
        of(server).execute(task);
    }

    /** The server dies. Nothing of it happens anymore, except for storage calls that have already left it. */
    public void kill(DataSave server) {
        of(server).kill();
    }

    /** The server stands still, while its clocks go on; don't call its methods until it is resumed. */
    public void pause(DataSave server) {
        of(server).pause(false);
    }

    /** The server's machine is suspended: like {@link #pause}, but its monotonic clock stands still, too, until it is resumed. */
    public void suspend(DataSave server) {
        of(server).pause(true);
    }

    /**
     * The server falls asleep between a check and the act that follows. After this many looks at a clock or into the storage, it stands still inside
     * of its step, or between two operations of a storage call, or before it receives the answer, while everything else goes on.
     */
    public void nap(DataSave server, int looks, Duration time) {
        of(server).nap(looks, time);
    }

    /**
     * The server stands still from the moment that its next heartbeat is carried out. It receives the answer when the time is over. Then it is cut
     * off for another period, which may be zero.
     */
    public void napAtRenewal(DataSave server, Duration time, Duration cutOff) {
        of(server).napAtRenewal(time, cutOff);
    }

    /** The server goes on, with everything that should have happened in the pause. */
    public void resume(DataSave server) {
        of(server).resume();
    }

    /** Closes the server and waits for its report. */
    public CloseReport closeServer(DataSave server) {
        CloseReport report = await(server.closeAsync());
        until(() -> of(server).isClosed(), Duration.ofMinutes(1));
        return report;
    }

    /** The server's wall clock jumps, forward or back. */
    public void jumpClock(DataSave server, Duration by) {
        of(server).jump(by);
    }

    /** The storage's clock (R4) jumps, forward or back. */
    public void jumpStorageClock(Duration by) {
        storage.jump(by);
    }

    /** From now on, these faults happen to storage calls and signals. */
    public void faults(Faults faults) {
        weather.faults(faults);
    }

    /**
     * From now on, a storage call with a write that meets the condition fails and changes nothing, like data that a database can't store. A later
     * call replaces the condition.
     */
    public void breakWrites(Predicate<Write> broken) {
        weather.breakWrites(broken);
    }

    /**
     * For that long the storage answers every write, at once, with a failure that lasts until somebody mends it, like a database that may only be read;
     * zero ends it. Meanwhile no server is cut off alone.
     */
    public void failWrites(Duration time) {
        weather.fail(queue.now() + time.toNanos());
        journal.add(new Journal.Failing(now(), now().plus(time)));
    }

    /** From now on, what is stored of an entry is found damaged, until it is written anew or {@linkplain #mendDamage mended}. Nothing, if there is no entry. */
    public void damage(EntryId id) {
        storage.read(List.of(id)).getFirst().ifPresent(entry -> {
            weather.damage(entry);
            journal.add(new Journal.Damaged(now(), entry));
        });
    }

    /** Puts everything that is damaged back as it was, as from a backup. */
    public void mendDamage() {
        weather.mendDamage();
        journal.add(new Journal.Mended(now()));
    }

    /** For that long no server reaches the storage; zero ends an outage. */
    public void outage(Duration time) {
        weather.outage(queue.now() + time.toNanos());
        journal.add(new Journal.Outage(now(), now().plus(time)));
    }

    /** For that long one server doesn't reach the storage; zero ends it. */
    public void outage(DataSave server, Duration time) {
        of(server).cutOff(queue.now() + time.toNanos());
    }

    /** Sets the storage back to its state that long ago, as after restoring a backup. */
    public void setBack(Duration by) {
        Duration to = now().minus(by);
        storage.setBack(to.isNegative() ? Duration.ZERO : to);
    }

    /** The storage itself, to read and write without delay and faults. */
    public Storage storage() {
        return storage;
    }

    /** The history so far. */
    public Journal journal() {
        return journal;
    }

    /** The time since the start. */
    public Duration now() {
        return queue.elapsed();
    }

    /** The time by the storage's clock. */
    public Instant instant() {
        return storage.time();
    }

    /** The random numbers of this run, for a test's own choices. */
    public RandomGenerator random() {
        return random;
    }

    /** The name of a server in the journal: its own name, with a number if it is not the first server of that name. */
    public String label(DataSave server) {
        return of(server).label();
    }

    /** The servers that neither died nor were closed, in order of their start. */
    public List<DataSave> alive() {
        return servers.entrySet().stream()
                .filter(server -> server.getValue().isAlive())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether the server has neither died nor was closed. */
    public boolean isAlive(DataSave server) {
        return of(server).isAlive();
    }

    /** Whether the server has died. */
    public boolean wasKilled(DataSave server) {
        return of(server).wasKilled();
    }

    /** Whether the server stands still. */
    public boolean isPaused(DataSave server) {
        return of(server).isPaused();
    }

    /** The directory of that name. All servers that use it share it. */
    public VirtualDisk disk(Path directory) {
        return disks.computeIfAbsent(directory, any -> new VirtualDisk());
    }

    /** How many storage calls a server has made. */
    public long calls(DataSave server) {
        return of(server).calls();
    }

    /** How many entries were read from the storage so far: asked for by id, or listed. */
    public long entriesRead() {
        return storage.entriesRead();
    }

    /** How many signal subscriptions a server has open. */
    public long listening(DataSave server) {
        return signals.listening(of(server));
    }

    /** How many steps, timers and answers of a server are still to come. */
    public long waiting(DataSave server) {
        return queue.waiting(of(server));
    }

    /** Forgets a server that has died or was closed, and all that belongs to it. */
    public void forget(DataSave server) {
        if (isAlive(server)) {
            throw new IllegalArgumentException(
                    "server " + server.serverName() + ": found it alive, expected one that has died or was closed");
        }
        signals.forget(of(server));
        servers.remove(server);
    }

    /** Kills all servers. */
    @Override
    public void close() {
        servers.values().forEach(VirtualServer::kill);
    }

    private VirtualServer of(DataSave server) {
        VirtualServer found = servers.get(server);
        if (found == null) {
            throw new IllegalArgumentException(
                    "server " + server.serverName() + ": found one of another network, expected one of this");
        }
        return found;
    }
}
