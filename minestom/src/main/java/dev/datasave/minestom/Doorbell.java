package dev.datasave.minestom;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import net.minestom.server.MinecraftServer;

/**
 * Asks a server for its status, as the list of servers in the game does. A port that is open is not enough: the kernel opens it for a process that is
 * stopped, too.
 */
final class Doorbell {
    private static final int STATUS = 1;

    private Doorbell() {}

    /** Empty if the server answers within about that time; otherwise what has happened. Waits for it. */
    static Optional<String> ring(String host, int port, Duration patience) {
        int millis = Math.toIntExact(patience.toMillis());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setSoTimeout(millis);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.write(packet(handshake(host, port)));
            out.write(packet(new byte[] {0}));
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = number(in);
            int id = number(in);
            return length > 0 && id == 0 ? Optional.empty() : Optional.of("it gave another answer than its status");
        } catch (IOException | RuntimeException silent) {
            return Optional.of(String.valueOf(silent.getMessage()));
        }
    }

    private static byte[] handshake(String host, int port) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        number(out, 0);
        number(out, MinecraftServer.PROTOCOL_VERSION);
        byte[] name = host.getBytes(UTF_8);
        number(out, name.length);
        out.write(name);
        out.writeShort(port);
        number(out, STATUS);
        return bytes.toByteArray();
    }

    private static byte[] packet(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        number(new DataOutputStream(bytes), content.length);
        bytes.write(content);
        return bytes.toByteArray();
    }

    /** Seven bits at a time, the lowest first. */
    private static void number(DataOutputStream out, int number) throws IOException {
        int left = number;
        while ((left & ~0x7f) != 0) {
            out.writeByte((left & 0x7f) | 0x80);
            left >>>= 7;
        }
        out.writeByte(left);
    }

    private static int number(DataInputStream in) throws IOException {
        int number = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = in.readUnsignedByte();
            number |= (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                return number;
            }
        }
        throw new IOException("found a number of more than five bytes");
    }
}
