package dev.datasave.minestom;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import net.kyori.adventure.text.Component;
import net.kyori.adventure.text.TextComponent;
import net.minestom.server.MinecraftServer;
import net.minestom.server.network.ConnectionState;
import net.minestom.server.network.NetworkBuffer;
import net.minestom.server.network.packet.PacketRegistry;
import net.minestom.server.network.packet.PacketVanilla;
import net.minestom.server.network.packet.PacketWriting;
import net.minestom.server.network.packet.client.ClientPacket;
import net.minestom.server.network.packet.client.common.ClientCookieResponsePacket;
import net.minestom.server.network.packet.client.common.ClientKeepAlivePacket;
import net.minestom.server.network.packet.client.configuration.ClientFinishConfigurationPacket;
import net.minestom.server.network.packet.client.configuration.ClientSelectKnownPacksPacket;
import net.minestom.server.network.packet.client.handshake.ClientHandshakePacket;
import net.minestom.server.network.packet.client.handshake.ClientHandshakePacket.Intent;
import net.minestom.server.network.packet.client.login.ClientLoginAcknowledgedPacket;
import net.minestom.server.network.packet.client.login.ClientLoginStartPacket;
import net.minestom.server.network.packet.client.play.ClientCommandChatPacket;
import net.minestom.server.network.packet.client.play.ClientConfigurationAckPacket;
import net.minestom.server.network.packet.client.play.ClientTeleportConfirmPacket;
import net.minestom.server.network.packet.server.ServerPacket;
import net.minestom.server.network.packet.server.common.CookieRequestPacket;
import net.minestom.server.network.packet.server.common.CookieStorePacket;
import net.minestom.server.network.packet.server.common.DisconnectPacket;
import net.minestom.server.network.packet.server.common.KeepAlivePacket;
import net.minestom.server.network.packet.server.common.TransferPacket;
import net.minestom.server.network.packet.server.configuration.FinishConfigurationPacket;
import net.minestom.server.network.packet.server.configuration.SelectKnownPacksPacket;
import net.minestom.server.network.packet.server.login.LoginSuccessPacket;
import net.minestom.server.network.packet.server.login.SetCompressionPacket;
import net.minestom.server.network.packet.server.play.AcknowledgeBlockChangePacket;
import net.minestom.server.network.packet.server.play.JoinGamePacket;
import net.minestom.server.network.packet.server.play.PlayerPositionAndLookPacket;
import net.minestom.server.network.packet.server.play.StartConfigurationPacket;
import net.minestom.server.network.packet.server.play.SystemChatPacket;
import net.minestom.server.network.packet.server.play.TeamsPacket;
import net.minestom.server.network.packet.server.play.WindowItemsPacket;

/** A client of the game on a real socket, which does what the server asks of it, unless told otherwise. It reads the packets of a few kinds only. */
public final class RawClient implements AutoCloseable {
    private static final Set<Class<?>> READ = Set.of(
            SetCompressionPacket.class,
            LoginSuccessPacket.class,
            SelectKnownPacksPacket.class,
            FinishConfigurationPacket.class,
            StartConfigurationPacket.class,
            KeepAlivePacket.class,
            CookieRequestPacket.class,
            CookieStorePacket.class,
            TransferPacket.class,
            DisconnectPacket.class,
            AcknowledgeBlockChangePacket.class,
            JoinGamePacket.class,
            PlayerPositionAndLookPacket.class,
            SystemChatPacket.class,
            TeamsPacket.class,
            WindowItemsPacket.class);

    private final Socket socket;
    private final Map<String, byte[]> cookies;
    private final Set<Does> does;
    private final List<ServerPacket> packets = new CopyOnWriteArrayList<>();
    private final List<Wait<?>> waits = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private volatile ConnectionState state = ConnectionState.HANDSHAKE;
    private volatile int threshold; // packets of that many bytes are compressed; 0: none is

    /** What a client does by itself. */
    public enum Does {
        ACKNOWLEDGE_LOGIN,
        ANSWER_COOKIES
    }

    private record Wait<P>(Class<P> type, Predicate<P> which, CompletableFuture<P> found) {
        private void look(ServerPacket packet) {
            if (type.isInstance(packet) && which.test(type.cast(packet))) {
                found.complete(type.cast(packet));
            }
        }
    }

    private RawClient(Socket socket, Map<String, byte[]> cookies, Set<Does> does) {
        this.socket = socket;
        this.cookies = cookies;
        this.does = does;
    }

    /** Knocks at a server of this machine, and goes into the world if he is let in. */
    public static RawClient join(int port, UUID id, String name) {
        return join(port, id, name, Intent.LOGIN, new ConcurrentHashMap<>(), Set.of(Does.values()));
    }

    /** The same, as one who may have been transferred, with the cookies that he has got, and with what he does by himself. */
    public static RawClient join(
            int port, UUID id, String name, Intent how, Map<String, byte[]> cookies, Set<Does> does) {
        try {
            RawClient client = new RawClient(new Socket(InetAddress.getLoopbackAddress(), port), cookies, does);
            client.send(new ClientHandshakePacket(MinecraftServer.PROTOCOL_VERSION, "localhost", port, how));
            client.state = ConnectionState.LOGIN;
            Thread.startVirtualThread(client::read);
            client.send(new ClientLoginStartPacket(name, id));
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void send(ClientPacket packet) {
        NetworkBuffer buffer = NetworkBuffer.resizableBuffer(MinecraftServer.process());
        PacketWriting.writeFramedPacket(buffer, state, packet, threshold);
        byte[] bytes = new byte[Math.toIntExact(buffer.writeIndex())];
        buffer.copyTo(0, bytes, 0, bytes.length);
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException closed) {
            // The reader comes to the end by itself, after what was sent before it.
        }
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
            while (true) {
                byte[] bytes = packet(in);
                NetworkBuffer buffer = NetworkBuffer.wrap(bytes, 0, bytes.length, MinecraftServer.process());
                PacketRegistry<? extends ServerPacket> registry =
                        PacketVanilla.SERVER_PACKET_PARSER.stateRegistry(state);
                PacketRegistry.PacketInfo<? extends ServerPacket> info =
                        registry.packetInfo(buffer.read(NetworkBuffer.VAR_INT));
                if (READ.contains(info.packetClass())) {
                    receive(info.serializer().read(buffer));
                }
            }
        } catch (IOException closed) {
            end.complete(closed.toString());
        } catch (RuntimeException | DataFormatException broken) {
            end.completeExceptionally(broken);
        }
    }

