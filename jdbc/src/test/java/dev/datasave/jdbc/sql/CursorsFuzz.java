package dev.datasave.jdbc.sql;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The long run of {@link Cursors}, guided by coverage: with {@code JAZZER_FUZZ=1} in the environment (see docs/proof.md). */
class CursorsFuzz {
    private static Path directory;
    private static Cursors cursors;

    @BeforeAll
    static void open() throws IOException {
        directory = Files.createTempDirectory("cursors");
        cursors = new Cursors(directory);
    }

    @AfterAll
    static void close() throws IOException {
        cursors.close();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @FuzzTest(maxDuration = "1m")
    void cursor(byte[] bytes) {
        cursors.check(new String(bytes, StandardCharsets.UTF_8));
    }
}
