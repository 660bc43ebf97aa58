package dev.datasave.importing;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the mapping file says: which tables, which column is the key, and where each column goes.
 *
 * @param jdbc the database; empty if all tables are CSV files
 * @param tables the first one says which profiles there are
 */
record TableMapping(Optional<String> jdbc, List<Table> tables) {

    /**
     * One table.
     *
     * @param from where its rows are
     * @param key the key of a row's profile: the name of a column, or a text with names in braces
     * @param userIds columns that hold user ids
     * @param metadata names of metadata and their columns
     * @param eachInto where each row goes as a part of its own; empty if a profile has one row, whose columns go into it
     * @param namedBy the column whose value names the part; empty if the parts are a list
     * @param columns where each column goes
     */
    record Table(
            RowsFrom from,
            String key,
            List<String> userIds,
            Map<String, String> metadata,
            Optional<String> eachInto,
            Optional<String> namedBy,
            Map<String, Column> columns) {
        /** For people: the name of the table, or of the file. */
        String name() {
            return from.name();
        }
    }

    /**
     * Where rows are.
     *
     * @param name for people
     * @param csv the file, if it is one
     * @param sql the query, if not
     */
    record RowsFrom(
            String name,
            @Nullable Path csv,
            @Nullable String sql,
            @Nullable String table,
            Charset encoding,
            char separator) {}

    /**
     * Where a column goes.
     *
     * @param to the path in the profile's tree, with dots; empty = the part itself
     * @param as what it holds
     */
    record Column(String to, Kind as) {}

    /** What a column holds. */
    enum Kind {
        TEXT,
        LONG,
        NUMBER,
        BOOLEAN,
        JSON,
        TIME
    }

    private static final Set<String> OF_FILE = Set.of("jdbc", "tables");
    private static final Set<String> OF_TABLE = Set.of(
            "csv",
            "sql",
            "table",
            "encoding",
            "separator",
            "key",
            "user-ids",
            "metadata",
            "each-into",
            "named-by",
            "columns");
    private static final Set<String> OF_COLUMN = Set.of("to", "as");

    /**
     * Reads a mapping file.
     *
     * @throws IllegalArgumentException if it is none, with the place
     */
    static TableMapping read(Path file) throws IOException {
        Fields top = Fields.of(
                file.getFileName().toString(),
                StrictYaml.parse(StrictJson.text(Files.readAllBytes(file), StandardCharsets.UTF_8)));
        top.only(OF_FILE);
        Optional<String> jdbc = top.text("jdbc");
        List<Table> tables = new ArrayList<>();
        Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("."));
        for (Fields table : top.objects("tables")) {
            tables.add(table(table, folder, jdbc.isPresent()));
        }
        if (tables.isEmpty() || tables.getFirst().eachInto().isPresent()) {
            throw new IllegalArgumentException(top.where()
                    + ".tables: expected a first table without each-into, which says what profiles there are");
        }
        return new TableMapping(jdbc, tables);
    }

    private static Table table(Fields fields, Path folder, boolean hasDatabase) {
        fields.only(OF_TABLE);
        Map<String, Column> columns = new LinkedHashMap<>();
        fields.object("columns").ifPresent(named -> {
            for (String column : named.names()) {
                Fields its = named.object(column).orElseThrow();
                its.only(OF_COLUMN);
                columns.put(column, new Column(its.text("to").orElse(column), kind(its)));
            }
        });
        Map<String, String> metadata = new LinkedHashMap<>();
        fields.object("metadata")
                .ifPresent(named -> named.names()
                        .forEach(name -> metadata.put(name, named.text(name).orElseThrow())));
        return new Table(
                from(fields, folder, hasDatabase),
                fields.text("key").orElseThrow(() -> fields.missing("key")),
                fields.texts("user-ids"),
                metadata,
                fields.text("each-into"),
                fields.text("named-by"),
                columns);
    }

    private static Kind kind(Fields column) {
        String word = column.text("as").orElse("text");
        try {
            return Kind.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    column.where() + ".as: found " + word + ", expected text, long, number, boolean, json or time", e);
        }
    }

    private static RowsFrom from(Fields fields, Path folder, boolean hasDatabase) {
        Optional<String> csv = fields.text("csv");
        Optional<String> sql = fields.text("sql");
        Optional<String> table = fields.text("table");
        if (csv.isPresent() == (sql.isPresent() || table.isPresent()) || (sql.isPresent() && table.isPresent())) {
            throw new IllegalArgumentException(fields.where() + ": expected one of csv, table and sql");
        } else if (csv.isEmpty() && !hasDatabase) {
            throw new IllegalArgumentException(fields.where() + ": found a table, but no jdbc URL in the file");
        }
        String separator = fields.text("separator").orElse(",");
        if (separator.length() != 1) {
            throw new IllegalArgumentException(
                    fields.where() + ".separator: found " + separator + ", expected one character");
        }
        return new RowsFrom(
                csv.or(() -> table).orElse("query"),
                csv.map(folder::resolve).orElse(null),
                sql.orElse(null),
                table.orElse(null),
                fields.text("encoding").map(Charset::forName).orElse(StandardCharsets.UTF_8),
                separator.charAt(0));
    }
}
