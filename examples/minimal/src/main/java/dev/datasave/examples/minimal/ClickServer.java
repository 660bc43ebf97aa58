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
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** A whole game server. A player's first line is the name, each further line is a click, and every click counts for ever. Try it with {@code nc}. */
public final class ClickServer implements AutoCloseable {
    private final DataSave dataSave;
    private final PlayerSessions<Clicks, PrintStream> sessions; // a player's connection is the stream to him
    final ServerSocket door;

    record Clicks(long count) {}

    /** Lets players in at a port of this machine; 0 is any free one. */
    ClickServer(Path file, int port) throws IOException {
        door = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
        dataSave = DataSave.builder(SqlStorage.sqlite(file)).build();
        ProfileStore<Clicks> players = dataSave.profileStore("Clicks", Clicks.class, () -> new Clicks(0));
        sessions = PlayerSessions.builder(players, ClickServer::kick).build();
        new Thread(this::serve).start();
    }

    /** {@code ClickServer <file> <port>} */
    public static void main(String[] args) throws IOException {
        ClickServer server = new ClickServer(Path.of(args[0]), Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    }

    /** One player, from the door to the end of the visit. What comes last in the head of the try is closed first. */
    @SuppressWarnings("try")
    private void serve() {
        try (Socket socket = door.accept();
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
                PrintStream player = new PrintStream(socket.getOutputStream(), true, UTF_8);
                Closeable visit = () -> sessions.gone(player)) {
            new Thread(this::serve).start(); // for the next player
            switch (sessions.arriving(player, Objects.requireNonNullElse(in.readLine(), ""))
                    .join()) {
                case Arrival.LetIn<Clicks>(var profile, var isNew) -> play(player, in, profile);
                case Arrival.Refused<Clicks>(var reason, var load) -> player.println(reason.text());
            }
        } catch (IOException | IllegalArgumentException over) {
            // The server stops, the connection is broken, or that was no name.
        }
    }

    private void play(PrintStream player, BufferedReader in, Profile<Clicks> profile) throws IOException {
        sessions.arrived(player);
        do {
            player.println(profile.key() + " has " + profile.data().count() + " clicks");
        } while (in.readLine() != null && profile.tryUpdate(clicks -> new Clicks(clicks.count() + 1)));
    }

    private static void kick(PrintStream player, Reason reason) {
        player.println(reason.text());
        player.close();
    }

    /** Sends everybody away and saves; then closes the file and the door. */
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
