package dev.datasave.adapters.bungee;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import net.md_5.bungee.api.config.ServerInfo;
import net.md_5.bungee.api.connection.ProxiedPlayer;
import net.md_5.bungee.api.event.PlayerDisconnectEvent;
import net.md_5.bungee.api.event.PluginMessageEvent;
import net.md_5.bungee.api.event.ServerConnectEvent;
import net.md_5.bungee.api.event.ServerKickEvent;
import net.md_5.bungee.api.event.ServerSwitchEvent;
import net.md_5.bungee.api.plugin.Listener;
import net.md_5.bungee.event.EventHandler;
import net.md_5.bungee.event.EventPriority;

/**
 * Helps players from server to server behind a BungeeCord proxy (API 1.21-R0.4). The proxy holds no profiles and needs no storage. Compiled
 * against the API and read beside its documentation. <b>It was never run.</b>
 *
 * <pre>{@code
 * getProxy().registerChannel(BungeeHops.CHANNEL);
 * getProxy().getPluginManager().registerListener(this, new BungeeHops());
 * }</pre>
 *
 * <ul>
 *   <li>{@code ServerConnectEvent}: the proxy has decided where the player goes, and has not connected him yet. The server there is told, and begins to
 *       load ({@code PlayerSessions.expect}) while the proxy connects. The hint travels through another player's connection; to an empty
 *       server it can't, and then the load begins when the player is there.
 *   <li>{@code ServerKickEvent} by the server that the player leaves: that server has handed the data over, and sends the player away. For the proxy this
 *       would be the end of the visit, or a hop to the fallback server. While a hop is under way it is neither: the player goes where he was going.
 *   <li>{@code ServerSwitchEvent}, {@code PlayerDisconnectEvent}, a kick by the new server, or 10 s: the hop is over.
 *   <li>{@code PluginMessageEvent}: nobody but the proxy may write to the channel. A client that could would take other players' data from under them.
 * </ul>
 *
 * <p>If the new server can't be reached after it was told, the old one has already given the data away, and sends the player off: he comes to the
 * new server at a second try, or leaves the proxy. Whoever prefers that he plays on where he was takes {@link #withoutHints}: then the data goes along when he
 * has reached the new server, a little later.
 *
 * <p>BungeeCord calls all of this on the thread of the player's connection, and nothing here waits. Thread-safe.
 */
public final class BungeeHops implements Listener {
    /** The channel of the hints; a message is the player's UUID in UTF-8. */
    public static final String CHANNEL = "datasave:soon";

    private static final long HOP_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Map<UUID, Hop> hops = new ConcurrentHashMap<>();
    private final boolean hints;
    private final LongSupplier nanos;

    private record Hop(ServerInfo to, long began) {}

    /** A listener; register it once. */
    public BungeeHops() {
        this(true, System::nanoTime);
    }

    /** A listener that tells no server who is coming, and does all the rest. */
    public static BungeeHops withoutHints() {
        return new BungeeHops(false, System::nanoTime);
    }

    BungeeHops(boolean hints, LongSupplier nanos) {
        this.hints = hints;
        this.nanos = nanos;
    }

    /** The player is about to be connected to a server. Last of all, because others may choose another server. */
    @EventHandler(priority = EventPriority.HIGHEST)
    public void goes(ServerConnectEvent event) {
        ProxiedPlayer player = event.getPlayer();
        ServerInfo to = event.getTarget();
        boolean isThere =
                player.getServer() != null && player.getServer().getInfo().equals(to);
        if (event.isCancelled() || isThere) {
            return;
        }
        hops.put(player.getUniqueId(), new Hop(to, nanos.getAsLong()));
        if (hints) {
            boolean unused =
                    to.sendData(CHANNEL, player.getUniqueId().toString().getBytes(UTF_8), false);
        }
    }

    /** A server sends the player away. */
    @EventHandler(priority = EventPriority.HIGH)
    public void kicked(ServerKickEvent event) {
        UUID player = event.getPlayer().getUniqueId();
        ServerInfo by = event.getKickedFrom();
        Optional<ServerInfo> to = destination(player);
        if (to.filter(by::equals).isPresent()) {
            hops.remove(player); // the new server refuses him
        } else if (to.isPresent()) {
            event.setCancelServer(to.get());
            event.setCancelled(true);
        }
    }

    private Optional<ServerInfo> destination(UUID player) {
        Hop hop = hops.get(player);
        boolean isUnderWay = hop != null && nanos.getAsLong() - hop.began() < HOP_NANOS;
        return isUnderWay ? Optional.of(hop.to()) : Optional.empty();
    }

    /** The player is on the new server. */
    @EventHandler
    public void arrives(ServerSwitchEvent event) {
        hops.remove(event.getPlayer().getUniqueId());
    }

    /** The player has left the proxy. */
    @EventHandler
    public void leaves(PlayerDisconnectEvent event) {
        hops.remove(event.getPlayer().getUniqueId());
    }

    /** Somebody writes to the channel through the proxy. Hints of the proxy itself don't come by here. */
    @EventHandler(priority = EventPriority.LOWEST)
    public void writes(PluginMessageEvent event) {
        if (event.getTag().equals(CHANNEL)) {
            event.setCancelled(true);
        }
    }
}
