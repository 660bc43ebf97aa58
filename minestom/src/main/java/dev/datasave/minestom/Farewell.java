package dev.datasave.minestom;

import dev.datasave.platform.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import net.kyori.adventure.text.Component;
import net.minestom.server.network.ConnectionState;
import net.minestom.server.network.packet.server.common.DisconnectPacket;
import net.minestom.server.network.player.PlayerConnection;

/** Tells players who may not come in or stay why, and closes their connections. Thread-safe. */
record Farewell(Function<Reason, Component> words) {
    private static final Executor LATER =
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, Thread::startVirtualThread);

    /** Ends the connection at once. */
    void kick(PlayerConnection connection, Reason reason) {
        connection.kick(words.apply(reason));
    }

    /**
     * Ends the connection of somebody who may be in the world. A client goes by itself when it hears why; one that doesn't is closed a second later.
     * A kick would close at once, and lose the words: Minestom then writes two buffers at most of what waits in the queue, 32 KB, and somebody who has
     * just come still waits for more chunks than that.
     */
    void dismiss(PlayerConnection connection, Reason reason) {
        if (connection.getServerState() == ConnectionState.PLAY) {
            connection.sendPacket(new DisconnectPacket(words.apply(reason)));
            LATER.execute(connection::disconnect);
        } else {
            kick(connection, reason);
        }
    }
}
