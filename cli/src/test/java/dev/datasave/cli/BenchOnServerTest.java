package dev.datasave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Each benchmark runs on a real server at a small size, and leaves no tables behind. */
class BenchOnServerTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int bench(String... options) {
        return new CommandLine(new BenchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(options);
    }

    private List<String> lines(String product) {
        return out.toString().lines().filter(line -> line.startsWith(product)).toList();
    }

    @ParameterizedTest
    @CsvSource({"postgres, PostgreSQL, 22", "mariadb, MariaDB, 26"})
    void everyBenchmarkRunsAtASmallSize(String storage, String product, int figures) {
        assumeThat(storage.equals("postgres") || System.getProperty("os.arch").equals("amd64"))
                .as("no MariaDB programs for this machine")
                .isTrue();
        assertThat(bench("--storage", storage, "--quick")).as(err.toString()).isZero();
        assertThat(err.toString()).contains("measuring on " + product, "measuring saves", "measuring stored");
        assertThat(lines(product)).hasSize(figures).allMatch(line -> line.contains("raw: ") || line.contains(": "));
    }
}
