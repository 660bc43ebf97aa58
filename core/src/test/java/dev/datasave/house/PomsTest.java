package dev.datasave.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The POM of a module says what is its own and no more: it has at most 40 lines besides its profiles, and names no version of a library or a plugin, not by a property
 * either. What modules share, and all versions, are in the root POM. A POM without that parent keeps its own versions: the nodes' are those that Cassandra is made for.
 */
class PomsTest {
    private static final int LINES = 40;
    private static final Pattern PROFILES = Pattern.compile("\\n *<profiles>.*</profiles>", Pattern.DOTALL);
    private static final Pattern PARENT = Pattern.compile("<parent>.*</parent>", Pattern.DOTALL);
    private static final Pattern VERSION =
            Pattern.compile("<version>[^$<]*</version>|<[\\w.-]+\\.version>[^$<]*\\d[^<]*</[\\w.-]+>");

    @Test
    void everyPomIsShortAndNamesNoVersion() throws IOException {
        List<Path> poms = poms(Path.of(".."));
        assertTrue(poms.size() > 25, () -> "the POMs of all modules, found " + poms);
        assertEquals(
                List.of(),
                poms.stream()
                        .flatMap(pom -> faults(pom.toString(), read(pom)).stream())
                        .toList());
    }

    @Test
    void longPomIsFound() {
        String longer = "<project>\n" + "<!-- one more -->\n".repeat(LINES) + "</project>\n";
        assertEquals(List.of("a/pom.xml has 42 lines besides its profiles, at most 40"), faults("a/pom.xml", longer));
        assertEquals(List.of(), faults("a/pom.xml", "<project>\n<profiles>\n" + longer + "</profiles>\n</project>\n"));
    }

    @Test
    void versionIsFound() {
        String own = "<project>\n<parent><version>1</version></parent>\n<version>${project.version}</version>\n";
        assertEquals(List.of(), faults("a/pom.xml", own));
        assertEquals(
                List.of("a/pom.xml names <version>2.0</version>, which belongs into the root POM"),
                faults("a/pom.xml", own + "<version>2.0</version>\n"));
    }

    @Test
    void versionInAPropertyIsFound() {
        String own = """
                <project>
                <parent><version>1</version></parent>
                <gson.version>${minestom.gson.version}</gson.version>
                <release>25</release>
                """;
        assertEquals(List.of(), faults("a/pom.xml", own));
        assertEquals(
                List.of("a/pom.xml names <gson.version>2.14.0</gson.version>, which belongs into the root POM"),
                faults("a/pom.xml", own + "<gson.version>2.14.0</gson.version>\n"));
    }

    private static List<String> faults(String name, String text) {
        List<String> faults = new ArrayList<>();
        long lines = PROFILES.matcher(text).replaceAll("").lines().count();
        if (lines > LINES) {
            faults.add(name + " has " + lines + " lines besides its profiles, at most " + LINES);
        }
        if (text.contains("<parent>")) {
            VERSION.matcher(PARENT.matcher(text).replaceAll(""))
                    .results()
                    .forEach(found ->
                            faults.add(name + " names " + found.group() + ", which belongs into the root POM"));
        }
        return faults;
    }

    /** All but the root's, which lies beside the modules. */
    private static List<Path> poms(Path root) throws IOException {
        Set<String> others = Set.of("target", "src", "node_modules");
        try (Stream<Path> found = Files.find(root, 3, (path, attributes) -> path.endsWith("pom.xml"))) {
            return found.filter(pom -> !pom.getParent().equals(root))
                    .filter(pom -> {
                        for (Path part : root.relativize(pom)) {
                            if (others.contains(part.toString())
                                    || part.toString().startsWith(".")) {
                                return false;
                            }
                        }
                        return true;
                    })
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path pom) {
        try {
            return Files.readString(pom);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
