package dev.datasave.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.SqlStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command, in a process of its own: what it prints, and when it does not start. */
@Timeout(180)
class ConsoleCommandTest {
    private static final String TOKEN = "[A-Za-z0-9_-]{43}";

    @TempDir
    private Path folder;

    private Path tokens;
    private String url;

    @BeforeEach
    void begin() {
        Path file = folder.resolve("players.db");
        SqlStorage.sqlite(file).close();
        url = "jdbc:sqlite:" + file;
        tokens = folder.resolve("tokens");
    }

    private Process start(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.datasave.cli.Main",
                "console",
                "--tokens",
                tokens.toString(),
                "--jdbc-url",
                url));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** What a console prints until it listens; then it is ended. */
    private List<String> printed() throws IOException, InterruptedException {
        Process console = start("--port", "0");
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = console.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null) {
                lines.add(line);
                if (line.startsWith("console: http")) {
                    console.toHandle().destroy(); // Process.destroy would close what is read here
                }
                line = out.readLine();
            }
        }
        assertThat(console.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return lines;
    }

    private String failed(int code, String... more) throws IOException, InterruptedException {
        Process console = start(more);
        String said = new String(console.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(console.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(console.exitValue()).as(said).isEqualTo(code);
        return said;
    }

    @Test
    void theFirstStartPrintsATokenOnceAndTheNextNone() throws IOException, InterruptedException {
        List<String> first = printed();
        assertThat(first).hasSize(2);
        assertThat(first.getFirst()).matches("token of admin, shown only now: " + TOKEN);
        assertThat(first.getLast()).matches("console: http://127\\.0\\.0\\.1:[0-9]+ \\(Ctrl-C ends it\\)");
        String token = first.getFirst().substring(first.getFirst().lastIndexOf(' ') + 1);
        assertThat(TokenFile.at(tokens).check(token)).contains(new TokenFile.User("admin", TokenFile.Role.OPERATOR));
        assertThat(printed()).singleElement().asString().startsWith("console: http");
        assertThat(Files.readString(tokens)).doesNotContain(token);
    }

    @Test
    void aNewTokenIsPrintedOnceAndEndsTheOldOne() throws IOException, InterruptedException {
        String said = failed(0, "--new-token", "carol", "--role", "viewer");
        assertThat(said).matches("token of carol, shown only now: " + TOKEN + "\\R");
        String old = said.strip().substring(said.strip().lastIndexOf(' ') + 1);
        assertThat(TokenFile.at(tokens).check(old)).contains(new TokenFile.User("carol", TokenFile.Role.VIEWER));
        String next = failed(0, "--new-token", "carol", "--role", "metrics");
        assertThat(TokenFile.at(tokens).check(old)).isEmpty();
        assertThat(TokenFile.at(tokens)
                        .check(next.strip().substring(next.strip().lastIndexOf(' ') + 1)))
                .contains(new TokenFile.User("carol", TokenFile.Role.METRICS));
    }

    @Test
    void whatWouldBeReadOnTheWayDoesNotStart() throws IOException, InterruptedException {
        assertThat(failed(2, "--host", "0.0.0.0")).contains("--tls", "--origin");
        assertThat(failed(2, "--origin", "http://console.example.org")).contains("expected https://");
        assertThat(tokens).doesNotExist();
    }
}
