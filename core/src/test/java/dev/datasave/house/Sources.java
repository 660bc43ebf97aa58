package dev.datasave.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The main sources of all modules of the repository, and which of them name which. Immutable; {@link #with} makes a copy. */
final class Sources {
    private final Map<String, Source> byPath;
    private final Map<String, Source> byName;
    private final Map<String, List<Use>> uses = new HashMap<>();

    private Sources(Map<String, Source> byPath) {
        this.byPath = byPath;
        this.byName = byPath.values().stream()
                .filter(source -> !source.types().isEmpty())
                .collect(Collectors.toMap(Source::qualifiedName, source -> source));
    }

    /** A file names, in that line, a type that another file declares. */
    record Use(Source user, int line, Source used) {}

    static Sources below(Path root) {
        Map<String, Source> sources = new TreeMap<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    String name = folder.getFileName().toString();
                    boolean isOther = name.equals("target") || name.equals("test") || name.matches("\\.\\w.*");
                    return isOther ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String path = root.relativize(file).toString().replace('\\', '/');
                    if (path.contains("src/main/java/") && path.endsWith(".java")) {
                        sources.put(path, Source.of(path, Files.readString(file)));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Sources(sources);
    }

    /** The same sources, but for one file: its text is changed, or it is new where there was none ({@code ""}). */
    Sources with(String path, UnaryOperator<String> change) {
        Map<String, Source> sources = new TreeMap<>(byPath);
        Source before = byPath.get(path);
        sources.put(path, Source.of(path, change.apply(before == null ? "" : before.text())));
        return new Sources(sources);
    }

    /** The same sources without those whose path begins so. */
    Sources without(String start) {
        Map<String, Source> sources = new TreeMap<>(byPath);
        sources.keySet().removeIf(path -> path.startsWith(start));
        return new Sources(sources);
    }

    Collection<Source> all() {
        return byPath.values();
    }

    List<Source> inPackage(String name) {
        return byPath.values().stream()
                .filter(source -> source.inPackage().equals(name))
                .toList();
    }

    /** All whose package is that one or below it. */
    List<Source> below(String name) {
        return byPath.values().stream()
                .filter(source -> (source.inPackage() + ".").startsWith(name + "."))
                .toList();
    }

    Optional<Source> named(String qualifiedName) {
        return Optional.ofNullable(byName.get(qualifiedName));
    }

    /** What the file names, each other file once, in the order of lines: imports, qualified names, and names of its own package. */
    List<Use> uses(Source source) {
        return uses.computeIfAbsent(source.path(), path -> findUses(source));
    }

    private List<Use> findUses(Source source) {
        Map<String, Integer> lines = new HashMap<>();
        source.imports().values().forEach(imported -> note(lines, declaring(imported.name()), imported.line()));
        source.qualifiedNames().forEach((name, line) -> note(lines, declaring(name), line));
        source.simpleNames().forEach((name, line) -> note(lines, resolve(source, name), line));
        lines.remove(source.path());
        List<Use> found = new ArrayList<>();
        lines.forEach((path, line) -> found.add(new Use(source, line, byPath.get(path))));
        found.sort(Comparator.comparingInt(Use::line)
                .thenComparing(use -> use.used().path()));
        return found;
    }

    private static void note(Map<String, Integer> lines, Optional<Source> used, int line) {
        used.ifPresent(source -> lines.merge(source.path(), line, Math::min));
    }

    /** The file that declares what a simple name in this file means, unless that is one of the JDK's or of a library's. */
    Optional<Source> resolve(Source source, String simpleName) {
        Source.Import imported = source.imports().get(simpleName);
        return imported == null ? named(source.inPackage() + "." + simpleName) : declaring(imported.name());
    }

    /** The file that declares the type of a qualified name, or the type around it. */
    private Optional<Source> declaring(String qualifiedName) {
        String name = qualifiedName;
        while (name.contains(".")) {
            Source found = byName.get(name);
            if (found != null) {
                return Optional.of(found);
            }
            name = name.substring(0, name.lastIndexOf('.'));
        }
        return Optional.empty();
    }
}
