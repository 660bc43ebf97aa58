package dev.datasave.jdbc.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind a firewall that drops all datagrams, everything works by polling. A network namespace has the firewall. */
class FirewallTest {
    private static final String LOOPBACK = "ip link set lo up";
    /** Datagrams go into a wire at whose other end nobody listens. */
    private static final String FIREWALL = LOOPBACK + " && ip link add pit0 type veth peer name pit1"
            + " && ip link set pit0 up && ip link set pit1 up && tc qdisc add dev lo clsact"
            + " && tc filter add dev lo egress protocol ip u32 match ip protocol 17 0xff"
            + " action mirred egress redirect dev pit0";

    @TempDir
    private Path directory;

    private record Output(int exit, List<String> lines) {}

    private static Output inNamespace(List<String> command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("unshare", "--map-root-user", "--net"));
        all.addAll(command);
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        return new Output(process.waitFor(), lines);
    }

    @BeforeAll
    static void namespacesArePossible() throws InterruptedException {
        try {
            Output output = inNamespace(List.of("sh", "-c", FIREWALL));
            assumeThat(output.exit())
                    .as("this machine allows no network namespace with a filter: " + output.lines())
                    .isZero();
        } catch (IOException e) {
            assumeThat(e).as("this machine has no unshare").isNull();
        }
    }

    private List<String> hops(String setUp) throws Exception {
        String path = String.join(
                File.pathSeparator,
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path"));
        Output output = inNamespace(List.of(
                "sh",
                "-c",
                setUp + " && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                path,
                Hops.class.getName(),
                directory.resolve("players.db").toString(),
                "4",
                "network",
                "mute"));
        assertThat(output.exit()).as(output.lines().toString()).isZero();
        return output.lines();
    }

    @Test
    void everythingWorksWithoutASingleDatagram() throws Exception {
        assertThat(hops(FIREWALL))
                .contains("push false", "coins 5")
                .anyMatch(line -> line.contains("did not come back"));
    }

    @Test
    void withoutAFirewallDatagramsArrive() throws Exception {
        assertThat(hops(LOOPBACK))
                .contains("push true", "coins 5")
                .noneMatch(line -> line.contains("did not come back"));
    }
}
