package dev.datasave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The tables of docs/proof.md: every rule and failure has its row, and the tests that a row names do name it. */
class ProofTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("^\\| ([RPF]\\d+) \\|.*\\| ([^|]+) \\|$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private record Row(String rule, List<String> tests) {}

    private static List<Row> rows() throws IOException {
        return ROW.matcher(Files.readString(ROOT.resolve("docs/proof.md")))
                .results()
                .map(row -> new Row(row.group(1), names(row)))
                .toList();
    }

    private static List<String> names(MatchResult row) {
        return NAME.matcher(row.group(2)).results().map(name -> name.group(1)).toList();
    }

    @Test
    void everyRuleHasARow() throws IOException {
        Stream<String> expected = Stream.of(numbered("R", 10), numbered("P", 15), numbered("F", 45))
                .flatMap(numbers -> numbers);
        assertThat(rows()).extracting(Row::rule).containsExactlyElementsOf(expected.toList());
    }

    private static Stream<String> numbered(String letter, int last) {
        return IntStream.rangeClosed(1, last).mapToObj(number -> letter + number);
    }

    @TestFactory
    Stream<DynamicTest> everyRowNamesTestsThatNameIt() throws IOException {
        String kit = source("StorageRules").orElseThrow();
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.rule(),
                        () -> assertThat(row.tests())
                                .isNotEmpty()
                                .allSatisfy(test -> assertThat(
                                                source(test).orElse("there is no such test") + nestedIn(kit, test))
                                        .containsPattern("\\b" + row.rule() + "(\\b|[A-Z])"))));
    }

    /** How the kit names a class of rules. */
    private static String nestedIn(String kit, String rules) {
        return Pattern.compile("class (R\\d+\\w+) extends " + rules + " ")
                .matcher(kit)
                .results()
                .map(nested -> nested.group(1) + "\n")
                .reduce("\n", String::concat);
    }

    private static Optional<String> source(String name) throws IOException {
        try (Stream<Path> files = Files.find(
                ROOT, 12, (path, attributes) -> path.getFileName().toString().equals(name + ".java"))) {
            return files.findFirst().map(ProofTest::read);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
