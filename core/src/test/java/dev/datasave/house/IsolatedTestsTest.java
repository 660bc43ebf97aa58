package dev.datasave.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two classes of tests run at a time. One that changes what all share in a JVM, or looks at all of it, says that it runs alone. */
class IsolatedTestsTest {
    private static final Pattern SHARED = Pattern.compile(
            "Locale\\.setDefault|TimeZone\\.setDefault|System\\.(setProperty|clearProperty|setOut|setErr|setIn|gc)\\("
                    + "|setDefaultUncaughtExceptionHandler|dumpThreads|getAllStackTraces|java\\.util\\.logging"
                    + "|new (ModelChecking|Stress)Options");

    private static boolean isWrong(String source) {
        return SHARED.matcher(source).find() && !source.contains("\n@Isolated");
    }

    @Test
    void testsOfWhatAllShareRunAlone() throws IOException {
        Map<String, Boolean> tests = new TreeMap<>();
        Path root = Path.of("..");
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean isOther = name.equals("target") || name.matches("\\.\\w.*");
                return isOther ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String path = root.relativize(file).toString().replace('\\', '/');
                if (path.contains("src/test/java/")
                        && path.endsWith(".java")
                        && !path.endsWith("/IsolatedTestsTest.java")) {
                    tests.put(path, isWrong(Files.readString(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(tests).hasSizeGreaterThan(250);
        assertThat(tests.entrySet())
                .filteredOn(Map.Entry::getValue)
                .as("tests of what all share, without @Isolated")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Locale.setDefault(other);", "System.setProperty(name, value);", "System.gc();"})
    void oneThatDoesNotSaySoIsFound(String use) {
        assertThat(isWrong("\nclass ATest {\n    void test() {\n        " + use + "\n    }\n}\n"))
                .isTrue();
        assertThat(isWrong("\n@Isolated\nclass ATest {\n    void test() {\n        " + use + "\n    }\n}\n"))
                .isFalse();
    }
}
