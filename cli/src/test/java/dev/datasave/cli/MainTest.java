package dev.datasave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @Test
    void versionIsPrinted() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("datasave ");
    }

    @Test
    void withoutACommandTheUsageIsPrinted() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("server", "demo");
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThat(run("server", "--port", "70000")).isEqualTo(2);
        assertThat(err.toString()).contains("found 70000, expected 0 to 65535");
        assertThat(run("demo", "--players", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--players: found 0, expected 1 to 5000");
        assertThat(run("demo", "--sevrers", "3")).isEqualTo(2);
        assertThat(err.toString()).contains("--servers");
    }

    @Test
    void fileThatIsNoDatabaseIsAClearErrorAndStaysAsItIs(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("players.db");
        String text = "not a database, but more than a hundred bytes of something else. ".repeat(10);
        Files.writeString(file, text);
        assertThat(run("server", "--port", "0", "--data", file.toString())).isEqualTo(3);
        assertThat(err.toString()).contains("players.db").doesNotContain("\tat ");
        assertThat(Files.readString(file)).isEqualTo(text);
    }

    @Test
    void serverNameThatIsTooLongIsAClearError(@TempDir Path folder) {
        String data = folder.resolve("players.db").toString();
        assertThat(run("server", "--port", "0", "--data", data, "--name", "x".repeat(101)))
                .isEqualTo(3);
        assertThat(err.toString()).contains("server name: found 101 bytes");
    }

    @Test
    void folderWithAnEarlierRunIsNotOverwritten(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("players.db"), "earlier");
        assertThat(run("demo", "--keep", folder.toString())).isEqualTo(3);
        assertThat(Files.readString(folder.resolve("players.db"))).isEqualTo("earlier");
    }

    @Test
    void simulationPlaysItsSeedsAndSaysWhatCameOfThem(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("outcome.json");
        assertThat(run("simulate", "--seeds", "3..6", "--json", json.toString()))
                .isZero();
        assertThat(out.toString()).contains("4 passed, 0 failed");
        assertThat(Files.readString(json)).contains("\"from\": 3", "\"passed\": 4", "\"failures\": []");
        assertThat(run("simulate", "--seeds", "6..3")).isEqualTo(2);
        assertThat(err.toString()).contains("--seeds: found 6..3, expected a number, or two as in 1..1000");
    }

    @Test
    void failedSeedIsPrintedWithWhatItNeedsToFail() {
        var failure = new SimulateCommand.Failure(
                17, List.of("PT1M P1 two owners"), "storm", 500, List.of("1.0 p1 joins s2"), "who did what");
        SimulateCommand.print(new SimulateCommand.Outcome(10, 19, 9, 1, 0.5, List.of(failure)), new PrintWriter(out));
        assertThat(out.toString())
                .containsSubsequence(
                        "seed 17 failed",
                        "P1 two owners",
                        "storm",
                        "1 of its 500 steps",
                        "p1 joins s2",
                        "who did what",
                        "9 passed, 1 failed");
    }
}
