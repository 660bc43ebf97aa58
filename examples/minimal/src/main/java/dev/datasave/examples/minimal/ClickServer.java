package dev.datasave.examples.minimal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.datasave.DataSave;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.platform.Arrival;
import dev.datasave.platform.PlayerSessions;
import dev.datasave.platform.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** A whole game server. A player's first line is the name, each further line is a click, and every click counts for ever. Try it with {@code nc}. */
public final class ClickServer implements AutoCloseable {
    private final DataSave dataSave;
    private final PlayerSessions<Clicks, Socket> sessions;
    private final ServerSocket door;

    record Clicks(long count) {}

    /** Lets players in at a port of this machine; 0 is any free one. */
    ClickServer(Path file, int port) throws IOException {
        door = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
        dataSave = DataSave.builder(SqlStorage.sqlite(file)).build();
        ProfileStore<Clicks> players = dataSave.profileStore("Clicks", Clicks.class, () -> new Clicks(0));
        sessions = PlayerSessions.builder(players, ClickServer::kick).build();
        Thread.ofPlatform().start(this::accept);
    }

    /** {@code ClickServer <file> <port>} */
    public static void main(String[] args) throws IOException {
        ClickServer server = new ClickServer(Path.of(args[0]), Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    }

    private void accept() {
        try {
            while (true) {
                Socket player = door.accept();
                Thread.startVirtualThread(() -> serve(player));
            }
        } catch (IOException closed) {
            // The server stops.
        }
    }

    private void serve(Socket player) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(player.getInputStream(), UTF_8))) {
            String name = Objects.requireNonNullElse(in.readLine(), "");
            switch (sessions.arriving(player, name).join()) {
                case Arrival.LetIn<Clicks>(var profile, var isNew) -> play(player, in, profile);
                case Arrival.Refused<Clicks>(var reason, var load) -> tell(player, reason.text());
            }
        } catch (IOException | IllegalArgumentException gone) {
            // The connection is broken, or that was no name.
        } finally {
            sessions.gone(player);
        }
    }

    private void play(Socket player, BufferedReader in, Profile<Clicks> profile) throws IOException {
        sessions.arrived(player);
        do {
            tell(player, profile.key() + " has " + profile.data().count() + " clicks");
        } while (in.readLine() != null && profile.tryUpdate(clicks -> new Clicks(clicks.count() + 1)));
    }

    private static void kick(Socket player, Reason reason) {
        try (player) {
            tell(player, reason.text());
        } catch (IOException gone) {
            // Then there is nobody to tell.
        }
    }

    private static void tell(Socket player, String line) throws IOException {
        player.getOutputStream().write((line + "\n").getBytes(UTF_8));
    }

    int port() {
        return door.getLocalPort();
    }

    /** Sends everybody away and saves; then closes the file. */
    @Override
    public void close() {
        try (door) {
            sessions.stop(Duration.ofSeconds(20)).join();
            dataSave.close();
        } catch (IOException closed) {
            // It is.
        }
    }
}
