package dev.datasave.engine.server;

import com.google.gson.JsonElement;
import dev.datasave.CloseReport;
import dev.datasave.DataStore;
import dev.datasave.DataStoreOptions;
import dev.datasave.GrantResult;
import dev.datasave.HistoryPolicy;
import dev.datasave.Message;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ReleaseReason;
import dev.datasave.ServerInfo;
import dev.datasave.Transaction;
import dev.datasave.engine.commit.Commits;
import dev.datasave.engine.commit.NewMessage;
import dev.datasave.engine.commit.Post;
import dev.datasave.engine.commit.Receipts;
import dev.datasave.engine.data.Template;
import dev.datasave.engine.handover.Inbox;
import dev.datasave.engine.lease.Lease;
import dev.datasave.engine.lease.Leases;
import dev.datasave.engine.load.Loads;
import dev.datasave.engine.load.Removals;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.Once;
import dev.datasave.engine.loop.Settings;
import dev.datasave.engine.loop.StoragePort;
import dev.datasave.engine.mail.Mail;
import dev.datasave.engine.mail.Messages;
import dev.datasave.engine.operator.Moves;
import dev.datasave.engine.operator.Operator;
import dev.datasave.engine.people.People;
import dev.datasave.engine.records.Updates;
import dev.datasave.engine.session.Autosave;
import dev.datasave.engine.session.Features;
import dev.datasave.engine.session.Session;
import dev.datasave.engine.session.Sessions;
import dev.datasave.engine.spool.Spool;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Puts the parts of one running server together, from the ground up, and closes them.
 *
 * <p>All of a server's state is confined to its {@link Loop}. A {@code Load} finds out who holds a profile and comes to own it; a {@link Session}
 * saves it; an {@code Ending} gives it up. {@link Lease} proves that this server lives, {@link Leases} buries those that don't, {@link Inbox} reads
 * what other servers want, {@code Strays} frees entries that nobody uses. {@link Spool} keeps states that the storage doesn't take.
 */
public final class Engine {
    private static final Duration MAIL_SWEEP = Duration.ofSeconds(60);

    /** How long after the close timeout closing goes on although a part of it has not ended: one of them has failed. */
    private static final Duration STUCK = Duration.ofSeconds(15);

    private final Loop loop;
    private final Lease lease;
    private final Leases leases;
    private final Inbox inbox;
    private final Spool spool;
    private final Sessions sessions;
    private final Autosave autosave;
    private final Loads loads;
    private final Removals removals;
    private final Commits commits;
    private final Receipts receipts;
    private final Updates updates;
    private final Mail mail;
    private final Messages messages;
    private final Operator operator;
    private final People people;
    private final Stores stores;
    private final Transactions transactions;
    private final Sweeper sweeper;
    private final MailSweep mails;
    private final CompletableFuture<CloseReport> closed;
    private final Queue<Signals.Subscription> subscriptions = new ConcurrentLinkedQueue<>();
    private Environment.Timer mailSweep = () -> {};
    private int beats;

    public Engine(Settings settings) {
        Upstairs upstairs = new Upstairs();
        this.loop = new Loop(settings);
        this.closed = loop.future();
        this.lease = new Lease(loop, new LeaseOwner());
        this.leases = new Leases(loop, this::buried);
        this.inbox = new Inbox(loop);
        this.spool = new Spool(loop, inbox.strays());
        this.sessions = new Sessions(loop, lease, inbox, spool, upstairs);
        this.autosave = new Autosave(loop, lease);
        this.loads = new Loads(loop, lease, leases, inbox, spool, sessions);
        this.removals = new Removals(loop, loads);
        this.commits = new Commits(loop, upstairs);
        this.receipts = new Receipts(loop, commits);
        this.updates = new Updates();
        this.mail = new Mail(loop, sessions, loads, commits, this::history);
        this.messages = new Messages(loop, sessions, mail);
        this.operator = new Operator(loop, sessions, loads, commits, mail);
        this.people = new People(loop, loads, removals, messages);
        this.stores = new Stores(loop, loads, removals, messages, operator, new Moves(loop, loads), updates);
        this.transactions = new Transactions(loop, commits, stores, sessions, mail.format(), messages);
        this.sweeper = new Sweeper(loop, leases);
        this.mails = new MailSweep(loop, leases, mail);
        inbox.attach(loads);
        sessions.watch(autosave);
        sessions.watch(loads);
        sessions.watch(mail.boxes());
        loop.environment().onLoop(this::start);
    }

