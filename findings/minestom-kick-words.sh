#!/usr/bin/env bash
# Minestom 2026.07.01-26.1.2 (net.minestom:minestom), JDK 25.
#
# PlayerConnection.kick(text) queues the packet with the words behind whatever waits for the client, and closes the connection at once. The thread that writes
# then sends no more than two buffers of 16 KB. A player for whom more than that waits is disconnected without a word: here 600 KB of chat, as a rule the chunks
# that a player gets who has just come. The same packet arrives if the connection is closed a second after it was sent.
#
# Seen:
#   kick: all 3000 messages arrived: false, the words arrived: false
#   the packet of a kick, and a disconnect a second later: all 3000 messages arrived: true, the words arrived: true

. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
packages net.minestom:minestom:2026.07.01-26.1.2 org.slf4j:slf4j-nop:2.0.18
cat >"$work/src/Main.java" <<'JAVA'
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.kyori.adventure.text.Component;
import net.minestom.server.Auth;
import net.minestom.server.MinecraftServer;
import net.minestom.server.entity.Player;
import net.minestom.server.event.player.AsyncPlayerConfigurationEvent;
import net.minestom.server.event.player.PlayerSpawnEvent;
import net.minestom.server.instance.InstanceContainer;
import net.minestom.server.network.ConnectionState;
import net.minestom.server.network.NetworkBuffer;
import net.minestom.server.network.packet.PacketVanilla;
import net.minestom.server.network.packet.PacketWriting;
import net.minestom.server.network.packet.client.ClientPacket;
import net.minestom.server.network.packet.client.configuration.ClientFinishConfigurationPacket;
import net.minestom.server.network.packet.client.configuration.ClientSelectKnownPacksPacket;
import net.minestom.server.network.packet.client.handshake.ClientHandshakePacket;
import net.minestom.server.network.packet.client.login.ClientLoginAcknowledgedPacket;
import net.minestom.server.network.packet.client.login.ClientLoginStartPacket;
import net.minestom.server.network.packet.server.common.DisconnectPacket;
import net.minestom.server.network.packet.server.configuration.FinishConfigurationPacket;
import net.minestom.server.network.packet.server.configuration.SelectKnownPacksPacket;
import net.minestom.server.network.packet.server.login.LoginSuccessPacket;

public class Main {
    static final int MESSAGES = 3000;
    static final Component WORDS = Component.text("these are the words");
    static final CompletableFuture<Void> KICKED = new CompletableFuture<>();

    public static void main(String[] args) throws Exception {
        boolean isKick = args[0].equals("kick");
        MinecraftServer server = MinecraftServer.init(new Auth.Offline());
        MinecraftServer.setCompressionThreshold(0);
        InstanceContainer world = MinecraftServer.getInstanceManager().createInstanceContainer();
        MinecraftServer.getGlobalEventHandler()
                .addListener(AsyncPlayerConfigurationEvent.class, event -> event.setSpawningInstance(world))
                .addListener(PlayerSpawnEvent.class, event -> end(event.getPlayer(), isKick));
        server.start("127.0.0.1", 0);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(16_384);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), MinecraftServer.getServer().getPort()));
            join(socket);
            KICKED.get(1, TimeUnit.MINUTES); // until then the client is busy with something else
            String all = rest(socket);
            System.out.println((isKick ? "kick" : "the packet of a kick, and a disconnect a second later") + ": all " + MESSAGES
                    + " messages arrived: " + all.contains("message " + (MESSAGES - 1) + " ")
                    + ", the words arrived: " + all.contains("these are the words"));
        }
        System.exit(0);
    }

    static void end(Player player, boolean isKick) {
        for (int i = 0; i < MESSAGES; i++) {
            player.sendMessage(Component.text("message " + i + " " + "x".repeat(200)));
        }
        if (isKick) {
            player.kick(WORDS);
        } else {
            player.sendPacket(new DisconnectPacket(WORDS));
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
                    .execute(player.getPlayerConnection()::disconnect);
        }
        KICKED.complete(null);
    }

    /** As far as the world, where the server sends what it likes. */
    static void join(Socket socket) throws IOException {
        ConnectionState state = ConnectionState.HANDSHAKE;
        send(socket, state, new ClientHandshakePacket(
                MinecraftServer.PROTOCOL_VERSION, "localhost", socket.getPort(), ClientHandshakePacket.Intent.LOGIN));
        state = ConnectionState.LOGIN;
        send(socket, state, new ClientLoginStartPacket("alice", new UUID(1, 1)));
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (state != ConnectionState.PLAY) {
            byte[] bytes = new byte[number(in)];
            in.readFully(bytes);
            NetworkBuffer buffer = NetworkBuffer.wrap(bytes, 0, bytes.length, MinecraftServer.process());
            Class<?> packet = PacketVanilla.SERVER_PACKET_PARSER.stateRegistry(state)
                    .packetInfo(buffer.read(NetworkBuffer.VAR_INT)).packetClass();
            if (packet == LoginSuccessPacket.class) {
                send(socket, state, new ClientLoginAcknowledgedPacket());
                state = ConnectionState.CONFIGURATION;
            } else if (packet == SelectKnownPacksPacket.class) {
                send(socket, state, new ClientSelectKnownPacksPacket(SelectKnownPacksPacket.SERIALIZER.read(buffer).entries()));
            } else if (packet == FinishConfigurationPacket.class) {
                send(socket, state, new ClientFinishConfigurationPacket());
                state = ConnectionState.PLAY;
            }
        }
    }

    static void send(Socket socket, ConnectionState state, ClientPacket packet) throws IOException {
        NetworkBuffer buffer = NetworkBuffer.resizableBuffer(MinecraftServer.process());
        PacketWriting.writeFramedPacket(buffer, state, packet, 0);
        byte[] bytes = new byte[Math.toIntExact(buffer.writeIndex())];
        buffer.copyTo(0, bytes, 0, bytes.length);
        socket.getOutputStream().write(bytes);
    }

    static int number(DataInputStream in) throws IOException {
        int number = 0;
        for (int shift = 0; ; shift += 7) {
            int next = in.readUnsignedByte();
            number |= (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                return number;
            }
        }
    }

    static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
JAVA
compiled classes
{ java_of classes Main kick; java_of classes Main later; } | expect
