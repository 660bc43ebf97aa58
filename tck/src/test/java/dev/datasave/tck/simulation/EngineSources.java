package dev.datasave.tck.simulation;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The engine's sources, found by the simple names of their classes in whatever package of the engine they stand. */
final class EngineSources {
    private static final String ROOT = "core/src/main/java";
    private static final String ENGINE = "dev/datasave/engine";
    private static final String EXTENSION = ".java";

    private final Path root;
    private final Map<String, List<Path>> places;

    /** The sources below {@code root}, which is where package names begin. */
    EngineSources(Path root) {
        this.root = root;
        try (Stream<Path> files = Files.walk(root.resolve(ENGINE))) {
            this.places = files.filter(file -> file.toString().endsWith(EXTENSION))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .sorted()
                    .collect(Collectors.groupingBy(EngineSources::simpleName, TreeMap::new, Collectors.toList()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The sources of this repository. */
    static EngineSources ofRepository() {
        return new EngineSources(PlantedFaultsTable.inRepository(ROOT));
    }

    private static String simpleName(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - EXTENSION.length());
    }

    /** How many classes there are. */
    int count() {
        return places.values().stream().mapToInt(List::size).sum();
    }

    /** The names that more than one class has, each with where its classes stand. */
    Map<String, List<Path>> duplicates() {
        Map<String, List<Path>> duplicates = new TreeMap<>(places);
        duplicates.values().removeIf(files -> files.size() == 1);
        return duplicates;
    }

    /** The full name of the class with that simple name. */
    String className(String simpleName) {
        String path = root.relativize(file(simpleName)).toString();
        return path.substring(0, path.length() - EXTENSION.length()).replace(File.separatorChar, '.');
    }

    /** The source of the class with that simple name. */
    String text(String simpleName) {
        try {
            return Files.readString(file(simpleName));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path file(String simpleName) {
        List<Path> found = places.getOrDefault(simpleName, List.of());
        if (found.size() != 1) {
            throw new AssertionError(
                    "engine's class " + simpleName + ": found " + found + " below " + root + ", expected one file");
        }
        return found.getFirst();
    }
}