    private byte[] packet(DataInputStream in) throws IOException, DataFormatException {
        byte[] bytes = new byte[number(in)];
        in.readFully(bytes);
        if (threshold == 0) {
            return bytes;
        }
        ByteArrayInputStream frame = new ByteArrayInputStream(bytes);
        int length = number(new DataInputStream(frame));
        if (length == 0) {
            return frame.readAllBytes();
        }
        byte[] packet = new byte[length];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(frame.readAllBytes());
            int found = inflater.inflate(packet);
            if (found != length) {
                throw new DataFormatException("found " + found + " bytes, expected " + length);
            }
        } finally {
            inflater.end();
        }
        return packet;
    }

    private static int number(DataInputStream in) throws IOException {
        int number = 0;
        for (int shift = 0; ; shift += 7) {
            int next = in.readUnsignedByte();
            number |= (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                return number;
            }
        }
    }

    private void receive(ServerPacket packet) {
        switch (packet) {
            case SetCompressionPacket compression -> threshold = compression.threshold();
            case LoginSuccessPacket success -> {
                if (does.contains(Does.ACKNOWLEDGE_LOGIN)) {
                    acknowledge();
                }
            }
            case SelectKnownPacksPacket packs -> send(new ClientSelectKnownPacksPacket(packs.entries()));
            case FinishConfigurationPacket finish -> {
                send(new ClientFinishConfigurationPacket());
                state = ConnectionState.PLAY;
            }
            case StartConfigurationPacket start -> {
                send(new ClientConfigurationAckPacket());
                state = ConnectionState.CONFIGURATION;
            }
            case KeepAlivePacket alive -> send(new ClientKeepAlivePacket(alive.id()));
            case CookieStorePacket cookie -> cookies.put(cookie.key(), cookie.value());
            case CookieRequestPacket request -> {
                if (does.contains(Does.ANSWER_COOKIES)) {
                    send(new ClientCookieResponsePacket(request.key(), cookies.get(request.key())));
                }
            }
            case PlayerPositionAndLookPacket position -> send(new ClientTeleportConfirmPacket(position.teleportId()));
            default -> {}
        }
        packets.add(packet);
        waits.forEach(wait -> wait.look(packet));
    }

    void acknowledge() {
        send(new ClientLoginAcknowledgedPacket());
        state = ConnectionState.CONFIGURATION;
    }

    /** Waits for a packet of that kind, of those that have come and those that come. */
    public <P extends ServerPacket> P await(Class<P> type) {
        return await(type, packet -> true);
    }

    public <P extends ServerPacket> P await(Class<P> type, Predicate<P> which) {
        Wait<P> wait = new Wait<>(type, which, new CompletableFuture<>());
        waits.add(wait);
        packets.forEach(wait::look);
        CompletableFuture<?> either = CompletableFuture.anyOf(wait.found(), end.thenRun(() -> {}));
        var _ = either.orTimeout(30, TimeUnit.SECONDS).join();
        if (!wait.found().isDone()) {
            throw new IllegalStateException(
                    "closed by " + end.join() + " before a " + type.getSimpleName() + "; came: " + packets);
        }
        return wait.found().join();
    }

    /** How many packets of that kind have come. */
    public <P extends ServerPacket> long count(Class<P> type) {
        return packets.stream().filter(type::isInstance).count();
    }

    /** Waits until he is in the world. */
    public RawClient inWorld() {
        await(JoinGamePacket.class);
        return this;
    }

    /** Waits until he is kicked, and says with which words. */
    public String kicked() {
        return ((TextComponent) await(DisconnectPacket.class).message()).content();
    }

    /** Waits until the server has closed the connection. */
    public void awaitEnd() {
        var _ = end.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Types a command, without its slash. */
    public RawClient command(String line) {
        send(new ClientCommandChatPacket(line));
        return this;
    }

    /** Waits for a line in the chat that contains a text, and returns it. */
    public String hears(String text) {
        return line(await(SystemChatPacket.class, packet -> line(packet).contains(text)));
    }

    /** Waits for a line in the chat that matches a regular expression as a whole, and returns it. */
    public String hearsLike(String pattern) {
        return line(await(SystemChatPacket.class, packet -> line(packet).matches(pattern)));
    }

    /** Waits until a line of the board beside his view becomes that text. */
    public RawClient sees(String text) {
        await(TeamsPacket.class, packet -> switch (packet.action()) {
            case TeamsPacket.CreateTeamAction create -> isText(create.teamPrefix(), text);
            case TeamsPacket.UpdateTeamAction update -> isText(update.teamPrefix(), text);
            default -> false;
        });
        return this;
    }

    private static boolean isText(Component component, String text) {
        return component instanceof TextComponent found && found.content().equals(text);
    }

    private static String line(SystemChatPacket packet) {
        return packet.message() instanceof TextComponent text ? text.content() : "";
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException closed) {
            // It is.
        }
    }
}
