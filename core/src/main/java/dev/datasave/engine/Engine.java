package dev.datasave.engine;

import dev.datasave.CloseReport;
import dev.datasave.DataSaveException;
import dev.datasave.DataStore;
import dev.datasave.DataStoreOptions;
import dev.datasave.ProfileId;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ServerInfo;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Wires the parts of one running server and closes them.
 *
 * <p>All of a server's state is confined to its loop ({@link Environment#onLoop}). The loop never blocks and never runs the game's code: storage calls go
 * through {@link StoragePort} and {@link SaveQueue}, the game's code through {@link Home}; both report back as steps. A {@link Load} finds out
 * who holds a profile and comes to own it; a {@link Session} saves it; an {@link Ending} gives it up. {@link Lease} proves that this server
 * lives, {@link Leases} buries those that don't, {@link Inbox} hears what others want, {@link Orphans} frees what nobody uses. {@link Spool} keeps what
 * the storage doesn't take.
 */
public final class Engine {
    private static final Duration MAIL_SWEEP = Duration.ofSeconds(60);

    private final Settings settings;
    private final Environment environment;
    private final Events events;
    private final Home home;
    private final Ids ids;
    private final StoragePort port;
    private final SaveQueue queue;
    private final Lease lease;
    private final Leases leases;
    private final Sweeper sweeper;
    private Environment.Timer mailSweep = () -> {};
    private final Inbox inbox;
    private final Orphans orphans;
    private final Sessions sessions;
    private final Autosave autosave;
    private final Spool spool;
    private final Removals removals;
    private final StorageClock clock;
    private final Mail mail;
    private final Messages messages;
    private final Requests requests;
    private final Receipts receipts;
    private final Operator operator;
    private final Transactions transactions;
    private final People people;
    private final Set<Commit> commits = new HashSet<>();
    private final Updates updates = new Updates();
    private final Stores stores = new Stores(this);
    private final Map<Object, Runnable> unanswered = new ConcurrentHashMap<>();
    private final CompletableFuture<CloseReport> closed = new CompletableFuture<>();
    private final Set<Signals.Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private int beats;
    private volatile boolean isClosing;

    public Engine(Settings settings) {
        this.settings = settings;
        this.environment = settings.environment();
        this.events = new Events(settings.listener(), environment);
        this.home = new Home(environment, events);
        this.ids = new Ids(environment, settings.serverName());
        this.port = new StoragePort(settings.storage(), environment, events);
        this.queue = new SaveQueue(port, environment);
        this.lease = new Lease(settings, port, ids, events, new LeaseOwner());
        this.sessions = new Sessions(this);
        this.inbox = new Inbox(this);
        this.orphans = new Orphans(this);
        this.autosave = new Autosave(this);
        this.spool = new Spool(this);
        this.removals = new Removals(this);
        this.clock = new StorageClock(environment);
        this.mail = new Mail(this);
        this.messages = new Messages(this);
        this.requests = new Requests(this);
        this.receipts = new Receipts(this);
        this.operator = new Operator(this);
        this.transactions = new Transactions(this);
        this.people = new People(this);
        this.leases = new Leases(port, environment, queue, lease, ids, events, sessions::buried);
        this.sweeper = new Sweeper(this, leases);
        settings.homeExecutor().ifPresent(home::learn);
        environment.onLoop(this::start);
    }

    private void start() {
        listen();
        lease.start();
        leases.look();
        autosave.start();
        spool.start();
        sweeper.start();
        mailSweep = environment.schedule(MAIL_SWEEP, this::sweepMail);
    }

    /** Listens under the present incarnation. A subscription whose answer is lost is known too, and ended at the latest by {@link #finish}. */
    private void listen() {
        String incarnation = ids.incarnation();
        Runnable wake = () -> environment.onLoop(this::woken);
        port.signals(
                signals -> {
                    Signals.Subscription subscription = signals.listen(incarnation, wake);
                    subscriptions.add(subscription);
                    if (isClosing) {
                        subscription.close();
                    }
                    return subscription;
                },
                subscription -> {
                    if (incarnation.equals(ids.incarnation())) {
                        endOthers(subscription);
                    }
                },
                failure -> environment.schedule(settings.heartbeat(), () -> {
                    if (!isClosing && incarnation.equals(ids.incarnation())) {
                        listen();
                    }
                }));
    }

    private void endOthers(Signals.Subscription newest) {
        port.signals(
                signals -> subscriptions.removeIf(subscription -> {
                    boolean isOld = !subscription.equals(newest);
                    if (isOld) {
                        subscription.close();
                    }
                    return isOld;
                }),
                isRemoved -> {},
                failure -> {});
    }

    private void woken() {
        inbox.wake();
        sessions.wakeLoads();
        mail.wake();
        requests.wake();
    }

    /** Wakes another server; a hint (P6). */
    void signal(String incarnation) {
        port.signal(List.of(incarnation));
    }

    private void sweepMail() {
        if (!isClosing) {
            mail.sweep().sweep();
            spool.scan();
            mailSweep = environment.schedule(MAIL_SWEEP, this::sweepMail);
        }
    }

    private final class LeaseOwner implements Lease.Owner {
        @Override
        public void suspended() {
            events.tell(listener -> listener.suspended());
            sessions.forEach(Session::suspended);
        }

        @Override
        public void resumed() {
            events.tell(listener -> listener.resumed());
            sessions.forEach(Session::resumed);
        }

        @Override
        public void reincarnated() {
            listen();
            mail.reincarnated();
            sessions.forEach(Session::reattach);
        }

