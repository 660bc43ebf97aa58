package dev.datasave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    private static final String BEFORE = """
            import dev.datasave.*;
            import dev.datasave.jdbc.SqlStorage;
            import dev.datasave.spi.Storage;
            import java.nio.file.Path;
            import java.util.List;
            class Sample { void run() {
            """;

    private final String readme = read("README.md");

    private static String read(String page) {
        try {
            return Files.readString(Path.of("../" + page));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void isShortAndBeginsWithCode() {
        List<String> lines = readme.lines().toList();
        assertThat(lines).hasSizeLessThanOrEqualTo(170);
        assertThat(lines.indexOf("```java")).isBetween(0, 24);
    }

    @Test
    void everySampleCompiles(@TempDir Path folder) {
        samplesCompile(readme, folder);
        samplesCompile(read("docs/concepts.md"), folder);
    }

    private static void samplesCompile(String page, Path folder) {
        Matcher sample = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(sample.find()).isTrue();
        do {
            StringWriter problems = new StringWriter();
            JavaFileObject source =
                    new SimpleJavaFileObject(URI.create("mem:///Sample.java"), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return BEFORE + sample.group(1) + "}}";
                        }
                    };
            List<String> options =
                    List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
            boolean compiles = ToolProvider.getSystemJavaCompiler()
                    .getTask(problems, null, null, options, null, List.of(source))
                    .call();
            assertThat(compiles).as(problems.toString()).isTrue();
        } while (sample.find());
    }
}
