package dev.datasave.cassandra.together;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page has the table as it is. */
class AttemptStateTest {
    private static final Path PAGE = Path.of("..", "docs", "together.md");

    @Test
    void pageHasTheTable() throws IOException {
        assertThat(Files.readString(PAGE)).contains(String.join("\n", arrows()));
    }

    private static List<String> arrows() {
        List<String> arrows = new ArrayList<>();
        for (AttemptState state : AttemptState.values()) {
            for (AttemptState.Event event : AttemptState.Event.values()) {
                try {
                    AttemptState next = state.on(event);
                    if (next != state) {
                        arrows.add("    " + state + " --> " + next + " : " + event);
                    }
                } catch (IllegalStateException unexpected) {
                    assertThat(unexpected).hasMessageContaining(event.name());
                }
            }
        }
        return arrows;
    }
}
