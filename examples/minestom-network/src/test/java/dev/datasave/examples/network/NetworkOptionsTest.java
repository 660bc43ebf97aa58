package dev.datasave.examples.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkOptionsTest {
    @Test
    void commandLineIsRead() {
        assertThat(NetworkOptions.parse(
                        "--name",
                        "lobby",
                        "--port",
                        "1",
                        "--jdbc-url",
                        "jdbc:x",
                        "--to",
                        "arena=host:2",
                        "--admins",
                        "a,b"))
                .isEqualTo(new NetworkOptions(
                        "lobby", "127.0.0.1", 1, "jdbc:x", Map.of("arena", "host:2"), List.of("a", "b"), ""));
    }

    @Test
    void wrongOneIsExplained() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkOptions.parse("--name"))
                .withMessageStartingWith("found --name, expected --name lobby");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkOptions.parse("--name", "lobby"))
                .withMessageStartingWith("found no --port");
    }
}
