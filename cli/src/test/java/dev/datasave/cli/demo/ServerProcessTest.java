package dev.datasave.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.cli.database.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ServerProcessTest {
    private static Process driver(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoppingDriver.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void aDriverThatIsKilledLeavesNoStoppedServerBehind(@TempDir Path folder) throws Exception {
        Process driver = driver(folder);
        String pid = driver.inputReader(StandardCharsets.UTF_8).readLine();
        ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        try {
            assertThat(server.isAlive()).isTrue();
            driver.destroyForcibly();
            server.onExit().get(60, TimeUnit.SECONDS);
        } finally {
            driver.destroyForcibly();
            server.destroyForcibly();
        }
    }

    @Test
    void aStoppedServerGoesOn(@TempDir Path folder) throws Exception {
        ServerProcess server =
                ServerProcess.start("lobby-1.1", "lobby-1", Place.file(folder.resolve("players.db")), folder);
        try {
            server.awaitListening().stop();
            assertThat(server.isRunning()).isFalse();
            server.goOn();
            assertThat(server.isRunning()).isTrue();
            server.end();
            assertThat(server.awaitEnd(60)).isTrue();
            assertThat(server.isCrashed()).isFalse();
        } finally {
            server.kill();
        }
    }
}
