package dev.datasave.platform;

import dev.datasave.LoadOptions;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.platform.PresenceState.Event;
import dev.datasave.platform.Reason.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in, who must go, and what is released when, on a game server of any kind. The server says what happens to its connections; this class
 * loads, publishes and releases their profiles.
 *
 * <pre>{@code
 * PlayerSessions<PlayerData, Player> sessions =
 *         PlayerSessions.builder(players, (Player player, Reason reason) -> player.kick(reason.text())).build();
 *
 * // a connection asks to come in, on a thread that may wait (otherwise: thenAccept)
 * switch (sessions.arriving(player, player.id()).join()) {
 *     case Arrival.LetIn<PlayerData>(var profile, var isNew) -> player.show(profile.data());
 *     case Arrival.Refused<PlayerData>(var reason, var load) -> player.kick(reason.text());
 * }
 *
 * sessions.arrived(player);                       // he is in the game
 * sessions.gone(player);                          // the connection is closed, at whatever time
 * sessions.stop(Duration.ofSeconds(20)).join();   // the server stops; then dataSave.close()
 * }</pre>
 *
 * <ul>
 *   <li><b>Events come as they like</b>: in any order, repeated, late, or not at all. What is late or repeated does no harm. Who is gone before he asks is
 *       refused. Who was let in and is not seen in the game within the load's timeout is sent away.
 *   <li><b>Connections, not players.</b> A {@code P} stands for one connection: two of them are {@linkplain Object#equals equal} only if they are the same
 *       connection. The same player can be on one server twice, and each of his connections has its own end; {@link SamePlayer} says who stays.
 *   <li><b>One connection comes in once.</b> Asking again gives the same answer, until a minute after it is over.
 *   <li><b>Ends that nobody tells</b> are found by {@link Builder#stillConnected}, if it is given. It is asked about each player who is in the game, one
 *       after the other, on one virtual thread; then the thread rests for 10 s. With 1,000 players that is 1,000 calls in 10 s. Whoever is on his way
 *       in is not asked about: the load's timeout ends that. A {@code gone} that comes late after all does no harm.
 *   <li><b>What is promised</b>: nobody is let in without his data. Nothing is held for nobody for longer than the load's timeout, given that {@link
 *       #gone} comes or {@link Builder#stillConnected} can tell. What is played is only released after the player was told to go.
 * </ul>
 *
 * <p>Every method may be called from any thread, and none waits, so a tick never does. Answers are completed on threads that may wait. A home thread may
 * {@code join()} an answer, and at a stop has to on some platforms: like all futures of DataSave, it meanwhile runs what waits for that thread.
 *
 * @param <T> the profiles' data
 * @param <P> a connection: the server's own object for it, for instance a player or a channel
 */
public final class PlayerSessions<T, P> {
    private final Premises<T, P> premises;
    private final SamePlayer samePlayer;
    private final Function<String, LoadOptions> options;
    private final KnownConnections<T, P> connections;
    private final Expected<T> expected;
    private final Optional<Rounds<P>> rounds;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable CompletableFuture<ShutdownReport> stopping; // guarded by the lock

    private PlayerSessions(Builder<T, P> builder) {
        this.connections = new KnownConnections<>(lock, builder.timer);
        this.expected = new Expected<>(builder.store, lock, builder.timer);
        this.premises = new Premises<>(
                builder.store,
                expected,
                builder.prepare,
                builder.kick,
                builder.timer,
                builder.problem,
                lock,
                this::isPlaying,
                connections::over);
        this.samePlayer = builder.samePlayer;
        this.options = builder.options;
        this.rounds = Optional.ofNullable(builder.stillConnected)
                .map(asked -> new Rounds<>(asked, this::playing, this::gone, lock, builder.timer, builder.problem));
    }

    /**
     * Begins to configure the sessions of one store.
     *
     * @param kick closes the connection of a player who was let in and has to go, and tells him why. It is called once, in the task in which the last
     *     listeners of the profile run: on the home executor if there is one. It may call {@link #gone}
     */
    public static <T, P> Builder<T, P> builder(ProfileStore<T> store, BiConsumer<? super P, Reason> kick) {
        return new Builder<>(store, kick);
    }

    /**
     * The player will ask to come in here in a moment, says somebody who knows: a proxy, or the server that sends him. So the profile is loaded at once,
     * with the {@linkplain Builder#options options} of the builder, while the connection is still being made. Who asks with this key within 10 s takes
     * that load over, whatever options he brings; if nobody does, the profile is given back. Nobody sees it until then.
     *
     * <p>This is a hint, and works without: it may be wrong, come twice, or too late, and it does nothing if the player is here already, if 1,000 others
     * are expected, or once the server stops. It takes the profile from the server where the player still is, and that server tells him to go. So call it
     * only when the player is sure to leave there, and never because a client says so.
     *
     * @throws IllegalArgumentException if the key breaks R10
     */
    public void expect(String key) {
        LoadOptions loadOptions = options.apply(key);
        Runnable begin = locked(() -> {
            Optional<Presence<T, P>> here = connections.newest(key);
            boolean isHere = here.isPresent() && here.get().state().isWanted();
            return stopping != null || isHere ? () -> {} : expected.begin(key, loadOptions);
        });
        begin.run();
    }

    /** Like {@link #arriving(Object, String, LoadOptions)}, with the {@linkplain Builder#options options} of the builder. */
    public CompletableFuture<Arrival<T>> arriving(P connection, String key) {
        return arriving(connection, key, options.apply(key));
    }

    /**
     * A connection asks to come in. The profile is loaded, and once the answer is {@link Arrival.LetIn} it is published. The answer comes within the
     * load's timeout. The load ends at once when the connection is {@link #gone}.
     *
     * <p>Cancelling the future does nothing: say {@link #gone}.
     *
     * @param key the key of the player's profile
     * @throws IllegalArgumentException if the key breaks R10
     */
    public CompletableFuture<Arrival<T>> arriving(P connection, String key, LoadOptions loadOptions) {
        Objects.requireNonNull(connection, "connection");
        Presence<T, P> asking = new Presence<>(premises, connection, key, loadOptions);
        Runnable begin = locked(() -> {
            boolean isKnown = connections.add(asking).isPresent();
            return isKnown ? () -> {} : begin(asking);
        });
        begin.run();
        return connections.of(connection).orElse(asking).answer();
    }

    private Runnable begin(Presence<T, P> asking) {
        if (stopping != null) {
            return () -> asking.happens(Event.STOPPED, Reason.of(Kind.STOPPING));
        }
        Optional<Presence<T, P>> other = connections.newest(asking.key());
        boolean isTaken = other.isPresent() && other.get().state().isWanted();
        if (isTaken && samePlayer == SamePlayer.REFUSE_SECOND) {
            return () -> asking.happens(Event.REPLACED, Reason.of(Kind.ALREADY_HERE));
        }
        boolean isEarly = connections.becomesNewest(asking);
        return () -> {
            if (isEarly) {
                asking.happens(Event.ARRIVED);
            }
            other.ifPresent(
                    one -> one.happens(Event.REPLACED, Reason.of(Kind.REPLACED))); // the load waits for its release
            try {
                asking.load();
            } catch (Throwable thrown) { // the game's own code is asked, too
                asking.happens(Event.STOPPED, Reason.of(Kind.GAME_FAILED));
                connections.forget(asking);
                throw thrown;
            }
        };
    }

    /**
     * The player is in the game: he can be seen, moves, and plays. Returns his profile. If it is empty, he must not play: he did not ask to come in, was
     * refused, has to go already, or his data is not here yet. Send him away, or keep him where he can do nothing until the answer comes.
     */
    public Optional<Profile<T>> arrived(P connection) {
        Optional<Presence<T, P>> presence = connections.of(connection);
        if (presence.isEmpty()) {
            connections.seenEarly(connection);
            return Optional.empty();
        }
        presence.get().happens(Event.ARRIVED);
        return presence.get().shown();
    }

    /** The connection is closed. Ends its load, or releases its profile; whatever it is, this does not wait. */
    public void gone(P connection) {
        connections.leaving(connection, this::stranger).happens(Event.GONE, Reason.of(Kind.GONE));
    }

    private Presence<T, P> stranger(P connection) {
        return new Presence<>(premises, connection, "", LoadOptions.defaults());
    }

    /** The profile of a connection that was let in, until it is to go. */
    public Optional<Profile<T>> profileOf(P connection) {
        return connections.of(connection).flatMap(Presence::shown);
    }

    /** The connection by which the profile's player was let in, until it is to go. */
    public Optional<P> connectionOf(String key) {
        return connections.newest(key).filter(found -> found.state().isIn()).map(Presence::connection);
    }

    /** The connections that were let in, and need not go yet. */
    public Collection<P> connections() {
        return connections.all().stream()
                .filter(presence -> presence.state().isIn())
                .map(Presence::connection)
                .toList();
    }

    /**
     * The server stops: nobody is let in any more, everybody is told to go, every profile is released, and every load ends. Completes with a report when
     * that is done or the time is over. Events that come later do no harm. Every call returns the outcome of the first.
     *
     * <p>Close {@link dev.datasave.DataSave} after it, not beside it, in a step of the server's own shutdown: a hook of the JVM would run at the same
     * moment.
     *
     * @param atMost how long it may take
     */
    public CompletableFuture<ShutdownReport> stop(Duration atMost) {
        Objects.requireNonNull(atMost, "at most");
        CompletableFuture<ShutdownReport> report = new CompletableFuture<>();
        Optional<CompletableFuture<ShutdownReport>> before = locked(() -> {
            Optional<CompletableFuture<ShutdownReport>> begun = Optional.ofNullable(stopping);
            stopping = begun.orElse(report);
            return begun;
        });
        if (before.isEmpty()) {
            new Shutdown<>(premises, connections.all(), locked(expected::end)).begin(atMost, report);
        }
        CompletableFuture<ShutdownReport> first = before.orElse(report);
        return connections.all().stream()
                .filter(Presence::hasBegun)
                .findFirst()
                .map(presence -> presence.waitable(first))
                .orElseGet(first::copy);
    }

    /** How many connections are remembered. */
    int remembered() {
        return connections.all().size();
    }

    private void isPlaying() {
        rounds.ifPresent(Rounds::begin);
    }

    private List<P> playing() {
        return connections.all().stream()
                .filter(presence -> presence.state() == PresenceState.PLAYING)
                .map(Presence::connection)
                .toList();
    }

    private <R extends @Nullable Object> R locked(Supplier<R> look) {
        lock.lock();
        try {
            return look.get();
        } finally {
            lock.unlock();
        }
    }

    /** What happens when a player who is on this server comes with a second connection. */
    public enum SamePlayer {
        /**
         * The second one is refused ({@link Reason.Kind#ALREADY_HERE}). A player whose first connection is dead, which the server has not noticed, waits
         * until it has.
         */
        REFUSE_SECOND,
        /** The first one has to go ({@link Reason.Kind#REPLACED}); the second one is let in with the data once that is released. */
        END_FIRST
    }

    /** The settings. Not thread-safe. */
    public static final class Builder<T, P> {
        private final ProfileStore<T> store;
        private final BiConsumer<? super P, Reason> kick;
        private BiConsumer<? super P, ? super Profile<T>> prepare = (connection, profile) -> {};
        private SamePlayer samePlayer = SamePlayer.END_FIRST;
        private Function<String, LoadOptions> options = key -> LoadOptions.defaults();
        private @Nullable Predicate<? super P> stillConnected;
        private BiConsumer<Duration, Runnable> timer = Builder::onVirtualThread;
        private BiConsumer<String, Throwable> problem = Builder::log;

        private Builder(ProfileStore<T> store, BiConsumer<? super P, Reason> kick) {
            this.store = Objects.requireNonNull(store, "store");
            this.kick = Objects.requireNonNull(kick, "kick");
        }

        private static void onVirtualThread(Duration delay, Runnable task) {
            Executor virtual = Thread.ofVirtual().name("datasave-platform")::start;
            Executor later = delay.isZero()
                    ? virtual
                    : CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, virtual);
            later.execute(task);
        }

        private static void log(String what, Throwable thrown) {
            System.getLogger("dev.datasave.platform").log(System.Logger.Level.ERROR, what, thrown);
        }

        /**
         * What the game does with a loaded profile before anybody sees it: check it, add its listeners. It runs on a virtual thread. If it throws, the
         * player is refused with {@link Reason.Kind#GAME_FAILED} and the profile is released. Default: nothing.
         */
        public Builder<T, P> prepare(BiConsumer<? super P, ? super Profile<T>> newPrepare) {
            prepare = Objects.requireNonNull(newPrepare, "prepare");
            return this;
        }

        /** Who stays when a player comes with a second connection; default {@link SamePlayer#END_FIRST}. */
        public Builder<T, P> samePlayer(SamePlayer policy) {
            samePlayer = Objects.requireNonNull(policy, "same player");
            return this;
        }

        /** How profiles are loaded, by key; default {@link LoadOptions#defaults()}. Connect the player here: {@code defaults().userId(key)}. */
        public Builder<T, P> options(Function<String, LoadOptions> newOptions) {
            options = Objects.requireNonNull(newOptions, "options");
            return this;
        }

        /**
         * Whether a connection that has {@link #arrived} is still open, for servers that don't always tell when one is closed. It is asked every 10 s, on
         * a virtual thread, while the game goes on, so it has to be quick and thread-safe: best it reads one field. If it throws, the player is taken to
         * be there. Default: it is not asked.
         *
         * <p>It may answer false only if the connection is closed for good. That is taken as {@link #gone}: the profile is released, and nobody is
         * kicked. So neither a player who is between two worlds, or back in an earlier phase of his connection, nor one whose name the server
         * can't find at the moment, is "not connected".
         */
        public Builder<T, P> stillConnected(Predicate<? super P> newStillConnected) {
            stillConnected = Objects.requireNonNull(newStillConnected, "still connected");
            return this;
        }

        /**
         * What runs a task after a delay, which may be zero, and not before it has returned; default: on virtual threads. For tests in virtual time:
         * {@code timer(network::schedule)}.
         */
        public Builder<T, P> timer(BiConsumer<Duration, Runnable> newTimer) {
            timer = Objects.requireNonNull(newTimer, "timer");
            return this;
        }

        /** Is told what the game's code has thrown, and what it was to do; default: both are logged. It must not throw. */
        public Builder<T, P> problem(BiConsumer<String, Throwable> newProblem) {
            problem = Objects.requireNonNull(newProblem, "problem");
            return this;
        }

        /** The sessions. Nothing runs until a connection asks. */
        public PlayerSessions<T, P> build() {
            return new PlayerSessions<>(this);
        }
    }
}
