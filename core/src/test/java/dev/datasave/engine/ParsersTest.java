package dev.datasave.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The short run of {@link ParsersFuzz}: the inputs that are kept, and seeded ones; {@code -Ddatasave.seeds=} for more. */
class ParsersTest {
    private static final long SEEDS = Long.getLong("datasave.seeds", 1000);

    static List<Parser> parsers() {
        return Parsers.all();
    }

    @ParameterizedTest
    @MethodSource("parsers")
    @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whateverIsReadIsReadOrRefused(Parser parser) {
        Map<String, byte[]> kept = kept(parser);
        kept.forEach((name, bytes) -> check(parser, bytes, name));
        List<byte[]> seeds = List.copyOf(kept.values());
        for (long seed = 0; seed < SEEDS; seed++) {
            check(parser, Mutations.of(seeds, new Random(seed)), "seed " + seed);
        }
    }

    private static void check(Parser parser, byte[] bytes, String origin) {
        try {
            parser.check(bytes);
        } catch (RuntimeException | Error broken) {
            throw new AssertionError(
                    parser + ", " + origin + ": "
                            + Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, Math.min(bytes.length, 500))),
                    broken);
        }
    }

    private static Map<String, byte[]> kept(Parser parser) {
        URL folder = Objects.requireNonNull(ParsersTest.class.getResource(parser.folder()), parser.folder());
        Map<String, byte[]> inputs = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            for (Path file : files.toList()) {
                inputs.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        assertThat(inputs).isNotEmpty();
        return inputs;
    }

    @Test
    void eachParserHasItsMethodForFuzzing() {
        assertThat(Arrays.stream(ParsersFuzz.class.getDeclaredMethods())
                        .map(method -> method.getName())
                        .filter(name -> !name.contains("$")))
                .containsExactlyInAnyOrder(
                        Parsers.all().stream().map(Parser::name).toArray(String[]::new));
    }
}
