package dev.datasave.examples.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.ProfileStore;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.minestom.RawClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import net.minestom.server.Auth;
import net.minestom.server.MinecraftServer;
import net.minestom.server.coordinate.BlockVec;
import net.minestom.server.instance.block.BlockFace;
import net.minestom.server.network.packet.client.handshake.ClientHandshakePacket.Intent;
import net.minestom.server.network.packet.client.play.ClientPlayerActionPacket;
import net.minestom.server.network.packet.client.play.ClientPlayerActionPacket.Status;
import net.minestom.server.network.packet.server.common.TransferPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The whole network as {@code ./datasave minecraft} runs it: three processes, which are told to end while people play, and started again. */
@Isolated("one server in a JVM")
@Timeout(240)
class NetworkTest {
    private static final BlockVec GOLD = new BlockVec(2, 40, 2);

    private final Map<String, byte[]> cookies = new ConcurrentHashMap<>();
    private final int lobby = freePort();
    private final int arena = freePort();

    @Test
    void playersFindTheirCoinsOnTheOtherServerAndAfterTheNextStart(@TempDir Path folder) throws Exception {
        MinecraftServer.init(new Auth.Offline()); // for what the clients read
        String url = "jdbc:sqlite:" + folder.resolve("players.db");
        Process network = started(url);
        try {
            hop();
            try (RawClient alice = join(arena, "Alice", Intent.TRANSFER);
                    RawClient bob = join(arena, "Bob", Intent.LOGIN)) {
                alice.sees("Coins: 3");
                bob.sees("Coins: 0");
                alice.command("pay Bob 1").hears("You have paid 1 coins to Bob.");
                assertThat(bob.hears("has paid you")).isEqualTo("Alice has paid you 1 coins.");
                alice.sees("Coins: 2").sees("1. Alice 2");
                bob.sees("Coins: 1").sees("2. Bob 1");
                end(network);
                assertThat(alice.kicked()).isEqualTo("The server is stopping.");
                assertThat(bob.kicked()).isEqualTo("The server is stopping.");
            }
        } finally {
            end(network);
        }
        assertAudited(url);
        network = started(url);
        try (RawClient alice = join(lobby, "Alice", Intent.LOGIN);
                RawClient bob = join(arena, "Bob", Intent.LOGIN)) {
            alice.command("coins").hears("You have 2 coins.");
            bob.command("coins").hears("You have 1 coins.");
        } finally {
            end(network);
        }
        assertAudited(url);
    }

    /** Nobody can tell the servers then. They notice, and release their players all the same. */
    @Test
    void serversStopInOrderWhenTheirLauncherIsKilled(@TempDir Path folder) throws Exception {
        MinecraftServer.init(new Auth.Offline());
        String url = "jdbc:sqlite:" + folder.resolve("players.db");
        Process network = started(url);
        List<ProcessHandle> servers = network.descendants().toList();
        assertThat(servers).hasSize(2);
        try (RawClient alice = join(lobby, "Alice", Intent.LOGIN);
                RawClient bob = join(arena, "Bob", Intent.LOGIN)) {
            mine(alice, 4);
            mine(bob, 5);
            assertThat(network.destroyForcibly().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(alice.kicked()).isEqualTo("The server is stopping.");
            assertThat(bob.kicked()).isEqualTo("The server is stopping.");
            for (ProcessHandle server : servers) {
                server.onExit().get(60, TimeUnit.SECONDS);
            }
        } finally {
            network.destroyForcibly();
            servers.forEach(ProcessHandle::destroyForcibly);
        }
        assertAudited(url);
        try (DataSave dataSave =
                DataSave.builder(SqlStorage.open(url)).serverName("audit").build()) {
            ProfileStore<Hero> heroes = NetworkServer.heroes(dataSave);
            assertThat(coins(heroes, "Alice")).isEqualTo(4);
            assertThat(coins(heroes, "Bob")).isEqualTo(5);
        }
    }

    private static long coins(ProfileStore<Hero> heroes, String name) {
        String key = NetworkServer.idOf(name).toString();
        return heroes.viewProfileAsync(key).join().orElseThrow().data().coins();
    }

    private void hop() {
        try (RawClient alice = join(lobby, "Alice", Intent.LOGIN)) {
            alice.sees("Coins: 0");
            mine(alice, 3);
            alice.sees("Coins: 3");
            alice.command("server arena");
            assertThat(alice.await(TransferPacket.class)).isEqualTo(new TransferPacket("127.0.0.1", arena));
        }
    }

    private static void mine(RawClient player, int coins) {
        for (int i = 0; i < coins; i++) {
            player.send(new ClientPlayerActionPacket(Status.STARTED_DIGGING, GOLD, BlockFace.TOP, 0));
            player.send(new ClientPlayerActionPacket(Status.FINISHED_DIGGING, GOLD, BlockFace.TOP, 1));
        }
        player.command("coins").hears("You have " + coins + " coins.");
    }

    private RawClient join(int port, String name, Intent how) {
        RawClient client =
                RawClient.join(port, NetworkServer.idOf(name), name, how, cookies, Set.of(RawClient.Does.values()));
        client.hears(port == lobby ? "This is the lobby." : "This is the arena.");
        return client;
    }

    /** Returns when it says that one can join. */
    private Process started(String url) throws IOException {
        Process network = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Network.class.getName(),
                        "--jdbc-url",
                        url,
                        "--port",
                        String.valueOf(lobby),
                        "--arena-port",
                        String.valueOf(arena))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = network.inputReader();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("Join localhost")) {
                return network;
            }
        }
        throw new AssertionError("the network ended before it was open");
    }

    /** As Ctrl-C and SIGTERM do it. */
    private static void end(Process network) throws InterruptedException {
        network.destroy();
        assertThat(network.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
        assertThat(network.exitValue()).isEqualTo(143);
    }

    private static void assertAudited(String url) {
        try (DataSave dataSave =
                DataSave.builder(SqlStorage.open(url)).serverName("audit").build()) {
            assertThat(NetworkAudit.problems(NetworkServer.heroes(dataSave))).isEmpty();
        }
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
