package dev.datasave.minestom;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.datasave.SaveResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import net.kyori.adventure.text.Component;
import net.kyori.adventure.text.format.NamedTextColor;
import net.minestom.server.entity.Player;
import net.minestom.server.event.player.AsyncPlayerPreLoginEvent;
import net.minestom.server.network.player.PlayerConnection;
import org.jspecify.annotations.Nullable;

/**
 * Sends players to other servers, by the game's own transfer. Both servers have their profiles in the same storage.
 *
 * <ol>
 *   <li>The other server is asked for its status. If it is silent, the player stays, and may go on playing.
 *   <li>What the player does has no effect any more, and his profile is saved. If that fails, he stays, too.
 *   <li>His client is told to go there. It gets a cookie with a signed hint, so that the next server can ask for the profile as soon as he knocks. The hint
 *       is good for half a minute, and everything works without it: the next server waits for no cookie.
 *   <li>The next server asks for the profile, and it is handed over with its last state. The client has left by then or is kicked.
 *   <li>A client that has ignored all this for a few seconds is kicked. His profile is released when his connection is closed, and not before.
 * </ol>
 *
 * <p>The next server must accept transfers: start it with {@code -Dminestom.accept-transfers=true}. Thread-safe; nothing here waits.
 */
public final class Hops {
    private static final Duration DOORBELL = Duration.ofSeconds(2);
    private static final Duration SAVE = Duration.ofSeconds(5);
    private static final Duration COOKIE = Duration.ofSeconds(5);
    private static final Component STAYED =
            Component.text("You were sent to another server. Please join it.", NamedTextColor.RED);
    private static final Executor VIRTUAL = Thread.ofVirtual().name("datasave-hop")::start;

    private final PlayerProfiles<?> profiles;
    private final byte[] secret;
    private final Duration patience;

    private Hops(PlayerProfiles<?> profiles, String secret, Duration patience) {
        this.profiles = profiles;
        this.secret = Objects.requireNonNull(secret, "secret").getBytes(UTF_8);
        this.patience = patience;
    }

    /**
     * Hops of the players of these profiles, to and from this server.
     *
     * @param secret signs the hints; the same on all servers of a network, and known to nobody else. If it is empty, hints are neither given nor taken
     */
    public static Hops attach(PlayerProfiles<?> profiles, String secret) {
        return attach(profiles, secret, Duration.ofSeconds(5));
    }

    /** The same, with another time after which a client that ignores its transfer is kicked. */
    static Hops attach(PlayerProfiles<?> profiles, String secret, Duration patience) {
        Hops hops = new Hops(profiles, secret, patience);
        if (hops.secret.length > 0) {
            profiles.node().addListener(AsyncPlayerPreLoginEvent.class, hops::knocks);
        }
        return hops;
    }

    /**
     * Sends a player to another server. Completes when it is decided, which may take some seconds.
     *
     * @param host as the player's client can reach it; this server asks there for the status, too
     */
    public CompletableFuture<Outcome> to(Player player, String host, int port) {
        return profiles.guestOf(player)
                .map(guest -> to(player, guest, host, port))
                .orElseGet(() -> CompletableFuture.completedFuture(new Outcome.NotHere()));
    }

    private CompletableFuture<Outcome> to(Player player, Guest<?> guest, String host, int port) {
        if (!guest.hops()) {
            return CompletableFuture.completedFuture(new Outcome.OnHisWay());
        }
        return CompletableFuture.supplyAsync(() -> Doorbell.ring(host, port, DOORBELL), VIRTUAL)
                .thenCompose(silence -> silence.isPresent()
                        ? stays(guest, new Outcome.Unreachable(silence.get()))
                        : send(player, guest, host, port));
    }

    private static CompletableFuture<Outcome> stays(Guest<?> guest, Outcome why) {
        guest.stays();
        return CompletableFuture.completedFuture(why);
    }

    private CompletableFuture<Outcome> send(Player player, Guest<?> guest, String host, int port) {
        if (profiles.profileOf(player).isEmpty()) {
            return stays(guest, new Outcome.NotHere());
        }
        guest.freeze();
        return profiles.saveAsync(player)
                .copy()
                .orTimeout(SAVE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((saved, thrown) -> problem(saved, thrown))
                .thenCompose(problem -> {
                    if (problem.isPresent()) {
                        guest.thaw();
                        return stays(guest, new Outcome.NotSaved(problem.get()));
                    }
                    return transfer(player, guest, host, port);
                });
    }

    private static Optional<String> problem(@Nullable SaveResult saved, @Nullable Throwable thrown) {
        return switch (saved) {
            case SaveResult.Saved written -> Optional.empty();
            case SaveResult.NotSaved(var reason) -> Optional.of("the profile has ended: " + reason);
            case null ->
                Optional.of(String.valueOf(thrown instanceof CompletionException ? thrown.getCause() : thrown));
        };
    }

    private CompletableFuture<Outcome> transfer(Player player, Guest<?> guest, String host, int port) {
        PlayerConnection connection = guest.connection();
        if (secret.length > 0) {
            connection.storeCookie(HopCookie.NAME, new HopCookie(player.getUuid(), Instant.now()).signed(secret));
        }
        connection.transfer(host, port);
        CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS, VIRTUAL)
                .execute(() -> {
                    if (connection.isOnline()) {
                        connection.kick(STAYED);
                    }
                });
        return guest.closed().thenApply(closed -> new Outcome.Gone());
    }

    /** A player who was sent here asks to log in. His cookie is asked for, and nothing waits for it. */
    private void knocks(AsyncPlayerPreLoginEvent event) {
        PlayerConnection connection = event.getConnection();
        if (!connection.wasTransferred()) {
            return;
        }
        var _ = connection
                .fetchCookie(HopCookie.NAME)
                .copy()
                .orTimeout(COOKIE.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(bytes -> {
                    Optional<HopCookie> cookie =
                            bytes == null ? Optional.empty() : HopCookie.read(bytes, secret, Instant.now());
                    cookie.filter(shown ->
                                    shown.player().equals(event.getGameProfile().uuid()))
                            .ifPresent(shown -> profiles.expect(connection, shown.player()));
                });
    }

    /** How a hop has ended. */
    public sealed interface Outcome {
        /** The player's connection to this server is closed: he is on the other one, or was kicked because he did not go. */
        record Gone() implements Outcome {}

        /**
         * The other server does not answer. The player is here and plays on.
         *
         * @param why what has happened instead, for the owner of the server
         */
        record Unreachable(String why) implements Outcome {}

        /**
         * The profile could not be saved. The player is here, and plays on if his profile is still active.
         *
         * @param why for the owner of the server
         */
        record NotSaved(String why) implements Outcome {}

        /** The player has no profile here: he has just left, or is not let in yet. */
        record NotHere() implements Outcome {}

        /** Another hop of this player is under way. */
        record OnHisWay() implements Outcome {}
    }
}
