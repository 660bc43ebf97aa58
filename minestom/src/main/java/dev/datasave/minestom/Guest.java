package dev.datasave.minestom;

import java.util.ArrayDeque;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import net.minestom.server.entity.Player;
import net.minestom.server.network.packet.client.ClientPacket;
import net.minestom.server.network.packet.server.play.AcknowledgeBlockChangePacket;
import net.minestom.server.network.player.PlayerConnection;
import org.jspecify.annotations.Nullable;

/** One connection, from the moment at which its player asks to come in until it is closed. Thread-safe. */
final class Guest<T> {
    private static final int MOST = 64;

    private final PlayerConnection connection;
    private final TickHome home;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<ClientPacket> waiting = new ArrayDeque<>(); // guarded by the lock
    private int freezes; // guarded by the lock
    private int holds; // on the home
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

    /** As often as this is called and not taken back, nothing that the player does has an effect. */
    void freeze() {
        lock.lock();
        try {
            freezes++;
        } finally {
            lock.unlock();
        }
    }

    /** After the last one the player does what has waited, and his client sees again what he really has: it may have moved what it was not allowed to. */
    void thaw() {
        Player player = connection.getPlayer();
        lock.lock();
        try {
            freezes--;
            if (freezes == 0 && player != null) {
                player.getInventory().update();
                waiting.forEach(player::addPacketToQueue);
                waiting.clear();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isFrozen() {
        lock.lock();
        try {
            return freezes > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a packet of this player has its effect now. Otherwise it waits for the {@link #thaw}, or has none. */
    boolean lets(ClientPacket packet) {
        WhenFrozen fate = WhenFrozen.of(packet);
        lock.lock();
        try {
            if (freezes == 0 || fate == WhenFrozen.PASSES) {
                return true;
            }
            if (fate == WhenFrozen.WAITS && waiting.size() < MOST) {
                waiting.add(packet);
            }
        } finally {
            lock.unlock();
        }
        OptionalInt sequence = WhenFrozen.sequence(packet);
        Player player = connection.getPlayer();
        if (sequence.isPresent() && player != null) { // so that the client takes back what it has shown already
            player.sendPacket(new AcknowledgeBlockChangePacket(sequence.getAsInt()));
        }
        return false;
    }

    /** Writes what the player carries into the profile, as soon as no transaction holds it. False if that is not possible. Only on the home. */
    CompletableFuture<Boolean> capture() {
        CarriedItems<T> carried = items;
        return carried == null ? CompletableFuture.completedFuture(true) : carried.captureFree();
    }

    /** Notes a transaction that holds what the player carries. False, and nothing is held, if that is not possible. Only on the home. */
    boolean hold() {
        CarriedItems<T> carried = items;
        boolean isHeld = carried == null || carried.hold();
        if (isHeld) {
            holds++;
        }
        return isHeld;
    }

    /** The end of a {@link #hold}. Only on the home. */
    void letGo() {
        holds--;
        CarriedItems<T> carried = items;
        if (carried != null) {
            carried.letGo();
        }
    }

    /** How many transactions hold what the player carries. Only on the home. */
    int holds() {
        return holds;
    }
}
