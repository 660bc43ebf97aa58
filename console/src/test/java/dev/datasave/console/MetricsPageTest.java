package dev.datasave.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads from the console, and who else may. */
@Timeout(120)
class MetricsPageTest {
    @TempDir
    private Path folder;

    private static String bearer(String token) {
        return "Bearer " + token;
    }

    private static double value(String text, String metric, String server) {
        return text.lines()
                .filter(line -> line.startsWith(metric + "{") && line.contains("server=\"" + server + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + metric + " of " + server + " in " + text));
    }

    @Test
    void figuresOfAllServersAreThereUnderTheirNamesAndIncarnations() {
        try (ConsoleGround ground = new ConsoleGround(folder);
                DataSave namesake = DataSave.builder(ground.storage)
                        .serverName("lobby")
                        .keepStorageOpen()
                        .build();
                DataSave odd = DataSave.builder(ground.storage)
                        .serverName("a\"b\\c\nd")
                        .keepStorageOpen()
                        .build()) {
            ground.rich("k1");
            ground.rich("k2");
            String text;
            do { // servers tell with their next heartbeat
                ground.server.look();
                text = ground.browser().get("/metrics");
            } while (!text.contains(" 2.0") || !text.contains("datasave_network_profiles"));
            assertThat(text)
                    .contains("datasave_network_storage_up 1.0", "# TYPE datasave_network_saves_total counter")
                    .contains("incarnation=\"" + ground.game.incarnation() + "\",server=\"lobby\"")
                    .contains("incarnation=\"" + namesake.incarnation() + "\",server=\"lobby\"")
                    .contains("incarnation=\"" + odd.incarnation() + "\",server=\"a\\\"b\\\\c\\nd\"")
                    .contains("datasave_network_handovers_seconds_bucket", "le=\"+Inf\"")
                    .doesNotContain("server=\"ops\"", "user-k", "k1");
            assertThat(value(text, "datasave_network_lease_overdue", "lobby")).isZero();
            assertThat(value(text, "datasave_network_lease_age_seconds", "lobby"))
                    .isBetween(0.0, 10.0);
        }
    }

    @Test
    void thePageOfTheDocumentationHasEveryMetricAndNoOther() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "metrics.md"));
        try (ConsoleGround ground = new ConsoleGround(folder)) {
            ground.server.look();
            assertThat(names(
                            "# TYPE (datasave_network_\\w+) (\\w+)",
                            ground.browser().get("/metrics")))
                    .isEqualTo(names("\\| `(datasave_network_\\w+)` \\| (\\w+) \\|", page))
                    .hasSizeGreaterThan(10);
        }
    }

    private static Set<String> names(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1) + " " + found.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void storageThatIsAwayIsToldAndNoOldFigures() {
        ConsoleGround ground = new ConsoleGround(folder);
        try (ground) {
            ground.server.look();
            assertThat(ground.browser().get("/metrics")).contains("datasave_network_lease_age_seconds{");
            ground.storage.close();
            ground.server.look();
            assertThat(ground.browser().get("/metrics"))
                    .contains("datasave_network_storage_up 0.0")
                    .doesNotContain("{");
        }
    }

    @Test
    void programsOfThisMachineReadItAndWhoComesThroughAProxyNeedsAToken() throws IOException {
        try (ConsoleGround ground = new ConsoleGround(folder)) {
            Browser here = ground.browser();
            assertThat(here.get("/metrics")).startsWith("# HELP");
            assertThat(here.header("Content-Type")).startsWith("text/plain; version=0.0.4");
            assertThat(here.get("/metrics", "X-Forwarded-For", "10.1.1.1")).startsWith("Authorization: found none");
            assertThat(here.status()).isEqualTo(401);
            String token = TokenFile.at(ground.tokens).issue("prometheus", TokenFile.Role.METRICS);
            here.get("/metrics", "X-Forwarded-For", "10.1.1.1", "Authorization", bearer(token));
            assertThat(here.status()).isEqualTo(200);
            here.get("/metrics", "Authorization", bearer(ground.operator));
            assertThat(here.status()).isEqualTo(200);
        }
    }

    @Test
    void aTokenForFiguresOpensNothingElse() throws IOException {
        try (ConsoleGround ground = new ConsoleGround(folder)) {
            String token = TokenFile.at(ground.tokens).issue("prometheus", TokenFile.Role.METRICS);
            Browser thief = ground.browser().login(token);
            assertThat(thief.status()).isEqualTo(401);
            thief.get("/audit", "Authorization", bearer(token));
            assertThat(thief.path()).isEqualTo("/login");
            thief.send("/metrics", "");
            assertThat(thief.status()).isEqualTo(404);
        }
    }

    @Test
    void wrongTokensAreRefusedAndGuessesAreSlow() throws IOException {
        try (ConsoleGround ground = new ConsoleGround(folder)) {
            String token = TokenFile.at(ground.tokens).issue("prometheus", TokenFile.Role.METRICS);
            Browser guesser = ground.browser();
            for (int i = 0; i < LoginGate.MOST_PER_ADDRESS; i++) {
                guesser.get("/metrics", "Authorization", i == 0 ? "Basic " + token : bearer("guess" + i));
                assertThat(guesser.status()).isEqualTo(401);
            }
            guesser.get("/metrics", "Authorization", bearer(token));
            assertThat(guesser.status()).isEqualTo(429);
            ground.pass(Duration.ofSeconds(61));
            guesser.get("/metrics", "Authorization", bearer(token));
            assertThat(guesser.status()).isEqualTo(200);
        }
    }

    @Test
    void behindADeclaredProxyEverybodyNeedsAToken() throws IOException {
        URI origin = URI.create("https://console.example.org");
        try (ConsoleGround ground = new ConsoleGround(
                folder, tokens -> new ConsoleOptions("127.0.0.1", 0, Optional.empty(), Optional.of(origin), tokens))) {
            Wire wire = new Wire(ground.server.port(), "console.example.org");
            assertThat(wire.get("/metrics").status()).isEqualTo(401);
            assertThat(wire.get("/metrics").header("WWW-Authenticate")).isEqualTo("Bearer");
            String token = TokenFile.at(ground.tokens).issue("prometheus", TokenFile.Role.METRICS);
            assertThat(wire.get("/metrics", "Authorization: " + bearer(token)).body())
                    .contains("datasave_network_storage_up");
        }
    }
}
