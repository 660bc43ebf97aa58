package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.DataSaveListener;
import dev.datasave.tck.network.VirtualNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** P4 with more servers than one look can have: what each of them reads does not grow with their number. */
class CrowdOfServersTest {
    private static final Duration ROUND = Duration.ofSeconds(30);
    private final Set<String> buried = new HashSet<>();

    private List<DataSave> crowd(VirtualNetwork network, int size) {
        List<DataSave> servers = new ArrayList<>();
        DataSaveListener listener = new DataSaveListener() {
            @Override
            public void buried(String serverName, String incarnation) {
                buried.add(serverName);
            }
        };
        for (int i = 0; i < size; i++) {
            servers.add(network.server("server-" + i, settings -> settings.listener(listener)));
            network.advance(Duration.ofMillis(7));
        }
        network.advance(ROUND);
        return servers;
    }

    /** How many entries a server of an idle crowd reads in a second. */
    private double readPerSecond(int size) {
        try (VirtualNetwork network = new VirtualNetwork(size)) {
            crowd(network, size);
            long before = network.entriesRead();
            network.advance(ROUND);
            return (double) (network.entriesRead() - before) / size / ROUND.toSeconds();
        }
    }

    @Test
    void whatAServerReadsDoesNotGrowWithTheirNumber() {
        double few = readPerSecond(80);
        double many = readPerSecond(400);
        assertThat(many).as("400 servers, %s with 80", few).isLessThan(12).isLessThan(few * 1.3);
    }

    @Test
    void theDeadOfACrowdAreBuriedAsSoonAsThoseOfAFew() {
        try (VirtualNetwork network = new VirtualNetwork(1)) {
            List<DataSave> servers = crowd(network, 200);
            Set<String> dead = new HashSet<>();
            for (DataSave server : servers.subList(100, 120)) {
                dead.add(server.serverName());
                network.kill(server);
            }
            network.advance(Duration.ofSeconds(12));
            assertThat(buried).isEqualTo(dead);
        }
    }

    @Test
    void theListOfServersIsComplete() {
        try (VirtualNetwork network = new VirtualNetwork(2)) {
            List<DataSave> servers = crowd(network, 200);
            assertThat(servers.getLast().servers()).as("until it is gathered").isNotEmpty();
            network.kill(servers.getFirst());
            network.advance(Duration.ofMinutes(1));
            assertThat(servers.getLast().servers().size()).isEqualTo(199);
        }
    }
}