    private void buried(String incarnation) {
        loads.buried(incarnation);
    }

    private void start() {
        listen();
        lease.start();
        leases.look();
        autosave.start();
        spool.start();
        sweeper.start();
        mailSweep = loop.environment().schedule(MAIL_SWEEP, this::sweepMail);
    }

    /** Listens under the present incarnation. A subscription whose answer is lost is remembered too; {@link Closing#finish} ends it at the latest. */
    private void listen() {
        String incarnation = loop.ids().incarnation();
        Runnable wake = () -> loop.environment().onLoop(this::woken);
        loop.port()
                .signals(
                        signals -> {
                            Signals.Subscription subscription = signals.listen(incarnation, wake);
                            subscriptions.add(subscription);
                            if (loop.isClosing()) {
                                subscription.close();
                            }
                            return subscription;
                        },
                        subscription -> {
                            if (incarnation.equals(loop.ids().incarnation())) {
                                endOthers(subscription);
                            }
                        },
                        failure -> loop.environment().schedule(loop.settings().heartbeat(), () -> {
                            if (!loop.isClosing()
                                    && incarnation.equals(loop.ids().incarnation())) {
                                listen();
                            }
                        }));
    }

    private void endOthers(Signals.Subscription newest) {
        loop.port()
                .signals(
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
        loads.wake();
        inbox.wake(mail::wake);
        mail.requests().wake();
    }

    private void sweepMail() {
        if (!loop.isClosing()) {
            mails.turn();
            spool.scan();
            mailSweep = loop.environment().schedule(MAIL_SWEEP, this::sweepMail);
        }
    }

    private final class LeaseOwner implements Lease.Owner {
        @Override
        public void suspended(String why) {
            loop.events().tell(listener -> listener.suspended(why));
            sessions.forEach(Session::suspended);
        }

        @Override
        public void resumed() {
            loop.events().tell(listener -> listener.resumed());
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
            sessions.forEach(session -> session.end(ReleaseReason.LEASE_LOST));
        }

        @Override
        public void renewed(Instant storageTime) {
            loop.clock().read(storageTime);
        }

        @Override
        public void inboxRead(List<Entry> entries) {
            inbox.read(entries);
            mail.beat();
            if (++beats % 5 == 0) {
                inbox.strays().turn();
            }
        }
    }

    /** Lets rooms that are built early call those that are built later. Nobody does so before all are built. */
    private final class Upstairs implements Features, Post {
        @Override
        public <T> CompletableFuture<GrantResult> grant(
                Session<T> session, String receipt, UnaryOperator<T> grant, boolean again) {
            return receipts.grant(session, receipt, grant, again);
        }

        @Override
        public <T, M> void hear(Session<T> session, Class<M> type, Consumer<? super Message<T, M>> handler) {
            messages.hear(session, type, handler);
        }

        @Override
        public void address(
                List<NewMessage> outgoing,
                Consumer<List<AddressedMessage>> then,
                Consumer<Transaction.Result.TooManyMessages> full,
                Consumer<Throwable> failed) {
            mail.address(outgoing, then, full, failed);
        }

        @Override
        public void sent(List<AddressedMessage> stored) {
            mail.sent(stored);
        }
    }

    public <T> ProfileStore<T> profileStore(
            String name, Class<T> type, Supplier<? extends T> template, ProfileOptions<T> options) {
        return profileStore(name, type, Template.of(Objects.requireNonNull(template, "template")), options);
    }

    public <T> ProfileStore<T> keyedProfileStore(
            String name, Class<T> type, Function<String, ? extends T> template, ProfileOptions<T> options) {
        return profileStore(name, type, Template.ofKey(Objects.requireNonNull(template, "template")), options);
    }

    <T> ProfileStore<T> profileStore(String name, Class<T> type, Template<T> template, ProfileOptions<T> options) {
        return stores.profiles(name, type, template, options);
    }

    public ProfileStore<JsonElement> storedProfiles(String name) {
        return stores.trees(name);
    }

    public <T> DataStore<T> dataStore(String name, Class<T> type, DataStoreOptions<T> options) {
        return stores.entries(name, type, options);
    }

    private HistoryPolicy history(String store) {
        return stores.history(store);
    }

    public String serverName() {
        return loop.ids().serverName();
    }

    public String incarnation() {
        return loop.ids().incarnation();
    }

    public ServerInfo.Statistics statistics() {
        return loop.tallies().statistics();
    }

    public List<ServerInfo> servers() {
        return leases.servers();
    }

    public void close() {
        closeAsync().join();
    }

    public CompletableFuture<CloseReport> closeAsync() {
        Duration atMost = loop.settings().closeTimeout().plus(STUCK);
        loop.closeWithin(
                atMost,
                refusal -> closed.completeExceptionally(new IllegalStateException(
                        "environment: found no step of the loop taken for " + atMost
                                + ", expected all; what was not stored until then is lost",
                        refusal)));
        loop.environment().onLoop(this::beginClose);
        return closed.copy();
    }

    private void beginClose() {
        if (loop.isClosing()) {
            return;
        }
        loop.closing();
        Closing closing = new Closing();
        Once last = new Once(closing::finish);
        closing.unstick(loop.settings().closeTimeout().plus(STUCK), last);
        Environment.Timer deadline = loop.environment().schedule(loop.settings().closeTimeout(), this::giveUp);
        List<Runnable> steps = List.of(
                loads::cancelAll,
                () -> sessions.close(() ->
                        loads.close(() -> updates.close(() -> mail.sending().close(() -> {
                            deadline.cancel();
                            endParts(last);
                        })))));
        loop.forEach(steps, Runnable::run);
    }

    private void endParts(Runnable last) {
        List<Runnable> parts = List.of(
                autosave::end,
                leases::end,
                sweeper::end,
                mailSweep::cancel,
                inbox.strays()::end,
                () -> spool.end(() -> endLease(last)));
        loop.forEach(parts, Runnable::run);
    }

    private void endLease(Runnable then) {
        boolean isEnding = false;
        try {
            lease.end(done -> then.run());
            isEnding = true;
        } finally {
            if (!isEnding) {
                then.run(); // what was thrown is told behind it
            }
        }
    }

    /** The time for closing is over. */
    private void giveUp() {
        List<Runnable> parts = List.of(updates::giveUp, sessions::giveUp, loads::giveUp, mail.sending()::giveUp);
        loop.forEach(parts, Runnable::run);
    }

    /** What is measured of closing, and its end. */
    private final class Closing {
        private final long begun = nanos();
        private Environment.Timer stuck = () -> {};

        /** If a part has failed, so that nothing follows it, the end comes all the same, once no more states reach the spool. */
        private void unstick(Duration atMost, Runnable last) {
            int kept = spool.keptWhileClosing().size();
            stuck = loop.environment().schedule(atMost, () -> {
                if (spool.keptWhileClosing().size() != kept) {
                    unstick(STUCK, last);
                } else {
                    last.run();
                }
            });
        }

        /** This moment; 0 of a clock that fails, which must not keep the server from its end. */
        private long nanos() {
            try {
                return loop.environment().monotonicNanos();
            } catch (Throwable failure) {
                loop.events().tell(listener -> listener.engineFault(failure));
                return 0;
            }
        }

        private void finish() {
            stuck.cancel();
            Duration took = Duration.ofNanos(Math.max(0, nanos() - begun));
            CloseReport report = new CloseReport(sessions.saved(), sessions.notSaved(), spool.keptWhileClosing(), took);
            Duration left = loop.settings().closeTimeout().minus(took);
            Runnable closePort = () -> loop.port()
                    .close(
                            left.compareTo(StoragePort.OVERDUE) > 0 ? left : StoragePort.OVERDUE,
                            () -> subscriptions.forEach(Signals.Subscription::close),
                            loop.settings().closesStorage(),
                            () -> loop.end(() -> closed.complete(report)));
            loop.forEach(List.of(commits::giveUp, stores::close, closePort), Runnable::run);
        }
    }

    public Transactions transactions() {
        return transactions;
    }

    public People people() {
        return people;
    }
}
