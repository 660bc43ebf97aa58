package dev.datasave.examples.arena;

import dev.datasave.CloseReport;
import dev.datasave.DataSave;
import dev.datasave.LoadOptions;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.platform.PlayerSessions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The game server. Players connect; each line is a command, and each gets one line as its answer. Thread-safe.
 *
 * <ul>
 *   <li>{@code join alice} answers {@code joined alice <money> <revision> <op> <server>} or {@code refused <reason> …}
 *   <li>{@code earn 10} or {@code earn 10 <op>} answers {@code earned <money> <op>}; an op is a number that only grows
 *   <li>{@code find} answers {@code found <item> <type> <op>}, {@code inventory} answers {@code inventory <item>=<type> …}
 *   <li>{@code pay bob 5} answers {@code paid <money> <op>}, {@code gift carol <item>} answers {@code gifted <item> carol <op>}
 *   <li>{@code trade bob <your item> <bob's item>} answers {@code offered …}, or {@code traded … <op>} if bob has offered the same
 *   <li>{@code show} answers {@code shown alice money=… …}, {@code save} answers {@code saved <revision>} once that is durable
 *   <li>{@code quit} answers {@code bye <revision>} once that is durable; a lost connection releases the profile, too
 *   <li>anything else answers {@code error <code> <explanation>}
 *   <li>{@code kicked <reason>} comes without a command, and so does {@code notice <what others did>}
 * </ul>
 */
public final class Arena implements AutoCloseable {
    /** The profile store of the players. */
    public static final String STORE = "PlayerData";

    static final Duration ACCEPT_PAUSE = Duration.ofMillis(50);

    private final DataSave dataSave;
    private final ProfileStore<PlayerData> players;
    private final ArenaEvents events;
    private final ServerSocket listener;
    private final Market market;
    private final PlayerSessions<PlayerData, Seat> sessions;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    private Arena(DataSave dataSave, ProfileOptions<PlayerData> options, ArenaEvents events, ServerSocket listener) {
        this.dataSave = dataSave;
        this.players = dataSave.profileStore(STORE, PlayerData.class, PlayerData::fresh, options);
        this.events = events;
        this.listener = listener;
        this.sessions = PlayerSessions.builder(players, Seat::kick)
                .options(name -> LoadOptions.defaults().userId(name))
                .prepare(Seat::prepare)
                .build();
        this.market = new Market(dataSave, players, this::notice);
    }

    /**
     * Listens on the loopback address.
     *
     * @param dataSave belongs to the arena from now on, which closes it
     * @param port 0 = any free one
     * @throws IOException if the arena can't listen on the port
     */
    public static Arena open(DataSave dataSave, ProfileOptions<PlayerData> options, ArenaEvents events, int port)
            throws IOException {
        ServerSocket listener = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
        Arena arena = new Arena(dataSave, options, events, listener);
        Thread.ofVirtual().name("arena-accept").start(arena::accept);
        return arena;
    }

    /** The port it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    String serverName() {
        return dataSave.serverName();
    }

    ProfileStore<PlayerData> players() {
        return players;
    }

    Market market() {
        return market;
    }

    PlayerSessions<PlayerData, Seat> sessions() {
        return sessions;
    }

    private void notice(String name, String what) {
        sessions.connectionOf(name).ifPresent(seat -> seat.notice(what));
    }

    /** A client did not read what it was told, and was disconnected. */
    void readerDropped(String client) {
        events.readerDropped(client);
    }

    String counters() {
        return "players=" + players.profiles().size() + " connections=" + connections.size() + " " + events.counters();
    }

    private void accept() {
        boolean isFailing = false;
        while (!listener.isClosed()) {
            try {
                serve(listener.accept());
                isFailing = false;
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    // This one connection broke before it began, or there are no descriptors left.
                    // A pause lets some connections end.
                    events.acceptFailed(e, !isFailing);
                    isFailing = true;
                    LockSupport.parkNanos(ACCEPT_PAUSE.toNanos());
                }
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        Connection connection;
        try {
            socket.setTcpNoDelay(true);
            connection = new Connection(this, socket);
        } catch (IOException broken) {
            socket.close();
            throw broken;
        }
        connections.add(connection);
        Thread.startVirtualThread(() -> {
            try {
                connection.serve();
            } finally {
                connections.remove(connection);
            }
        });
    }

    /** {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    /** Accepts no more players, closes DataSave, which releases and kicks all of them, and ends the connections. Calling it twice is fine. */
    public CloseReport stop() {
        try {
            listener.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
        CloseReport report = dataSave.closeAsync().join();
        connections.forEach(Connection::close);
        return report;
    }
}
