package dev.datasave.examples.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.datasave.DataSave;
import dev.datasave.jdbc.SqlStorage;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real clients (mineflayer, on Node) play on two real server processes, while these are stopped, killed and paused. After each hop a bot must have what it had
 * before, and in the end the database must hold every coin, no item twice, and no player who is held. Only with {@code -Pbots}, because npm fetches half a
 * gigabyte for it.
 */
@EnabledIfSystemProperty(named = "datasave.bots", matches = "true")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class BotsTest {
    private static final Path HERE = Path.of("bots");
    private static final Path THERE = Path.of("target", "bots");

    @Test
    void nothingIsLostOrDoubled(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(isThere("node") && isThere("npm"), BotsTest::skipped);
        install();
        String url = "jdbc:sqlite:" + folder.resolve("players.db");
        String java = String.join(
                " ",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"));
        int ended = run(List.of(
                "node",
                "bots.js",
                "--java",
                java,
                "--url",
                url,
                "--lobby",
                freePort(),
                "--arena",
                freePort(),
                "--bots",
                System.getProperty("datasave.bots.count", "20"),
                "--rounds",
                System.getProperty("datasave.bots.rounds", "4"),
                "--calm",
                System.getProperty("datasave.bots.calm", "false"),
                "--seed",
                System.getProperty("datasave.bots.seed", "1")));
        assertThat(ended).as("exit code of the bots").isZero();
        try (DataSave dataSave =
                DataSave.builder(SqlStorage.open(url)).serverName("audit").build()) {
            assertThat(NetworkAudit.problems(NetworkServer.heroes(dataSave))).isEmpty();
        }
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version").start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static String skipped() {
        String why = "The bots do not play: they need Node 20 or newer with npm, and found none on the path.";
        System.out.println(why);
        return why;
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(THERE);
        for (String file :
                List.of("package.json", "package-lock.json", ".npmrc", "bots.js", "player.js", "servers.js")) {
            Files.copy(HERE.resolve(file), THERE.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(THERE.resolve("node_modules/.package-lock.json"))) {
            assertThat(run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")))
                    .as("npm ci")
                    .isZero();
        }
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .directory(new File(THERE.toString()))
                .inheritIO()
                .start()
                .waitFor();
    }

    private static String freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return String.valueOf(free.getLocalPort());
        }
    }
}
