package dev.datasave.minestom;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import net.minestom.server.network.packet.client.ClientPacket;
import net.minestom.server.network.packet.client.common.ClientCookieResponsePacket;
import net.minestom.server.network.packet.client.common.ClientKeepAlivePacket;
import net.minestom.server.network.packet.client.common.ClientPingRequestPacket;
import net.minestom.server.network.packet.client.common.ClientPongPacket;
import net.minestom.server.network.packet.client.common.ClientResourcePackStatusPacket;
import net.minestom.server.network.packet.client.common.ClientSettingsPacket;
import net.minestom.server.network.packet.client.play.ClientChunkBatchReceivedPacket;
import net.minestom.server.network.packet.client.play.ClientConfigurationAckPacket;
import net.minestom.server.network.packet.client.play.ClientPlayerLoadedPacket;
import net.minestom.server.network.packet.client.play.ClientTeleportConfirmPacket;
import net.minestom.server.network.packet.client.play.ClientTickEndPacket;
import net.minestom.server.network.player.PlayerConnection;
import org.jspecify.annotations.Nullable;

/** One connection, from the moment at which its player asks to come in until it is closed. Thread-safe. */
final class Guest<T> {
    private final PlayerConnection connection;
    private final TickHome home;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final AtomicInteger freezes = new AtomicInteger();
    private final AtomicBoolean isHopping = new AtomicBoolean();
    private final AtomicBoolean isChangeNoted = new AtomicBoolean();
    private volatile boolean isConfiguring;
    private volatile @Nullable CarriedItems<T> items;

    Guest(PlayerConnection connection, Set<TickHome> busy) {
        this.connection = connection;
        this.home = new TickHome(connection, busy);
    }

    PlayerConnection connection() {
        return connection;
    }

    TickHome home() {
        return home;
    }

    /** Completes when the connection is closed. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    /** The player has come as far as the configuration, where Minestom tells when the connection is closed. */
    void configuring() {
        isConfiguring = true;
    }

    boolean isConfiguring() {
        return isConfiguring;
    }

    /** What the player carries, if the profile keeps it and he has been in the world. */
    @Nullable
    CarriedItems<T> items() {
        return items;
    }

    void carries(CarriedItems<T> carried) {
        items = carried;
    }

    /** True for one caller only, until {@link #stays}. */
    boolean hops() {
        return isHopping.compareAndSet(false, true);
    }

    void stays() {
        isHopping.set(false);
    }

    /** True if no change is noted yet. */
    boolean noteChange() {
        return isChangeNoted.compareAndSet(false, true);
    }

    void changeIsSeen() {
        isChangeNoted.set(false);
    }

    /** From here on nothing that the player does has an effect, as often as this is called and not taken back. */
    void freeze() {
        freezes.incrementAndGet();
    }

    void thaw() {
        freezes.decrementAndGet();
    }

    /** Whether a packet of this player is to be ignored now. Packets by which a client only shows that it is there are not. */
    boolean ignores(ClientPacket packet) {
        return freezes.get() > 0
                && switch (packet) {
                    case ClientKeepAlivePacket alive -> false;
                    case ClientPongPacket pong -> false;
                    case ClientPingRequestPacket ping -> false;
                    case ClientCookieResponsePacket cookie -> false;
                    case ClientResourcePackStatusPacket pack -> false;
                    case ClientSettingsPacket settings -> false;
                    case ClientChunkBatchReceivedPacket chunks -> false;
                    case ClientConfigurationAckPacket acknowledged -> false;
                    case ClientPlayerLoadedPacket loaded -> false;
                    case ClientTeleportConfirmPacket confirmed -> false;
                    case ClientTickEndPacket tick -> false;
                    default -> true;
                };
    }
}
