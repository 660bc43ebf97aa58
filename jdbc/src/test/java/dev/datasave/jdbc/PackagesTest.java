package dev.datasave.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which package of this module may name which: the shared SQL names no other, what servers have in common, the database in a file
 * names the shared SQL only, a database server's package names both, and the face names all. It is read from the sources: from imports and from qualified names, also those in comments.
 */
class PackagesTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final String FACE = "dev.datasave.jdbc";
    /** A name below the face, up to its first part with a capital letter, or to the star of an import. */
    private static final Pattern NAME = Pattern.compile("\\bdev\\.datasave\\.jdbc((?:\\.[a-z][a-z0-9_]*)*)\\.[A-Z*]");

    @Test
    void everyPackageNamesOnlyWhatItMay() throws IOException {
        assertThat(violations(SOURCES)).isEmpty();
    }

    @Test
    void theModuleExportsOnlyItsFace() throws IOException {
        String module = Files.readString(SOURCES.resolve("module-info.java"));
        assertThat(module.lines().map(String::strip).filter(line -> line.matches("(exports|opens)\\b.*")))
                .containsExactly("exports " + FACE + ";");
    }

    @ParameterizedTest
    @CsvSource({
        "sql/Link, import dev.datasave.jdbc.sqlite.SqliteFile;",
        "sql/Link, import dev.datasave.jdbc.sqlite.*;",
        "sql/Link, import dev.datasave.jdbc.SqlOptions;",
        "sql/Link, import dev.datasave.jdbc.*;",
        "sql/Rows, import static dev.datasave.jdbc.sqlite.SqliteFile.isBusy;",
        "sql/Rows, /** As {@link dev.datasave.jdbc.sqlite.SqliteFile}. */",
        "sqlite/SqliteFile, import dev.datasave.jdbc.SqlOptions;",
        "sqlite/SqliteFile, final class Planted extends dev.datasave.jdbc.SqlStorage {}",
        "sqlite/SqliteFile, import dev.datasave.jdbc.postgres.Postgres;",
        "sqlite/SqliteFile, import dev.datasave.jdbc.server.Server;",
        "server/Server, import dev.datasave.jdbc.postgres.Postgres;",
        "postgres/Postgres, import dev.datasave.jdbc.SqlOptions;",
        "mariadb/MariaServer, import dev.datasave.jdbc.postgres.Postgres;",
        "postgres/Postgres, import dev.datasave.jdbc.sqlite.SqliteFile;",
    })
    void plantedNameIsFound(String file, String planted, @TempDir Path copy) throws IOException {
        copySources(copy);
        Path changed = copy.resolve("dev/datasave/jdbc").resolve(file + ".java");
        String source = Files.readString(changed);
        Files.writeString(changed, source.replaceFirst("\n\n", "\n" + Matcher.quoteReplacement(planted) + "\n\n"));
        assertThat(violations(copy)).singleElement().asString().contains(file + ".java:2: ");
    }

    /** One line for each name that a package must not use. */
    private static List<String> violations(Path sources) throws IOException {
        Path face = sources.resolve(FACE.replace('.', '/'));
        List<String> found = new ArrayList<>();
        for (Path file : javaFiles(face)) {
            String from = face.relativize(file.getParent()).toString().replace('/', '.');
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                int number = i + 1;
                NAME.matcher(lines.get(i))
                        .results()
                        .filter(name -> !mayName(from, packageOf(name)))
                        .forEach(name -> found.add(file + ":" + number + ": found " + name.group() + ", which "
                                + (from.isEmpty() ? "the face" : from) + " must not name"));
            }
        }
        return found;
    }

    private static String packageOf(MatchResult name) {
        return name.group(1).isEmpty() ? "" : name.group(1).substring(1);
    }

    /** Packages are named by what follows the face's name; the face itself is empty. */
    private static boolean mayName(String from, String to) {
        boolean isServer = !Set.of("sql", "server", "sqlite").contains(from);
        return from.isEmpty()
                || to.equals(from)
                || (!from.equals("sql") && to.equals("sql"))
                || (isServer && to.equals("server"));
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).hasSizeGreaterThan(10);
            return sources;
        }
    }

    private static void copySources(Path copy) throws IOException {
        for (Path file : javaFiles(SOURCES)) {
            Path target = copy.resolve(SOURCES.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }
}
