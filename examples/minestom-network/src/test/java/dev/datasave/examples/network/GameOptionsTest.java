package dev.datasave.examples.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GameOptionsTest {
    @Test
    void commandLineIsRead() {
        assertThat(GameOptions.parse(
                        "--name",
                        "lobby",
                        "--port",
                        "1",
                        "--jdbc-url",
                        "jdbc:x",
                        "--to",
                        "arena=host:2",
                        "--admins",
                        "a,b",
                        "--ends-with-input",
                        "true",
                        "--keep-history",
                        "true"))
                .isEqualTo(new GameOptions(
                        "lobby",
                        "127.0.0.1",
                        1,
                        "jdbc:x",
                        Map.of("arena", "host:2"),
                        List.of("a", "b"),
                        "",
                        true,
                        true));
    }

    @Test
    void wrongOneIsExplained() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GameOptions.parse("--name"))
                .withMessageStartingWith("found --name, expected --name lobby");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GameOptions.parse("--name", "lobby"))
                .withMessageStartingWith("found no --port");
    }
}
