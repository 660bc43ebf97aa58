package dev.datasave.examples.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/minestom.md quotes is in the sources of this example, word for word. */
class MinestomPageTest {
    private static final Pattern QUOTE =
            Pattern.compile("^```java quoted\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    @Test
    void quotesAreInTheSources() throws IOException {
        String page = Files.readString(Path.of("../../docs/minestom.md"));
        List<String> quotes =
                QUOTE.matcher(page).results().map(found -> found.group(1)).toList();
        List<String> sources;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .map(MinestomPageTest::read)
                    .toList();
        }
        assertThat(quotes)
                .hasSizeGreaterThan(2)
                .allSatisfy(quote -> assertThat(sources)
                        .anySatisfy(source -> assertThat(source).contains(quote)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
