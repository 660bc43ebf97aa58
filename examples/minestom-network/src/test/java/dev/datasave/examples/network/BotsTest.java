package dev.datasave.examples.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.DataSave;
import dev.datasave.ProfileStore;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Real clients (mineflayer, on Node) play on two real server processes, while these are stopped, killed and paused. After each hop a bot must have what it had
 * before, and in the end the database must hold every coin, no item twice, and no player who is held. Only with {@code -Pbots}, because npm fetches half a
 * gigabyte for it. {@code -Ddatasave.bots.jdbc-url=URL} takes another database than a new SQLite file; it has to be empty.
 */
@EnabledIfSystemProperty(named = "datasave.bots", matches = "true")
@Isolated("it needs the machine")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class BotsTest {
    private static final int NODE = 20;
    private static final Path HERE = Path.of("bots");
    private static final Path THERE = Path.of("target", "bots");

    @Test
    void nothingIsLostOrDoubled(@TempDir Path folder) throws IOException, InterruptedException {
        Optional<String> missing = missing();
        missing.ifPresent(System.out::println);
        String required = System.getenv("DATASAVE_TESTS_REQUIRE");
        if (missing.isPresent() && required != null && required.contains("bots")) {
            throw new AssertionError(missing.get());
        }
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        install();
        String url = System.getProperty("datasave.bots.jdbc-url", "jdbc:sqlite:" + folder.resolve("players.db"));
        Path ledger = folder.resolve("ledger.json");
        String java = String.join(
                "\n",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
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
                System.getProperty("datasave.bots.rounds", "10"),
                "--seconds",
                System.getProperty("datasave.bots.seconds", "120"),
                "--hops",
                System.getProperty("datasave.bots.hops", "200"),
                "--calm",
                System.getProperty("datasave.bots.calm", "false"),
                "--seed",
                System.getProperty("datasave.bots.seed", "1"),
                "--ledger",
                ledger.toString()));
        assertThat(ended).as("exit code of the bots").isZero();
        try (Storage storage = SqlStorage.open(url);
                DataSave dataSave = DataSave.builder(storage)
                        .serverName("audit")
                        .keepStorageOpen()
                        .build()) {
            JsonObject told = JsonParser.parseString(Files.readString(ledger)).getAsJsonObject();
            Map<String, String> processes = new HashMap<>();
            told.getAsJsonObject("incarnations")
                    .asMap()
                    .forEach((incarnation, process) -> processes.put(incarnation, process.getAsString()));
            assertThat(processes).isNotEmpty();
            assertThat(HistoryAudit.problems(storage, processes)).isEmpty();
            ProfileStore<Hero> heroes = NetworkServer.heroes(dataSave);
            assertThat(NetworkAudit.problems(heroes)).isEmpty();
            told.getAsJsonObject("bots")
                    .asMap()
                    .forEach((name, bot) -> assertPaidOnce(heroes, name, bot.getAsJsonObject()));
        }
    }

    /** What a bot has paid and mailed, and what others have paid and mailed to him, is stored once. What nobody answered may be stored, or not. */
    private static void assertPaidOnce(ProfileStore<Hero> heroes, String name, JsonObject bot) {
        String key = NetworkServer.idOf(name).toString();
        Hero hero = heroes.viewProfileAsync(key).join().orElseThrow().data();
        long inMail = heroes.pendingMessagesAsync(key).join().stream()
                .mapToLong(parcel ->
                        parcel.payload().getAsJsonObject().get("coins").getAsLong())
                .sum();
        JsonArray sent = bot.getAsJsonArray("sent");
        assertThat(hero.sent())
                .as("%s has sent", name)
                .isBetween(sent.get(0).getAsLong(), sent.get(1).getAsLong());
        JsonArray received = bot.getAsJsonArray("received");
        assertThat(hero.received() + inMail)
                .as("%s has received", name)
                .isBetween(received.get(0).getAsLong(), received.get(1).getAsLong());
    }

    /** Why they can't play here, if they can't. */
    private static Optional<String> missing() throws InterruptedException {
        String node = version("node");
        String npm = version("npm");
        boolean isNewEnough = Pattern.matches("v?\\d+\\..*", node)
                && Integer.parseInt(node.replaceFirst("^v", "").split("\\.", 2)[0]) >= NODE;
        return isNewEnough && !npm.isEmpty()
                ? Optional.empty()
                : Optional.of("The bots do not play: they need Node " + NODE
                        + " or newer and npm on the path; found node " + shown(node) + " and npm " + shown(npm) + ".");
    }

    private static String shown(String version) {
        return version.isEmpty() ? "missing" : version;
    }

    /** What the program answers; empty if it is not there. */
    private static String version(String program) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(program, "--version").start();
            String answer = process.inputReader().lines().findFirst().orElse("");
            return process.waitFor() == 0 ? answer : "";
        } catch (IOException missing) {
            return "";
        }
    }

    /** Exactly the packages of the lock file, unless they are there already. */
    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(THERE);
        for (String file :
                List.of("package.json", "package-lock.json", ".npmrc", "bots.js", "player.js", "servers.js")) {
            Files.copy(HERE.resolve(file), THERE.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Path wanted = THERE.resolve("package-lock.json");
        Path installed = THERE.resolve("node_modules").resolve(".installed-lock.json");
        if (!Files.exists(installed) || Files.mismatch(wanted, installed) >= 0) {
            assertThat(run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")))
                    .as("npm ci")
                    .isZero();
            Files.copy(
                    wanted, installed, StandardCopyOption.REPLACE_EXISTING); // last, so that it tells that all was done
        }
    }

    /** Its input is empty: this process's own is the build's, and a Node that has it may read from it. */
    private static int run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(new File(THERE.toString()))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        return process.waitFor();
    }

    private static String freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return String.valueOf(free.getLocalPort());
        }
    }
}
