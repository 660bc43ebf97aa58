package dev.datasave.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An id comes back as the text that it was, whether it is kept as two numbers or not. */
class RandomIdTest {
    private static Stored stored(String writeId) {
        return new Stored(1, writeId, Instant.EPOCH, Instant.EPOCH, EntryFormat.fresh(0, 0), true, "server");
    }

    @Test
    void randomIdsComeBack() {
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            String id = RandomId.of(random.nextLong(), random.nextLong());
            assertThat(id).matches("[a-z2-7]{16}");
            assertThat(new Token("server", id).session()).isEqualTo(id);
            assertThat(stored("server-" + id).writeId()).isEqualTo("server-" + id);
            assertThat(stored("another-server-" + id).writeId()).isEqualTo("another-server-" + id);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "w",
                "-",
                "aaaaaaaaaaaaaaaa",
                "-aaaaaaaaaaaaaaaa",
                "s-aaaaaaaaaaaaaaa",
                "s-aaaaaaaaaaaaaaaaa",
                "s-AAAAAAAAAAAAAAAA",
                "s-aaaaaaaaaaaaaaa1",
                "s-aaaaaaaaaaaaaaaé",
                "s-aaaaaaaaaaaaaaa漢"
            })
    void othersComeBack(String id) {
        assertThat(new Token("server", id).session()).isEqualTo(id);
        assertThat(stored(id).writeId()).isEqualTo(id);
    }

    @Test
    void differentIdsAreDifferentSessions() {
        Token token = new Token("server", "aaaaaaaaaaaaaaaa");
        assertThat(token.isSameSession(new Token("other", "aaaaaaaaaaaaaaaa"))).isTrue();
        assertThat(token.isSameSession(new Token("server", "aaaaaaaaaaaaaaab"))).isFalse();
        assertThat(token.isSameSession(new Token("server", "baaaaaaaaaaaaaaa"))).isFalse();
        assertThat(token.isSameSession(new Token("server", ""))).isFalse();
    }
}
