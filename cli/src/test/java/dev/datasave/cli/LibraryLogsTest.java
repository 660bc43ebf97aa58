package dev.datasave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.SqlStorage;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Libraries log into one place, and neither too much nor too little. */
@Isolated("changes what libraries log, for all of the process")
@Timeout(120)
class LibraryLogsTest {
    @TempDir
    private Path folder;

    @Test
    void oneBindingTakesWhatLibrariesLog() throws IOException {
        List<URL> bindings = Collections.list(
                getClass().getClassLoader().getResources("META-INF/services/org.slf4j.spi.SLF4JServiceProvider"));
        assertThat(bindings).hasSize(1);
    }

    @Test
    void errorsOfLibrariesAreLoggedAndTheirWarningsAreNot() {
        LibraryLogs.errorsOnly();
        Logger pool = Logger.getLogger("com.zaxxer.hikari.pool.HikariPool");
        assertThat(pool.isLoggable(Level.SEVERE)).isTrue();
        assertThat(pool.isLoggable(Level.WARNING)).isFalse();
        assertThat(Logger.getLogger("dev.datasave").isLoggable(Level.WARNING)).isTrue();
    }

    @Test
    void aCommandPrintsNothingButItsAnswer() throws IOException, InterruptedException {
        Path file = folder.resolve("players.db");
        SqlStorage.sqlite(file).close();
        Path errors = folder.resolve("errors.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.datasave.cli.Main",
                        "stats",
                        "--jdbc-url",
                        "jdbc:sqlite:" + file)
                .redirectError(errors.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(errors).content().isEmpty();
        assertThat(process.exitValue()).isZero();
    }
}
