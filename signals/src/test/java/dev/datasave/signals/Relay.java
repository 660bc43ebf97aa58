package dev.datasave.signals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Stands before a socket as NAT does, and passes on what a test makes of each datagram: nothing, one, or several. */
final class Relay implements AutoCloseable {
    private final DatagramSocket socket;
    private final BlockingQueue<byte[]> seen = new LinkedBlockingQueue<>();
    private volatile UnaryOperator<List<byte[]>> weather = UnaryOperator.identity();
    private volatile @Nullable SocketAddress behind;

    Relay() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("relay").start(this::run);
    }

    int port() {
        return socket.getLocalPort();
    }

    void leadTo(int port) {
        behind = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    void weather(UnaryOperator<List<byte[]>> newWeather) {
        weather = newWeather;
    }

    BlockingQueue<byte[]> seen() {
        return seen;
    }

    void send(byte[] bytes) throws IOException {
        SocketAddress to = behind;
        if (to != null) {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        }
    }

    private void run() {
        byte[] buffer = new byte[2000];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] bytes = Arrays.copyOf(buffer, packet.getLength());
                seen.add(bytes);
                for (byte[] each : weather.apply(List.of(bytes))) {
                    send(each);
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
