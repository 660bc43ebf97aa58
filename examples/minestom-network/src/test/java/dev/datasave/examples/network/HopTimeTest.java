package dev.datasave.examples.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.minestom.RawClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import net.minestom.server.Auth;
import net.minestom.server.MinecraftServer;
import net.minestom.server.network.packet.server.play.JoinGamePacket;
import net.minestom.server.network.packet.server.play.WindowItemsPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How long a hop takes, from the moment at which the client closes its connection until it is in the world of the other server and sees its items, beside
 * the same hop of a player without a profile. Both hop in turn between the same two processes. Only with {@code -Ddatasave.hops=300}; it prints the times.
 */
@EnabledIfSystemProperty(named = "datasave.hops", matches = "\\d+")
@Isolated("it measures")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class HopTimeTest {
    private static final int COUNTED = Integer.getInteger("datasave.hops", 0);
    private static final int WARM_UP = (COUNTED + 2) / 3;

    /** A player, where he is, and how long his hops took, in nanoseconds. */
    private static final class Hopper {
        private final String name;
        private final List<Long> times = new ArrayList<>();
        private RawClient client;

        private Hopper(String name, int port) {
            this.name = name;
            this.client = arrived(port);
        }

        private RawClient arrived(int port) {
            RawClient joining = RawClient.join(port, NetworkServer.idOf(name), name);
            joining.await(JoinGamePacket.class);
            joining.await(
                    WindowItemsPacket.class, shown -> shown.items().stream().anyMatch(item -> !item.isAir()));
            return joining;
        }

        private void hop(int port) {
            client.close();
            long begun = System.nanoTime();
            client = arrived(port);
            times.add(System.nanoTime() - begun);
        }
    }

    @Test
    void hopsWithAndWithoutAProfile(@TempDir Path folder) throws Exception {
        MinecraftServer.init(new Auth.Offline()); // for what the clients read
        String url = "jdbc:sqlite:" + folder.resolve("players.db");
        int hops = WARM_UP + COUNTED;
        List<Process> servers = List.of(started("one", url), started("two", url));
        try {
            List<Integer> ports = new ArrayList<>();
            for (Process server : servers) {
                ports.add(port(server.inputReader()));
            }
            Hopper bare = new Hopper(HopServer.BARE, ports.get(0));
            Hopper ours = new Hopper("ours", ports.get(0));
            for (int i = 1; i <= hops; i++) {
                (i % 4 < 2 ? bare : ours).hop(ports.get(i % 2));
                (i % 4 < 2 ? ours : bare).hop(ports.get(i % 2));
            }
            print(measured(bare), measured(ours));
            assertThat(ours.times).hasSize(hops);
            bare.client.close();
            ours.client.close();
        } finally {
            servers.forEach(Process::destroy);
            for (Process server : servers) {
                var _ = server.waitFor();
            }
        }
    }

    private static Process started(String name, String url) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HopServer.class.getName(),
                        name,
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int port(BufferedReader said) {
        return said.lines()
                .filter(line -> line.startsWith(HopServer.OPEN))
                .findFirst()
                .map(line -> Integer.parseInt(line.substring(HopServer.OPEN.length())))
                .orElseThrow(() -> new AssertionError("a server ended before it was open"));
    }

    private static List<Long> measured(Hopper hopper) {
        return hopper.times.stream().skip(WARM_UP).toList();
    }

    private static void print(List<Long> bare, List<Long> ours) {
        List<Long> more = new ArrayList<>();
        for (int i = 0; i < bare.size(); i++) {
            more.add(ours.get(i) - bare.get(i));
        }
        System.out.println(
                bare.size() + " hops of each, in ms: raw, ours, difference, ratio; the difference hop by hop");
        for (int percent : new int[] {50, 90, 99, 100}) {
            double raw = at(percent, bare);
            double with = at(percent, ours);
            System.out.println(String.format(
                    Locale.ROOT,
                    "%4s  %8.2f %8.2f %8.2f %6.2f   %8.2f",
                    percent == 100 ? "max" : "p" + percent,
                    raw,
                    with,
                    with - raw,
                    with / raw,
                    at(percent, more)));
        }
    }

    private static double at(int percent, List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        int place = Math.max(0, (int) Math.ceil(percent / 100.0 * sorted.size()) - 1);
        return sorted.get(place) / 1e6;
    }
}
