package dev.datasave.cassandra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The texts of the tables and the statements, from resources. */
final class Cql {
    /** The version of the tables that this release makes and knows. */
    static final int VERSION = 1;

    private Cql() {}

    /** How a statement is sent. */
    enum Kind {
        /** A lightweight transaction: never repeated by the driver. */
        CONDITIONAL,
        /** A read that sees what every lightweight transaction has confirmed. */
        SERIAL,
        /** A plain write of a row that is never written with other content. */
        WRITE,
        /** A plain read. */
        READ
    }

    /** A statement's text. */
    record Text(Kind kind, String cql) {}

    /** The statements by name: each stands under a comment of its name and its kind. */
    static Map<String, Text> statements(String keyspace) {
        Map<String, Text> found = new LinkedHashMap<>();
        for (String part : resource("statements.cql", keyspace).split("(?m)^-- ", -1)) {
            if (!part.isBlank()) {
                String[] lines = part.split("\n", 2);
                String[] title = lines[0].strip().split(" ", -1);
                found.put(title[0], new Text(Kind.valueOf(title[1].toUpperCase(Locale.ROOT)), lines[1].strip()));
            }
        }
        return found;
    }

    /** The statements that make the tables. */
    static List<String> tables(String keyspace) {
        return Arrays.stream(resource("schema.cql", keyspace).split(";\\s*\n", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static String resource(String name, String keyspace) {
        try (InputStream in = Cql.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + ": found none, expected it in this module");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("{keyspace}", keyspace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
