package dev.datasave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compiles every {@code java} block of README.md and of the pages in docs.
 *
 * <ul>
 *   <li>A block is the statements of a method, or the members of a class, of a subclass of {@link SampleContext}: its fields and types can be
 *       used, and declared anew.
 *   <li>Imported are the packages of {@link #IMPORTS}, and what the block's own first lines import.
 *   <li>Blocks don't see each other.
 * </ul>
 */
class DocsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("^```java\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final String IMPORTS = Stream.of(
                    "com.google.gson",
                    "dev.datasave",
                    "dev.datasave.jdbc",
                    "dev.datasave.ops",
                    "dev.datasave.platform",
                    "java.nio.file",
                    "java.time",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.function")
            .map(name -> "import " + name + ".*;\n")
            .collect(Collectors.joining("", "", "import dev.datasave.spi.Storage;\n"));

    /** One block, named by where it stands. */
    record Sample(String where, String code) {
        @Override
        public String toString() {
            return where;
        }

        String asMethod() {
            return asClass("void run() throws Exception {\n" + body() + "}");
        }

        String asMembers() {
            return asClass(body());
        }

        private String asClass(String members) {
            String imports = code.lines().filter(Sample::isImport).collect(Collectors.joining("\n"));
            return "package dev.datasave.cli;\n" + IMPORTS + imports + "\nclass Sample extends SampleContext {\n"
                    + members + "\n}\n";
        }

        private String body() {
            return code.lines().filter(line -> !isImport(line)).collect(Collectors.joining("\n", "", "\n"));
        }

        private static boolean isImport(String line) {
            return line.startsWith("import ");
        }
    }

    static Stream<Sample> samples() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            List<Path> pages = Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted())
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
            return pages.stream().flatMap(DocsTest::samples).toList().stream();
        }
    }

    private static Stream<Sample> samples(Path page) {
        String text = read(page);
        return BLOCK.matcher(text)
                .results()
                .map(block -> new Sample(ROOT.relativize(page) + ":" + line(text, block), block.group(1)));
    }

    private static long line(String text, MatchResult block) {
        return text.substring(0, block.start()).lines().count() + 1;
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void everySampleCompiles(Sample sample, @TempDir Path folder) {
        Optional<String> problems = problems(sample.asMethod(), folder);
        Optional<String> otherwise = problems.isEmpty() ? problems : problems(sample.asMembers(), folder);
        assertThat(otherwise.isEmpty())
                .as("%s, as statements:\n%s\nas members:\n%s", sample, problems.orElse(""), otherwise.orElse(""))
                .isTrue();
    }

    /** What the compiler says against the class; empty if it compiles. */
    static Optional<String> problems(String text, Path folder) {
        JavaFileObject source = new SimpleJavaFileObject(URI.create("mem:///Sample.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
        List<String> options =
                List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
        StringWriter problems = new StringWriter();
        boolean compiles = ToolProvider.getSystemJavaCompiler()
                .getTask(problems, null, null, options, null, List.of(source))
                .call();
        return compiles ? Optional.empty() : Optional.of(problems.toString());
    }

    @Test
    void whatDoesNotCompileIsFound(@TempDir Path folder) {
        Sample wrong = new Sample("here", "profile.earn(10);\n");
        assertThat(problems(wrong.asMethod(), folder)).isPresent();
        assertThat(problems(wrong.asMembers(), folder)).isPresent();
    }

    @Test
    void theReadmeIsShortAndBeginsWithCode() {
        List<String> lines = read(ROOT.resolve("README.md")).lines().toList();
        assertThat(lines).hasSizeLessThanOrEqualTo(170);
        assertThat(lines.indexOf("```java")).isBetween(0, 24);
    }
}
