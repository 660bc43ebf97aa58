package dev.datasave.platform;

import dev.datasave.LoadOptions;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.platform.PresenceState.Event;
import dev.datasave.platform.Reason.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofSeconds(10);

    /** So many connections are remembered that were closed without having asked; a flood of them must not fill the memory. */
    private static final int STRANGERS = 10_000;

    private final Premises<T, P> premises;
    private final SamePlayer samePlayer;
    private final Function<String, LoadOptions> options;
    private final Optional<Predicate<? super P>> stillConnected;
    private final ReentrantLock lock;

    // guarded by the lock
    private final Map<P, Presence<T, P>> presences = new HashMap<>();
    private final Map<String, Presence<T, P>> newest = new HashMap<>();
    private final Set<P> early = new HashSet<>();
    private int strangers;
    private boolean looks;
    private @Nullable CompletableFuture<ShutdownReport> stopping;

    private PlayerSessions(Builder<T, P> builder) {
        this.lock = new ReentrantLock();
        this.premises = new Premises<>(
                builder.store,
                builder.prepare,
                builder.kick,
                builder.timer,
                builder.problem,
                lock,
                this::lookAround,
                this::isOver);
        this.samePlayer = builder.samePlayer;
        this.options = builder.options;
        this.stillConnected = Optional.ofNullable(builder.stillConnected);
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
            Presence<T, P> known = presences.putIfAbsent(connection, asking);
            return known == null ? begin(asking) : () -> {};
        });
        begin.run();
        return locked(() -> presences.getOrDefault(connection, asking)).answer();
    }

    private Runnable begin(Presence<T, P> asking) {
        if (stopping != null) {
            return () -> asking.happens(Event.STOPPED, Reason.of(Kind.STOPPING));
        }
        Presence<T, P> other = newest.get(asking.key());
        boolean isTaken = other != null && other.state().isWanted();
        if (isTaken && samePlayer == SamePlayer.REFUSE_SECOND) {
            return () -> asking.happens(Event.REPLACED, Reason.of(Kind.ALREADY_HERE));
        }
        newest.put(asking.key(), asking);
        boolean isEarly = early.remove(asking.connection());
        return () -> {
            if (isEarly) {
                asking.happens(Event.ARRIVED);
            }
            if (other != null) {
                other.happens(Event.REPLACED, Reason.of(Kind.REPLACED)); // the load below waits for its release
            }
            try {
                asking.load();
            } catch (RuntimeException thrown) {
                asking.happens(Event.STOPPED, Reason.of(Kind.GAME_FAILED));
                forget(asking);
                throw thrown;
            }
        };
    }

    /**
     * The player is in the game: he can be seen, moves, and plays. Returns his profile. If it is empty, he must not play: he did not ask to come in, was
     * refused, has to go already, or his data is not here yet. Send him away, or keep him where he can do nothing until the answer comes.
     */
    public Optional<Profile<T>> arrived(P connection) {
        Presence<T, P> presence = locked(() -> presences.get(connection));
        if (presence == null) {
            noteEarly(connection);
            return Optional.empty();
        }
        presence.happens(Event.ARRIVED);
        return presence.shown();
    }

    /** Who is seen in the game before he asks: remembered, so that he is not waited for when he does. */
    private void noteEarly(P connection) {
        boolean isNoted = locked(() -> early.size() < STRANGERS && early.add(connection));
        if (isNoted) {
            premises.timer().accept(REMEMBERED, () -> locked(() -> early.remove(connection)));
        }
    }

    /** The connection is closed. Ends its load, or releases its profile; whatever it is, this does not wait. */
    public void gone(P connection) {
        Presence<T, P> presence = locked(() -> {
            Presence<T, P> known = presences.get(connection);
            return known == null ? stranger(connection) : known;
        });
        presence.happens(Event.GONE, Reason.of(Kind.GONE));
    }

    /** Who is gone before he asks: remembered, so that he is refused when he does. */
    private Presence<T, P> stranger(P connection) {
        Presence<T, P> stranger = new Presence<>(premises, connection, "", LoadOptions.defaults());
        if (strangers < STRANGERS) {
            strangers++;
            presences.put(connection, stranger);
        }
        return stranger;
    }

    /** The profile of a connection that was let in, until it is to go. */
    public Optional<Profile<T>> profileOf(P connection) {
        Presence<T, P> presence = locked(() -> presences.get(connection));
        return presence == null ? Optional.empty() : presence.shown();
    }

    /** The connection by which the profile's player was let in, until it is to go. */
    public Optional<P> connectionOf(String key) {
        Presence<T, P> presence = locked(() -> newest.get(key));
        return Optional.ofNullable(presence)
                .filter(found -> found.state().isIn())
                .map(Presence::connection);
    }

    /** The connections that were let in, and need not go yet. */
    public Collection<P> connections() {
        return all().stream()
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
            new Shutdown<>(premises, all()).begin(atMost, report);
        }
        CompletableFuture<ShutdownReport> first = before.orElse(report);
        return all().stream()
                .filter(Presence::hasBegun)
                .findFirst()
                .map(presence -> presence.waitable(first))
                .orElseGet(first::copy);
    }

    private List<Presence<T, P>> all() {
        return locked(() -> List.copyOf(presences.values()));
    }

    /** How many connections are remembered. */
    int remembered() {
        return all().size();
    }

    private void isOver(Presence<T, P> presence) {
        locked(() -> newest.remove(presence.key(), presence));
        premises.timer().accept(REMEMBERED, () -> forget(presence));
    }

    private void forget(Presence<T, P> presence) {
        locked(() -> {
            boolean isForgotten = presences.remove(presence.connection(), presence);
            strangers -= isForgotten && presence.key().isEmpty() ? 1 : 0;
            return isForgotten;
        });
    }

    /** Looks from time to time whether those in the game are still connected, as long as somebody is in the game. */
    private void lookAround() {
        boolean begins = locked(() -> {
            boolean was = looks;
            looks = stillConnected.isPresent();
            return looks && !was;
        });
        if (begins) {
            premises.timer().accept(LOOK, this::look);
        }
    }

    private void look() {
        List<P> playing = locked(() -> {
            List<P> found = presences.values().stream()
                    .filter(presence -> presence.state() == PresenceState.PLAYING)
                    .map(Presence::connection)
                    .toList();
            looks = !found.isEmpty();
            return found;
        });
        playing.stream().filter(connection -> !isConnected(connection)).forEach(this::gone);
        if (!playing.isEmpty()) {
            premises.timer().accept(LOOK, this::look);
        }
    }

    private boolean isConnected(P connection) {
        try {
            return stillConnected.isEmpty() || stillConnected.get().test(connection);
        } catch (Throwable thrown) {
            premises.problem().accept("whether a player is still connected is not known", thrown);
            return true;
        }
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
         * Whether a connection that has {@link #arrived} is still open. It is asked every 10 s, on a virtual thread, and for servers that don't always
         * tell when a connection is closed. It may answer false only if the connection is closed for good. Default: it is not asked.
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
