package dev.datasave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataResult;
import dev.datasave.Message;
import dev.datasave.NotLoadedReason;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of outcomes in the documentation name every outcome that there is. */
class OutcomeTablesTest {
    private static final Path DOCS = Path.of("..", "docs");

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("concepts.md", "| `loadProfileAsync` |", NotLoadedReason.class),
                Arguments.of("concepts.md", "| `saveAsync`, `releaseAsync` |", SaveResult.class),
                Arguments.of("concepts.md", "| `setAsync`, `updateAsync`", DataResult.class),
                Arguments.of("concepts.md", "| `messageAsync` |", Message.Outcome.class),
                Arguments.of("concepts.md", "| `withdrawMessageAsync`, `editMessageAsync` |", Message.Change.class),
                Arguments.of("concepts.md", "| `onRelease` |", ReleaseReason.class),
                Arguments.of("trades-and-purchases.md", "| `", Transaction.Result.class));
    }

    private static List<String> outcomes(Class<?> type) {
        Stream<String> names = type.isEnum()
                ? Arrays.stream(type.getEnumConstants()).map(Object::toString)
                : Arrays.stream(type.getPermittedSubclasses()).map(Class::getSimpleName);
        return names.toList();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void tableIsComplete(String page, String row, Class<?> type) throws IOException {
        List<String> lines = Files.readAllLines(DOCS.resolve(page)).stream()
                .filter(line -> line.startsWith(row))
                .toList();
        assertThat(lines).as("rows that begin with " + row).isNotEmpty();
        assertThat(outcomes(type))
                .isNotEmpty()
                .allSatisfy(outcome -> assertThat(String.join("\n", lines)).containsPattern("`" + outcome + "\\b"));
    }
}