        @Override
        public void graceOver() {
            sessions.forEach(session -> session.end(dev.datasave.ReleaseReason.LEASE_LOST));
        }

        @Override
        public void renewed(Instant storageTime) {
            clock.read(storageTime);
        }

        @Override
        public void inboxRead(List<Entry> entries) {
            inbox.read(entries);
            mail.beat();
            if (++beats % 5 == 0) {
                orphans.scan();
            }
        }
    }

    public <T> ProfileStore<T> profileStore(
            String name, Class<T> type, Supplier<? extends T> template, ProfileOptions<T> options) {
        return stores.profiles(name, type, template, options);
    }

    public <T> DataStore<T> dataStore(String name, Class<T> type, DataStoreOptions<T> options) {
        return stores.entries(name, type, options);
    }

    /** A store of the game's on this server, if it is open. From any thread. */
    Optional<Store<?>> openStore(String name) {
        return stores.profiles(name);
    }

    public String serverName() {
        return ids.serverName();
    }

    public String incarnation() {
        return ids.incarnation();
    }

    public List<ServerInfo> servers() {
        return leases.servers();
    }

    /** What the game's policy says; 24 h and an event where it throws. */
    Retention retention(ProfileId profile, Supplier<Retention> policy) {
        try {
            return policy.get();
        } catch (RuntimeException thrown) {
            events.tell(listener -> listener.listenerFailed(profile, thrown));
            return Retention.keep(Duration.ofHours(24));
        }
    }

    public void close() {
        CompletableFuture<CloseReport> report = closeAsync();
        if (home.isHomeThread()) {
            home.helpUntil(report);
        } else {
            report.join();
        }
    }

    public CompletableFuture<CloseReport> closeAsync() {
        environment.onLoop(this::beginClose);
        return closed.copy();
    }

    private void beginClose() {
        if (isClosing) {
            return;
        }
        isClosing = true;
        long begun = environment.monotonicNanos();
        Environment.Timer deadline = environment.schedule(settings.closeTimeout(), () -> {
            updates.giveUp();
            sessions.giveUp();
            mail.sending().giveUp();
        });
        sessions.close(() -> updates.close(() -> mail.sending().close(() -> {
            deadline.cancel();
            autosave.end();
            leases.end();
            sweeper.end();
            mailSweep.cancel();
            orphans.end();
            spool.end(() -> lease.end(done -> finish(begun)));
        })));
    }

    private void finish(long begun) {
        Duration took = Duration.ofNanos(environment.monotonicNanos() - begun);
        CloseReport report = new CloseReport(sessions.saved(), sessions.notSaved(), spool.keptWhileClosing(), took);
        List.copyOf(commits).forEach(Commit::giveUp);
        stores.close();
        var unused = environment
                .call(Environment.Lane.DATA, () -> {
                    subscriptions.forEach(Signals.Subscription::close);
                    if (settings.closesStorage()) {
                        settings.storage().close();
                    }
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        events.tell(listener -> listener.storageFailed(failure));
                    }
                    environment.onUserThread(() -> {
                        closed.complete(report);
                        List.copyOf(unanswered.values()).forEach(Runnable::run);
                    });
                    environment.close();
                });
    }

    boolean isClosing() {
        return isClosing;
    }

    /**
     * A future that the step, on the loop, is to complete; whatever happens, it is completed at the latest when the server is closed. From
     * any thread.
     */
    <R> CompletableFuture<R> ask(Consumer<CompletableFuture<R>> step) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        Object question = new Object();
        Runnable end = () -> answer.completeExceptionally(new DataSaveException.Closed("server " + ids.serverName()));
        unanswered.put(question, end);
        var unused = answer.whenComplete((result, failure) -> unanswered.remove(question));
        environment.onLoop(() -> step.accept(answer));
        if (closed.isDone()) {
            end.run();
        }
        return answer;
    }

    /**
     * The name of a store of this server.
     *
     * @throws IllegalArgumentException if it is another server's
     */
    String ownStore(ProfileStore<?> store) {
        if (store instanceof Store<?> own && own.engine() == this) {
            return own.name();
        }
        throw new IllegalArgumentException(
                "store \"" + store.name() + "\": found one of another server, expected one of " + ids.serverName());
    }

    Settings settings() {
        return settings;
    }

    Environment environment() {
        return environment;
    }

    Events events() {
        return events;
    }

    Home home() {
        return home;
    }

    Ids ids() {
        return ids;
    }

    StoragePort port() {
        return port;
    }

    SaveQueue queue() {
        return queue;
    }

    Lease lease() {
        return lease;
    }

    Leases leases() {
        return leases;
    }

    Inbox inbox() {
        return inbox;
    }

    Orphans orphans() {
        return orphans;
    }

    Sessions sessions() {
        return sessions;
    }

    Autosave autosave() {
        return autosave;
    }

    Spool spool() {
        return spool;
    }

    Removals removals() {
        return removals;
    }

    /** The storage's clock. From any thread. */
    StorageClock clock() {
        return clock;
    }

    Updates updates() {
        return updates;
    }

    Mail mail() {
        return mail;
    }

    Messages messages() {
        return messages;
    }

    Requests requests() {
        return requests;
    }

    Receipts receipts() {
        return receipts;
    }

    Operator operator() {
        return operator;
    }

    /** The commits that are under way. Loop only. */
    Set<Commit> commits() {
        return commits;
    }

    public Transactions transactions() {
        return transactions;
    }

    public People people() {
        return people;
    }
}
