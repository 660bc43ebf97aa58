package dev.datasave.adapters.allay;

import dev.datasave.LoadOptions;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.platform.Arrival;
import dev.datasave.platform.PlayerSessions;
import dev.datasave.platform.Reason;
import dev.datasave.platform.ShutdownReport;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.allaymc.api.eventbus.EventHandler;
import org.allaymc.api.eventbus.event.server.PlayerDisconnectEvent;
import org.allaymc.api.eventbus.event.server.PlayerLoginEvent;
import org.allaymc.api.eventbus.event.server.PlayerQuitEvent;
import org.allaymc.api.eventbus.event.server.PlayerSpawnEvent;
import org.allaymc.api.eventbus.event.server.ServerStopEvent;
import org.allaymc.api.player.ClientState;
import org.allaymc.api.player.Player;
import org.jspecify.annotations.Nullable;

/**
 * Profiles for the players of an Allay server (Bedrock, API 0.29): a listener that a plugin registers. Compiled against the API and read beside its
 * documentation. <b>It was never run.</b>
 *
 * <pre>{@code
 * AllayProfiles<PlayerData> profiles = new AllayProfiles<>(players, (player, profile) -> {}, report -> dataSave.close());
 * Server.getInstance().getEventBus().registerListener(profiles);
 * }</pre>
 *
 * <ul>
 *   <li>{@code PlayerLoginEvent}: asks. It runs on the network's thread, which others share, so nothing waits: the load goes on while the client
 *       fetches its resource packs.
 *   <li>{@code PlayerSpawnEvent}: he is about to be in the world, on the same thread. Nothing can hold him there, so whoever has no answer yet is sent away,
 *       and can join again at once. Where that happens often, the storage is slow.
 *   <li>{@code PlayerQuitEvent}: gone, for those who were in the world. It comes after the open containers were closed, so that what was in
 *       the player's hand is in the inventory again, or lies on the ground.
 *   <li>{@code PlayerDisconnectEvent}: gone, for those who were not. It comes for everybody, and for those in the world too early: before the containers
 *       are closed.
 *   <li>{@code ServerStopEvent}: stop. On the server's thread, with everybody still connected.
 * </ul>
 *
 * <p>If the server throws between the two events of a quit, the second never comes; then the round that asks who is still connected ends the visit
 * within 10 s. A connection is Allay's {@code Player}, a new one for each connection. The key is the UUID of the login, which Allay makes from the
 * Xbox account; without Xbox authentication it is made from a name that anybody can choose. Thread-safe.
 *
 * @param <T> the profiles' data
 */
public final class AllayProfiles<T> {
    private static final String NOT_YET = "Your data is not here yet. Please try again in a moment.";

    private final PlayerSessions<T, Player> sessions;
    private final Map<Player, CompletableFuture<Arrival<T>>> answers = new ConcurrentHashMap<>();
    private final BiConsumer<Player, Profile<T>> spawning;
    private final Consumer<ShutdownReport> stopped;

    /**
     * A listener; register it once.
     *
     * @param spawning is called on the network's thread when a player is about to be in the world with his profile: the place to give him his things,
     *     and to add {@link Profile#onLastSave}
     * @param stopped is called on the server's thread when every profile is released; close the {@code DataSave} in it
     */
    public AllayProfiles(
            ProfileStore<T> store, BiConsumer<Player, Profile<T>> spawning, Consumer<ShutdownReport> stopped) {
        this.spawning = spawning;
        this.stopped = stopped;
        this.sessions = PlayerSessions.builder(store, (Player player, Reason reason) -> kick(player, reason))
                .options(key -> LoadOptions.defaults().userId(key))
                .stillConnected(Player::isConnected)
                .build();
    }

    /** What is known of connections and profiles. */
    public PlayerSessions<T, Player> sessions() {
        return sessions;
    }

    /** Asks to come in; called for those whom no other plugin has refused yet, and last of all. */
    @EventHandler(priority = Integer.MIN_VALUE, ignoreCancelled = true)
    public void asks(PlayerLoginEvent event) {
        Player player = event.getPlayer();
        String key = player.getLoginData().getUuid().toString();
        answers.put(player, sessions.arriving(player, key));
        if (!player.isConnected()) { // closed meanwhile, on another thread
            answers.remove(player);
        }
    }

    /** The player is about to be in the world. Allay logs what a listener throws and goes on, so this refuses first. */
    @EventHandler(priority = Integer.MIN_VALUE, ignoreCancelled = true)
    public void spawns(PlayerSpawnEvent event) {
        Player player = event.getPlayer();
        CompletableFuture<Arrival<T>> answer = answers.remove(player);
        event.setDisconnectReason(whyNot(answer));
        event.setCancelled(true);
        sessions.arrived(player).ifPresent(profile -> {
            spawning.accept(player, profile);
            event.setCancelled(false);
        });
    }

    private String whyNot(@Nullable CompletableFuture<Arrival<T>> answer) {
        return answer != null && answer.isDone() && answer.join() instanceof Arrival.Refused<T>(var reason, var load)
                ? reason.text()
                : NOT_YET;
    }

    /** The connection of somebody who was in the world is closed. */
    @EventHandler
    public void quits(PlayerQuitEvent event) {
        sessions.gone(event.getPlayer());
    }

    /** A connection is closed. */
    @EventHandler
    public void disconnects(PlayerDisconnectEvent event) {
        Player player = event.getPlayer();
        answers.remove(player);
        if (player.getLastClientState().compareTo(ClientState.SPAWNED) < 0) {
            sessions.gone(player);
        }
    }

    /** Releases everybody. Blocks the server's thread for at most 20 s. */
    @EventHandler
    public void stops(ServerStopEvent event) {
        stopped.accept(sessions.stop(Duration.ofSeconds(20)).join());
    }

    /** Closing a connection twice is logged as a fault by Allay. */
    private static void kick(Player player, Reason reason) {
        if (player.isConnected()) {
            player.disconnect(reason.text());
        }
    }
}
