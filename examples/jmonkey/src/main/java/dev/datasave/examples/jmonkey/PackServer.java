package dev.datasave.examples.jmonkey;

import com.jme3.network.ConnectionListener;
import com.jme3.network.HostedConnection;
import com.jme3.network.Server;
import com.jme3.network.base.DefaultServer;
import com.jme3.network.kernel.Kernel;
import com.jme3.network.kernel.KernelException;
import com.jme3.network.kernel.tcp.SelectorKernel;
import dev.datasave.DataSave;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.Transaction;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.platform.Arrival;
import dev.datasave.platform.PlayerSessions;
import dev.datasave.platform.Reason;
import dev.datasave.platform.ShutdownReport;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A game server for clients of jMonkeyEngine: players have a pack, and give each other things.
 *
 * <ul>
 *   <li>{@code join <name>}: {@code pack <things>}, or the connection is closed with a reason. Who has never been here has three things.
 *   <li>{@code give <name> <thing>}: to a player on this server. {@code gave <thing>}, or {@code no}.
 *   <li>{@code pack}: {@code pack <things>}.
 * </ul>
 *
 * <p>All that happens to the connections of a server comes on one thread of the engine, so nothing here waits, except for {@link #close}.
 */
final class PackServer implements AutoCloseable {
    static final String STORE = "Packs";

    private final DataSave dataSave;
    private final PlayerSessions<Pack, HostedConnection> sessions;
    private final Server server;
    private final Map<HostedConnection, CompletableFuture<Void>> open = new ConcurrentHashMap<>();

    /** Lets players in at a port of this machine. */
    PackServer(Path file, int port) {
        dataSave = DataSave.builder(SqlStorage.sqlite(file)).build();
        ProfileStore<Pack> players = dataSave.keyedProfileStore(STORE, Pack.class, Pack::of);
        sessions = PlayerSessions.builder(players, PackServer::kick).build();
        server = new Listening(new SelectorKernel(InetAddress.getLoopbackAddress(), port));
        server.addConnectionListener(new Door());
        server.addMessageListener((connection, message) -> heard(connection, message.toString()), Protocol.LINE);
        server.start();
    }

    /** Without datagrams, and without the service that sends the list of messages to clients, which would be filled and locked anew by each server. */
    private static final class Listening extends DefaultServer {
        private Listening(Kernel kernel) {
            super(Protocol.GAME, Protocol.VERSION, kernel, null);
        }

        @Override
        protected void addStandardServices() {}
    }

    /** Hears of connections: one is added before anybody knows who it is, and removed at whatever stage. */
    private final class Door implements ConnectionListener {
        @Override
        public void connectionAdded(Server at, HostedConnection connection) {
            open.put(connection, new CompletableFuture<>());
        }

        @Override
        public void connectionRemoved(Server at, HostedConnection connection) {
            sessions.gone(connection);
            Optional.ofNullable(open.remove(connection)).ifPresent(closed -> closed.complete(null));
        }
    }

    private void heard(HostedConnection connection, String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "join" -> join(connection, words.length > 1 ? words[1] : "");
            case "give" -> sessions.profileOf(connection).ifPresent(mine -> give(connection, mine, words[1], words[2]));
            case "pack" -> sessions.profileOf(connection).ifPresent(mine -> tellPack(connection, mine));
            default -> connection.close("I don't understand.");
        }
    }

    private void join(HostedConnection connection, String name) {
        try {
            CompletableFuture<?> unused =
                    sessions.arriving(connection, name).thenAccept(answer -> answered(connection, answer));
        } catch (IllegalArgumentException noName) {
            connection.close("That is no name.");
        }
    }

    private void answered(HostedConnection connection, Arrival<Pack> answer) {
        switch (answer) {
            case Arrival.LetIn<Pack>(var mine, var isNew) ->
                sessions.arrived(connection).ifPresent(pack -> tellPack(connection, pack));
            case Arrival.Refused<Pack>(var reason, var load) -> kick(connection, reason);
        }
    }

    /** One write stores both packs, and only then the thing has changed hands. */
    private void give(HostedConnection connection, Profile<Pack> mine, String name, String thing) {
        Optional<Profile<Pack>> found = sessions.connectionOf(name).flatMap(sessions::profileOf);
        if (found.isEmpty() || found.get().equals(mine)) {
            tell(connection, "no");
            return;
        }
        Profile<Pack> theirs = found.get();
        CompletableFuture<?> unused = dataSave.transactAsync(Transaction.Participants.of(mine, theirs), tx -> {
                    if (!tx.data(mine).things().contains(thing)) {
                        return false;
                    }
                    tx.update(mine, pack -> pack.without(thing));
                    tx.update(theirs, pack -> pack.with(thing));
                    return true;
                })
                .handle((result, thrown) -> {
                    tell(connection, result instanceof Transaction.Result.Committed ? "gave " + thing : "no");
                    return result;
                });
    }

    private static void tellPack(HostedConnection connection, Profile<Pack> mine) {
        tell(connection, "pack " + String.join(" ", mine.data().things()));
    }

    private static void kick(HostedConnection connection, Reason reason) {
        try {
            connection.close(reason.text());
        } catch (KernelException closed) {
            // It is closed, or about to be.
        }
    }

    private static void tell(HostedConnection connection, String line) {
        try {
            connection.send(new Line(line));
        } catch (KernelException closed) {
            // Then there is nobody to tell.
        }
    }

    /** How many connections are open, whoever they are. */
    int connections() {
        return open.size();
    }

    /**
     * Sends everybody away and saves; then closes the door, and the file. The engine drops what it has not sent when its server is closed, and leaves the
     * connections open: so first they are closed, for at most a second.
     */
    ShutdownReport stop() {
        ShutdownReport report = sessions.stop(Duration.ofSeconds(20)).join();
        open.keySet().forEach(connection -> kick(connection, new Reason(Reason.Kind.STOPPING, List.of())));
        CompletableFuture<Void> closed = CompletableFuture.allOf(open.values().toArray(CompletableFuture[]::new));
        closed.completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
        if (server.isRunning()) {
            server.close();
        }
        dataSave.close();
        return report;
    }

    @Override
    public void close() {
        ShutdownReport unused = stop();
    }
}
