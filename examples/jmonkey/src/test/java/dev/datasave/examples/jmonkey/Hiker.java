package dev.datasave.examples.jmonkey;

import com.jme3.network.Client;
import com.jme3.network.ClientStateListener;
import com.jme3.network.base.DefaultClient;
import com.jme3.network.kernel.Connector;
import com.jme3.network.kernel.tcp.SocketConnector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A player at the engine's own client. What it hears comes in order; {@code bye} and a reason is the end. */
final class Hiker implements AutoCloseable {
    private final Client client;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Duration patience;

    /** Connects, and says who it is. */
    Hiker(int port, String name) throws IOException, InterruptedException {
        this(port, name, Duration.ofSeconds(30));
    }

    Hiker(int port, String name, Duration patience) throws IOException, InterruptedException {
        this.patience = patience;
        client = new Connecting(new SocketConnector(InetAddress.getLoopbackAddress(), port));
        client.addMessageListener((from, message) -> heard.add(message.toString()), Protocol.LINE);
        client.addClientStateListener(new ClientStateListener() {
            @Override
            public void clientConnected(Client connected) {
                heard.add("hello");
            }

            @Override
            public void clientDisconnected(Client disconnected, DisconnectInfo info) {
                heard.add("bye " + (info == null ? "" : info.reason));
            }
        });
        client.start();
        if (next().equals("hello")) { // the client's send would wait for that without an end
            say("join " + name);
        }
    }

    /** Without the service that takes the list of messages from the server: it would fill the tables of the whole process again. */
    private static final class Connecting extends DefaultClient {
        private Connecting(Connector connector) {
            super(Protocol.GAME, Protocol.VERSION, connector, null, null);
        }

        @Override
        protected void addStandardServices() {}
    }

    static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }

    /** Waits for what comes about on other threads. */
    static void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    void say(String line) {
        if (client.isConnected()) {
            client.send(new Line(line));
        }
    }

    /** What is heard next; {@code silence} if there is nothing for long. */
    String next() throws InterruptedException {
        return Objects.requireNonNullElse(heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS), "silence");
    }

    @Override
    public void close() {
        if (client.isStarted()) {
            client.close();
        }
    }
}
