package dev.datasave.adapters.sponge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.datasave.LoadOptions;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.platform.Arrival;
import dev.datasave.platform.PlayerSessions;
import dev.datasave.platform.Reason;
import dev.datasave.platform.ShutdownReport;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import net.kyori.adventure.text.Component;
import org.spongepowered.api.ResourceKey;
import org.spongepowered.api.Server;
import org.spongepowered.api.entity.living.player.server.ServerPlayer;
import org.spongepowered.api.event.Listener;
import org.spongepowered.api.event.Order;
import org.spongepowered.api.event.lifecycle.RegisterChannelEvent;
import org.spongepowered.api.event.lifecycle.StoppingEngineEvent;
import org.spongepowered.api.event.network.ServerSideConnectionEvent;
import org.spongepowered.api.network.ServerConnectionState;
import org.spongepowered.api.network.ServerSideConnection;
import org.spongepowered.api.network.channel.raw.RawDataChannel;

/**
 * Profiles for the players of a Sponge server (API 14): a listener that a plugin registers. Compiled against the API and read beside its documentation.
 * <b>It was never run.</b>
 *
 * <pre>{@code
 * SpongeProfiles<PlayerData> profiles = new SpongeProfiles<>(players, gameThread, (player, profile) -> {}, report -> dataSave.close());
 * Sponge.eventManager().registerListeners(container, profiles, MethodHandles.lookup());
 * }</pre>
 *
 * <ul>
 *   <li>{@code Auth}: asks. Asynchronous, so it waits. Sponge holds back a connection's {@code Disconnect} as long as its {@code Auth} runs, so that a quit
 *       has to be looked for meanwhile. Other plugins and the ban list may refuse first, and then this is not called; if they refuse afterwards, {@code
 *       Disconnect} follows.
 *   <li>{@code Join}: he is in the game. On the server's thread. It comes again after a return to the configuration phase, which is no new visit.
 *   <li>{@code Leave} is not used: the connection may still be open.
 *   <li>{@code Disconnect}: gone, at whatever stage, on any thread.
 *   <li>{@code StoppingEngineEvent}: stop. On the server's thread, with everybody still connected.
 * </ul>
 *
 * <p>A connection is Sponge's own object, which is the same in every phase. The key is the UUID that was authenticated; behind a proxy, it is the
 * one that the proxy forwards. Thread-safe.
 *
 * @param <T> the profiles' data
 */
public final class SpongeProfiles<T> {
    /** Where {@code BungeeHops} says who is coming: a key in UTF-8. */
    private static final ResourceKey SOON = ResourceKey.resolve("datasave:soon");

    /** Less than the 30 s after which the server itself ends a login. */
    private static final Duration LOAD = Duration.ofSeconds(25);

    private static final long LOOK_MILLIS = 250;

    private final PlayerSessions<T, ServerSideConnection> sessions;
    private final Executor gameThread;
    private final BiConsumer<ServerPlayer, Profile<T>> joined;
    private final Consumer<ShutdownReport> stopped;

    /**
     * A listener; register it once.
     *
     * @param gameThread runs tasks on the server's thread and never refuses one, also while the server stops; best the home executor of the {@code
     *     DataSave}
     * @param joined is called on the server's thread when a player has joined with his profile: the place to give him his things, and to add {@link
     *     Profile#onLastSave}
     * @param stopped is called on the server's thread when every profile is released; close the {@code DataSave} in it
     */
    public SpongeProfiles(
            ProfileStore<T> store,
            Executor gameThread,
            BiConsumer<ServerPlayer, Profile<T>> joined,
            Consumer<ShutdownReport> stopped) {
        this.gameThread = gameThread;
        this.joined = joined;
        this.stopped = stopped;
        this.sessions = PlayerSessions.builder(
                        store, (ServerSideConnection connection, Reason reason) -> kick(connection, reason))
                .options(key -> LoadOptions.defaults().userId(key).timeout(LOAD))
                .stillConnected(ServerSideConnection::active)
                .build();
    }

    /** What is known of connections and profiles. */
    public PlayerSessions<T, ServerSideConnection> sessions() {
        return sessions;
    }

    /** Asks to come in; called for those whom nobody has refused yet. */
    @Listener(order = Order.LAST)
    public void asks(ServerSideConnectionEvent.Auth event) throws InterruptedException {
        String key = event.profile().uniqueId().toString();
        CompletableFuture<Arrival<T>> answer = sessions.arriving(event.connection(), key);
        switch (awaited(answer, event.connection())) {
            case Arrival.LetIn<T> letIn -> {}
            case Arrival.Refused<T>(var reason, var load) -> {
                event.setMessage(Component.text(reason.text()));
                event.setCancelled(true);
            }
        }
    }

    /** The answer; it ends at once when the connection is closed, which no event tells while {@code Auth} runs. */
    private Arrival<T> awaited(CompletableFuture<Arrival<T>> answer, ServerSideConnection connection)
            throws InterruptedException {
        while (true) {
            try {
                return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException late) {
                if (!connection.active()) {
                    sessions.gone(connection);
                }
            } catch (ExecutionException broken) {
                throw new IllegalStateException("an answer never fails", broken);
            }
        }
    }

    /** The player is in the world. */
    @Listener(order = Order.FIRST)
    public void joins(ServerSideConnectionEvent.Join event) {
        boolean isIn = false;
        try {
            Optional<Profile<T>> profile = sessions.arrived(event.connection());
            profile.ifPresent(mine -> joined.accept(event.player(), mine));
            isIn = profile.isPresent();
        } finally { // Sponge logs what a listener throws, and goes on
            if (!isIn) {
                event.player().kick(Component.text("Your data is not here. Please join again."));
            }
        }
    }

    /** The connection is closed. */
    @Listener(order = Order.POST)
    public void leaves(ServerSideConnectionEvent.Disconnect event) {
        sessions.gone(event.connection());
    }

    /** Releases everybody. Blocks the server's thread for at most 20 s. */
    @Listener(order = Order.FIRST)
    public void stops(StoppingEngineEvent<Server> event) {
        stopped.accept(sessions.stop(Duration.ofSeconds(20)).join());
    }

    /**
     * A second listener, which hears of players who are on their way here through the proxy. The channel is only as honest as what stands before it, so
     * register this where nobody can reach the server past the proxy, and the proxy lets no client write to the channel.
     */
    public Hints hints() {
        return new Hints();
    }

    /** The listener of {@link #hints}. */
    public final class Hints {
        private Hints() {}

        /** Opens the channel. */
        @Listener
        public void opens(RegisterChannelEvent event) {
            event.register(SOON, RawDataChannel.class)
                    .play()
                    .addHandler(
                            ServerConnectionState.Game.class,
                            (data, state) -> sessions.expect(new String(data.readBytes(data.available()), UTF_8)));
        }
    }

    /** In the game only {@code ServerPlayer.kick} tells the reason to the client; before it the connection does. */
    private void kick(ServerSideConnection connection, Reason reason) {
        Component text = Component.text(reason.text());
        gameThread.execute(() -> connection
                .state()
                .filter(ServerConnectionState.Game.class::isInstance)
                .map(ServerConnectionState.Game.class::cast)
                .ifPresentOrElse(game -> game.player().kick(text), () -> connection.close(text)));
    }
}
