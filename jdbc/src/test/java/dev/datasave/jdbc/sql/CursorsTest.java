package dev.datasave.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short run of {@link CursorsFuzz}; {@code -Ddatasave.seeds=} for more. */
class CursorsTest {
    private static final long SEEDS = Long.getLong("datasave.seeds", 1000);
    private static final String PARTS = "[]\",\\/:0k9.eE+-~S{}nul\u0001\u00e9\ud83d";

    @Test
    void whateverIsReadIsFollowedOrRefused(@TempDir Path directory) {
        try (Cursors cursors = new Cursors(directory)) {
            List<String> honest = cursors.honest();
            assertThat(honest).hasSizeGreaterThanOrEqualTo(6);
            honest.forEach(cursors::check);
            for (long seed = 0; seed < SEEDS; seed++) {
                cursors.check(mutated(honest, new Random(seed)));
            }
        }
    }

    private static String mutated(List<String> honest, Random random) {
        StringBuilder text = new StringBuilder(honest.get(random.nextInt(honest.size())));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            if (random.nextBoolean() && at < text.length()) {
                text.deleteCharAt(at);
            } else {
                text.insert(at, PARTS.charAt(random.nextInt(PARTS.length())));
            }
        }
        return text.toString();
    }
}
