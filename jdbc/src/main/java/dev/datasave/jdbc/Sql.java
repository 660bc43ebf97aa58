package dev.datasave.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The SQL texts of one dialect, from its resource folder. */
final class Sql {
    private final String folder;
    private final Map<String, String> statements;

    /** Reads {@code statements.sql} of the folder: each statement under a comment that is its name. */
    Sql(String folder) {
        this.folder = folder;
        this.statements = Arrays.stream(text("statements.sql").split("(?m)^-- "))
                .filter(part -> !part.isBlank())
                .map(part -> part.split("\n", 2))
                .collect(Collectors.toUnmodifiableMap(
                        part -> part[0].strip(), part -> part[1].strip().replaceFirst(";$", "")));
    }

    String statement(String name) {
        String found = statements.get(name);
        if (found == null) {
            throw new IllegalStateException("SQL statement " + name + ": found none in " + folder);
        }
        return found;
    }

    /** The statements of a script, which end with a semicolon at the end of a line. */
    List<String> script(String name) {
        return Arrays.stream(text(name).split(";\\s*\n"))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private String text(String file) {
        String name = folder + "/" + file;
        try (InputStream in = Sql.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + ": found none beside " + Sql.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
