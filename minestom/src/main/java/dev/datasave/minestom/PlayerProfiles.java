package dev.datasave.minestom;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.LoadOptions;
import dev.datasave.Profile;
import dev.datasave.ProfileId;
import dev.datasave.ProfileState;
import dev.datasave.ProfileStore;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.Transaction;
import dev.datasave.platform.Arrival;
import dev.datasave.platform.PlayerSessions;
import dev.datasave.platform.PlayerSessions.SamePlayer;
import dev.datasave.platform.Reason;
import dev.datasave.platform.ShutdownReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.kyori.adventure.text.Component;
import net.kyori.adventure.text.format.NamedTextColor;
import net.minestom.server.MinecraftServer;
import net.minestom.server.entity.Player;
import net.minestom.server.event.Event;
import net.minestom.server.event.EventNode;
import net.minestom.server.event.inventory.InventoryItemChangeEvent;
import net.minestom.server.event.item.PickupItemEvent;
import net.minestom.server.event.player.AsyncPlayerConfigurationEvent;
import net.minestom.server.event.player.PlayerDisconnectEvent;
import net.minestom.server.event.player.PlayerPacketEvent;
import net.minestom.server.event.player.PlayerSpawnEvent;
import net.minestom.server.inventory.AbstractInventory;
import net.minestom.server.network.player.PlayerConnection;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of the players of a Minestom server. One line attaches them:
 *
 * <pre>{@code
 * PlayerProfiles<PlayerData> profiles =
 *         PlayerProfiles.attach(MinecraftServer.getGlobalEventHandler(), players, PlayerProfiles.options(dataSave));
 * }</pre>
 *
 * <ul>
 *   <li><b>Coming in.</b> The profile is loaded while the player is in the configuration phase for the first time, on the virtual thread that Minestom has
 *       for it. Where that fails, he is kicked with the {@link Reason}. From the return of that event on {@link #profileOf} has his profile, so it is there
 *       before he spawns. Attach before you add listeners of your own to the same node: they run in the order in which they were added.
 *   <li><b>Playing.</b> Listeners of the profile run with the player's tick thread to themselves: they may look at him and change him. So does the reading
 *       of mutable data.
 *   <li><b>Leaving.</b> The profile is released when the connection is closed, or handed over when another server asks for it. The player is kicked right
 *       after the last state was read, before he can do anything more.
 *   <li><b>Stopping.</b> Minestom's own shutdown task releases everybody, those still loading too, and then closes the {@link DataSave} of the options.
 *       There is no hook of the JVM to be added, and none to be made.
 * </ul>
 *
 * <p>Thread-safe. Nothing here waits, except what says so.
 *
 * @param <T> the profiles' data
 */
public final class PlayerProfiles<T> {
    private static final System.Logger LOG = System.getLogger("dev.datasave.minestom");
    private static final int LOOKS = 10;
    private static final Executor LATER =
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, Thread::startVirtualThread);

    private final ProfileStore<T> store;
    private final Options<T> options;
    private final Farewell farewell;
    private final EventNode<? super Event> node;
    private final PlayerSessions<T, PlayerConnection> sessions;
    private final Map<PlayerConnection, Guest<T>> guests = new ConcurrentHashMap<>();
    private final Map<AbstractInventory, Guest<T>> inventories = new ConcurrentHashMap<>();
    private final Set<TickHome> busy = ConcurrentHashMap.newKeySet();

    private PlayerProfiles(EventNode<? super Event> node, ProfileStore<T> store, Options<T> options) {
        this.node = node;
        this.store = store;
        this.options = options;
        this.farewell = new Farewell(options.words);
        this.sessions = PlayerSessions.<T, PlayerConnection>builder(store, this::dismiss)
                .prepare((connection, profile) -> options.prepare.accept(profile))
                .samePlayer(options.samePlayer)
                .stillConnected(PlayerConnection::isOnline)
                .build();
    }

    /**
     * Begins to load, publish and release the profiles of a store with the players of this server, until the server stops.
     *
     * @param node the node of all events, for instance {@code MinecraftServer.getGlobalEventHandler()}
     * @param store a store of the options' {@link DataSave}
     */
    public static <T> PlayerProfiles<T> attach(
            EventNode<? super Event> node, ProfileStore<T> store, Options<T> options) {
        PlayerProfiles<T> profiles = new PlayerProfiles<>(node, store, options.copy());
        node.addListener(AsyncPlayerConfigurationEvent.class, profiles::configures);
        node.addListener(PlayerSpawnEvent.class, profiles::spawns);
        node.addListener(PlayerPacketEvent.class, profiles::acts);
        node.addListener(PickupItemEvent.class, profiles::picksUp);
        node.addListener(InventoryItemChangeEvent.class, profiles::changes);
        node.addListener(PlayerDisconnectEvent.class, event -> profiles.closes(connectionOf(event.getPlayer())));
        MinecraftServer.getSchedulerManager().buildShutdownTask(profiles::stops);
        return profiles;
    }

    /**
     * The default options.
     *
     * @param dataSave what the store belongs to. It is closed when the server stops, after the last release
     */
    public static <T> Options<T> options(DataSave dataSave) {
        return new Options<>(dataSave);
    }

    /** The player's profile, from his first configuration until he has to go. */
    public Optional<Profile<T>> profileOf(Player player) {
        return sessions.profileOf(connectionOf(player));
    }

    /**
     * Whether the player's profile is loaded for the first time ever. This is for a greeting, and not {@code isFirstSpawn()}, which is true again after
     * each return to the configuration phase. For a gift that may never come twice, use {@link Profile#grantOnceAsync}.
     */
    public boolean isNew(Player player) {
        return profileOf(player).filter(profile -> profile.info().loads() == 1).isPresent();
    }

    /** The players who have their profile here, in the world or about to come into it. */
    public Collection<Player> players() {
        return sessions.connections().stream()
                .flatMap(connection -> Stream.ofNullable(connection.getPlayer()))
                .toList();
    }

    /** The player by whose connection the profile of a key came here, while it is here. */
    public Optional<Player> playerOf(String key) {
        return sessions.connectionOf(key).flatMap(connection -> Optional.ofNullable(connection.getPlayer()));
    }

    /**
     * Saves the player's profile with the {@linkplain Options#items items} that he has at this moment, or after the transactions that hold them. Completes
     * when that is durable, with {@link SaveResult.NotSaved} if he has no profile here, and with {@link DataSaveException.NotActive} if it is suspended.
     */
    public CompletableFuture<SaveResult> saveAsync(Player player) {
        Guest<T> guest = guests.get(connectionOf(player));
        Optional<Profile<T>> profile = profileOf(player);
        if (guest == null || profile.isEmpty()) {
            return CompletableFuture.completedFuture(new SaveResult.NotSaved(ReleaseReason.RELEASED));
        }
        return CompletableFuture.completedFuture(guest)
                .thenComposeAsync(Guest::capture, guest.home())
                .thenCompose(isCaptured -> saved(profile.get(), isCaptured));
    }

    private static CompletableFuture<SaveResult> saved(Profile<?> profile, boolean isCaptured) {
        return isCaptured || profile.state() == ProfileState.RELEASED
                ? profile.saveAsync()
                : CompletableFuture.failedFuture(new DataSaveException.NotActive(profile.id(), profile.state()));
    }

    /** The store of these profiles. */
    public ProfileStore<T> store() {
        return store;
    }

    /**
     * A {@linkplain DataSave#transactAsync transaction} over players of this server that may move {@linkplain Options#items items}, too: the function finds
     * them in the data as they are at this moment. Until the transaction has ended, these players can neither move nor use items, pick nothing up and change
     * nothing in the world; what they say is heard afterwards. After it they have the items of their data, and what the game has given them meanwhile.
     * Completes when they have them.
     */
    public CompletableFuture<Transaction.Result> transactAsync(
            Collection<Player> players, Predicate<? super Transaction> function) {
        List<Guest<T>> taking = new ArrayList<>();
        List<Profile<T>> profiles = new ArrayList<>();
        for (Player player : players) {
            Guest<T> guest = guests.get(connectionOf(player));
            Optional<Profile<T>> profile = profileOf(player);
            if (guest == null || profile.isEmpty()) {
                ProfileId id = new ProfileId(store.name(), keyOf(player));
                return CompletableFuture.completedFuture(new Transaction.Result.NotActive(id, ProfileState.RELEASED));
            }
            taking.add(guest);
            profiles.add(profile.get());
        }
        return HeldGuests.of(taking, profiles)
                .during(() -> options.dataSave.transactAsync(Transaction.Participants.of(profiles), function));
    }

    private void configures(AsyncPlayerConfigurationEvent event) {
        if (!event.isFirstConfig()) {
            return; // back from the world: he has his profile
        }
        PlayerConnection connection = connectionOf(event.getPlayer());
        try {
            lets(connection, keyOf(event.getPlayer()));
        } catch (Throwable thrown) { // the game's own code names the key, and may be Kotlin
            LOG.log(System.Logger.Level.ERROR, "a player could not be let in", thrown);
            refuse(connection, new Reason(Reason.Kind.UNAVAILABLE, List.of()));
        }
    }

    private void lets(PlayerConnection connection, String key) {
        guest(connection).configuring();
        switch (ask(connection, key).join()) {
            case Arrival.LetIn<T>(var profile, var isNew) -> {
                if (!profile.key().equals(key)) { // the name was changed after the hint
                    refuse(connection, new Reason(Reason.Kind.SUPERSEDED, List.of()));
                } else if (!connection.isOnline()) { // closed at a moment of which no event tells
                    closes(connection);
                }
            }
            case Arrival.Refused<T>(var reason, var load) -> {
                load.ifPresent(why -> LOG.log(System.Logger.Level.WARNING, "player {0} was refused: {1}", key, why));
                refuse(connection, reason);
            }
        }
    }

    private CompletableFuture<Arrival<T>> ask(PlayerConnection connection, String key) {
        LoadOptions load = options.load.apply(LoadOptions.defaults().userId(key));
        return sessions.arriving(
                connection, key, load.homeExecutor(guest(connection).home()));
    }

    private void refuse(PlayerConnection connection, Reason reason) {
        farewell.kick(connection, reason);
        closes(connection);
    }

    /**
     * A player of this key will come in by this connection, it seems: his profile is asked for already. If he does not get as far as the configuration
     * within about ten seconds, or the connection is closed before, it is given back.
     */
    void expect(PlayerConnection connection, UUID player) {
        var _ = ask(connection, options.key.apply(player));
        look(connection, LOOKS);
    }

    private void look(PlayerConnection connection, int looks) {
        LATER.execute(() -> {
            Guest<T> guest = guests.get(connection);
            if (guest == null || guest.isConfiguring()) {
                return;
            }
            if (looks == 0 || !connection.isOnline()) {
                closes(connection);
            } else {
                look(connection, looks - 1);
            }
        });
    }

    private void spawns(PlayerSpawnEvent event) {
        Player player = event.getPlayer();
        PlayerConnection connection = connectionOf(player);
        Guest<T> guest = guests.get(connection);
        Optional<Profile<T>> profile = sessions.arrived(connection);
        if (guest == null || profile.isEmpty()) {
            farewell.kick(connection, new Reason(Reason.Kind.RELEASED, List.of()));
            return;
        }
        Items<T> part = options.items;
        if (part != null && guest.items() == null) {
            CarriedItems<T> items = new CarriedItems<>(player.getInventory(), profile.get(), part);
            guest.home().here(() -> {
                guest.carries(items);
                items.fill(guest.holds());
            });
            inventories.put(player.getInventory(), guest);
            profile.get().onSave(items::capture);
            profile.get().onLastSave(reason -> items.captureLast());
        }
    }

    private void acts(PlayerPacketEvent event) {
        Guest<T> guest = guests.get(connectionOf(event.getPlayer()));
        if (guest != null && !guest.lets(event.getPacket())) {
            event.setCancelled(true);
        }
    }

    /** Minestom picks up what lies there in a tick, without a packet. */
    private void picksUp(PickupItemEvent event) {
        if (event.getLivingEntity() instanceof Player player
                && guestOf(player).filter(Guest::isFrozen).isPresent()) {
            event.setCancelled(true);
        }
    }

    /** An idle profile is not saved, and an inventory is no part of the data: so a change is brought there soon. */
    private void changes(InventoryItemChangeEvent event) {
        Guest<T> guest = inventories.get(event.getInventory());
        CarriedItems<T> items = guest == null ? null : guest.items();
        if (guest != null && items != null && guest.noteChange()) {
            CompletableFuture.delayedExecutor(options.captureAfter.toMillis(), TimeUnit.MILLISECONDS, guest.home())
                    .execute(() -> {
                        guest.changeIsSeen();
                        items.capture();
                    });
        }
    }

    private void closes(PlayerConnection connection) {
        sessions.gone(connection);
        Guest<T> guest = guests.remove(connection);
        Player player = connection.getPlayer();
        if (player != null) {
            inventories.remove(player.getInventory());
        }
        if (guest != null) {
            guest.closed().complete(null);
        }
    }

    /** His session has ended, so nothing that he does has an effect any more. */
    private void dismiss(PlayerConnection connection, Reason reason) {
        Guest<T> guest = guests.get(connection);
        if (guest != null) {
            guest.freeze();
        }
        farewell.dismiss(connection, reason);
    }

    /** The whole stop: everybody is told to go and released, then DataSave is closed. Waits for it, and does what waits for this thread meanwhile. */
    private void stops() {
        CompletableFuture<ShutdownReport> report = sessions.stop(options.stopWithin);
        while (!report.isDone()) {
            busy.forEach(TickHome::help);
            var _ = report.<Object>thenApply(done -> done)
                    .completeOnTimeout("not yet", 10, TimeUnit.MILLISECONDS)
                    .join();
        }
        ShutdownReport found = report.join();
        if (!found.isClean()) {
            LOG.log(System.Logger.Level.ERROR, "not everybody was saved: {0}", found);
        }
        options.dataSave.close();
    }

    Optional<Guest<T>> guestOf(Player player) {
        return Optional.ofNullable(guests.get(connectionOf(player)));
    }

    EventNode<? super Event> node() {
        return node;
    }

    private Guest<T> guest(PlayerConnection connection) {
        return guests.computeIfAbsent(connection, opened -> new Guest<>(opened, busy));
    }

    String keyOf(Player player) {
        return options.key.apply(player.getUuid());
    }

    private static PlayerConnection connectionOf(Player player) {
        return player.getPlayerConnection();
    }

    /** How the data keeps the items of a player: as texts by slot, as {@link MinestomItems} writes them. */
    record Items<T>(Function<T, Map<Integer, String>> get, BiFunction<T, Map<Integer, String>, T> set) {
        Map<Integer, String> in(T data) {
            return get.apply(data);
        }

        T to(T data, Map<Integer, String> items) {
            return set.apply(data, items);
        }
    }

    /** The settings. Not thread-safe. */
    public static final class Options<T> {
        private final DataSave dataSave;
        private Function<UUID, String> key = UUID::toString;
        private UnaryOperator<LoadOptions> load = UnaryOperator.identity();
        private Consumer<? super Profile<T>> prepare = profile -> {};
        private SamePlayer samePlayer = SamePlayer.END_FIRST;
        private Function<Reason, Component> words = reason -> Component.text(reason.text(), NamedTextColor.RED);
        private @Nullable Items<T> items;
        private Duration captureAfter = Duration.ofSeconds(5);
        private Duration stopWithin = Duration.ofSeconds(20);

        private Options(DataSave dataSave) {
            this.dataSave = Objects.requireNonNull(dataSave, "DataSave");
        }

        private Options<T> copy() {
            Options<T> same = new Options<>(dataSave);
            same.key = key;
            same.load = load;
            same.prepare = prepare;
            same.samePlayer = samePlayer;
            same.words = words;
            same.items = items;
            same.captureAfter = captureAfter;
            same.stopWithin = stopWithin;
            return same;
        }

        /** The key of a player's profile; default: his UUID as text. */
        public Options<T> key(Function<UUID, String> newKey) {
            key = Objects.requireNonNull(newKey, "key");
            return this;
        }

        /**
         * Changes how profiles are loaded; by default with {@link LoadOptions#defaults()} and the key as user id. Their home executor is the player's tick
         * thread in any case.
         */
        public Options<T> load(UnaryOperator<LoadOptions> newLoad) {
            load = Objects.requireNonNull(newLoad, "load");
            return this;
        }

        /**
         * What the game does with a loaded profile before anybody sees it, for instance to add listeners. It runs on a virtual thread, and there may be no
         * {@link Player} yet. If it throws, the player is refused. Default: nothing.
         */
        public Options<T> prepare(Consumer<? super Profile<T>> newPrepare) {
            prepare = Objects.requireNonNull(newPrepare, "prepare");
            return this;
        }

        /** Who stays when a player comes with a second connection; default {@link SamePlayer#END_FIRST}. */
        public Options<T> samePlayer(SamePlayer policy) {
            samePlayer = Objects.requireNonNull(policy, "same player");
            return this;
        }

        /** What a player is told who may not come in or has to go; default: {@link Reason#text()} in red. */
        public Options<T> words(Function<Reason, Component> newWords) {
            words = Objects.requireNonNull(newWords, "words");
            return this;
        }

        /**
         * The data keeps the player's items, as texts by slot ({@link MinestomItems}). They are put into his inventory when he comes into the world for the
         * first time, and read from it before each save, in the last one together with the kick. Change them in the data only in {@link
         * PlayerProfiles#transactAsync}; everywhere else change the inventory. Default: items are not kept.
         *
         * @param get the items in the data
         * @param set the data with other items; the map is unmodifiable
         */
        public Options<T> items(Function<T, Map<Integer, String>> get, BiFunction<T, Map<Integer, String>, T> set) {
            items = new Items<>(Objects.requireNonNull(get, "get"), Objects.requireNonNull(set, "set"));
            return this;
        }

        /**
         * How soon a change of an inventory is noted in the profile, so that the next autosave stores it; default 5 s. All changes within this time are one.
         *
         * @throws IllegalArgumentException if it is not 1 ms to 1 h
         */
        public Options<T> captureAfter(Duration time) {
            captureAfter = checked("capture after", time);
            return this;
        }

        /**
         * How long the releases may take when the server stops; default 20 s. After that, closing {@link DataSave} goes on with what is left.
         *
         * @throws IllegalArgumentException if it is not 1 ms to 1 h
         */
        public Options<T> stopWithin(Duration time) {
            stopWithin = checked("stop within", time);
            return this;
        }

        private static Duration checked(String what, Duration found) {
            if (found.compareTo(Duration.ofMillis(1)) < 0 || found.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException(what + ": found " + found + ", expected 1 ms to 1 h");
            }
            return found;
        }
    }
}
