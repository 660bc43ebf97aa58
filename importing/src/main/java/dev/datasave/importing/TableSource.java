package dev.datasave.importing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.importing.TableMapping.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows of SQL tables or CSV files, by a mapping file. {@code docs/importing.md} describes it. Several tables can make one profile, so all of it is held in memory
 * until the last table is read.
 */
public final class TableSource implements ImportSource {
    private static final Pattern NAME = Pattern.compile("\\{([^{}]+)}");

    private final TableMapping mapping;
    private final Properties login;

    private TableSource(TableMapping mapping, Properties login) {
        this.mapping = mapping;
        this.login = login;
    }

    /**
     * Reads the mapping file.
     *
     * @param user who connects to the database; null if the URL says it, or there is none
     * @param password of this user, or null
     * @throws IOException if the file can't be read
     * @throws IllegalArgumentException if it is no mapping, with the place and what was expected
     */
    public static TableSource of(Path mapping, @Nullable String user, @Nullable String password) throws IOException {
        Properties login = new Properties();
        if (user != null) {
            login.setProperty("user", user);
            login.setProperty("password", password == null ? "" : password);
        }
        return new TableSource(TableMapping.read(mapping), login);
    }

    /** A profile while its rows are read. */
    private static final class Growing {
        private final String where;
        private final JsonObject tree = new JsonObject();
        private final Set<String> userIds = new HashSet<>();
        private final Map<String, String> metadata = new HashMap<>();
        private @Nullable String problem;

        private Growing(String where) {
            this.where = where;
        }

        private ImportItem item(String key) {
            return problem != null
                    ? new ImportItem.Unusable(where, problem)
                    : ImportItem.Profile.of(where, key, tree, userIds, metadata);
        }
    }

    @Override
    public void read(Consumer<ImportItem> to) throws IOException {
        Map<String, Growing> profiles = new LinkedHashMap<>();
        try (Database database = new Database(mapping.jdbc(), login)) {
            for (Table table : mapping.tables()) {
                boolean isFirst = table.equals(mapping.tables().getFirst());
                Consumer<SourceRow> rows = row -> take(table, isFirst, row, profiles, to);
                if (table.from().csv() != null) {
                    CsvRows.read(table.from(), rows, to::accept);
                } else {
                    SqlRows.read(database.open(), table.from(), rows);
                }
            }
        }
        profiles.forEach((key, profile) -> to.accept(profile.item(key)));
    }

    private static void take(
            Table table, boolean isFirst, SourceRow row, Map<String, Growing> profiles, Consumer<ImportItem> to) {
        String key;
        try {
            key = key(table.key(), row);
        } catch (IllegalArgumentException e) {
            to.accept(new ImportItem.Unusable(row.where(), String.valueOf(e.getMessage())));
            return;
        }
        Growing known = profiles.get(key);
        if (known == null && !isFirst) {
            to.accept(new ImportItem.Unusable(
                    row.where(), "found the key " + key + ", which has no row in the first table"));
            return;
        }
        Growing profile = known == null ? new Growing(row.where()) : known;
        profiles.put(key, profile);
        try {
            if (known != null && table.eachInto().isEmpty() && isFirst) {
                throw new IllegalArgumentException("found a second row of this key, expected one");
            }
            add(table, row, profile);
        } catch (IllegalArgumentException e) {
            if (profile.problem == null) {
                profile.problem = (row.where().equals(profile.where) ? "" : row.where() + ": ") + e.getMessage();
            }
        }
    }

    private static String key(String template, SourceRow row) {
        if (!template.contains("{")) {
            return part(template, row);
        }
        Matcher names = NAME.matcher(template);
        StringBuilder key = new StringBuilder();
        while (names.find()) {
            names.appendReplacement(key, Matcher.quoteReplacement(part(names.group(1), row)));
        }
        return names.appendTail(key).toString();
    }

    private static String part(String column, SourceRow row) {
        Object value = known(row, column);
        if (value == null || value.equals("")) {
            throw new IllegalArgumentException("found nothing in column " + column + ", expected a key");
        }
        return ColumnValue.text(value);
    }

    private static @Nullable Object known(SourceRow row, String column) {
        if (!row.columns().contains(column)) {
            throw new IllegalArgumentException("found no column " + column + ", expected one");
        }
        return row.value(column);
    }

    private static void add(Table table, SourceRow row, Growing profile) {
        for (String column : table.userIds()) {
            Optional.ofNullable(known(row, column))
                    .map(ColumnValue::text)
                    .filter(id -> !id.isEmpty())
                    .ifPresent(profile.userIds::add);
        }
        table.metadata()
                .forEach((name, column) -> Optional.ofNullable(known(row, column))
                        .ifPresent(value -> profile.metadata.put(name, ColumnValue.text(value))));
        if (table.eachInto().isEmpty()) {
            fill(table, row, profile.tree);
        } else {
            addPart(table, row, profile.tree);
        }
    }

    private static void fill(Table table, SourceRow row, JsonObject into) {
        table.columns().forEach((name, column) -> {
            known(row, name);
            ColumnValue.of(row, name, column).ifPresent(value -> DottedPath.put(into, column.to(), value));
        });
    }

    private static void addPart(Table table, SourceRow row, JsonObject tree) {
        String path = table.eachInto().orElseThrow();
        JsonElement part = part(table, row);
        if (table.namedBy().isEmpty()) {
            JsonElement list = DottedPath.get(tree, path).orElseGet(() -> {
                JsonArray fresh = new JsonArray();
                DottedPath.put(tree, path, fresh);
                return fresh;
            });
            if (!(list instanceof JsonArray array)) {
                throw new IllegalArgumentException("found something else at " + path + ", expected a list");
            }
            array.add(part);
            return;
        }
        String name = part(table.namedBy().get(), row);
        JsonElement named = DottedPath.get(tree, path).orElseGet(() -> {
            JsonObject fresh = new JsonObject();
            DottedPath.put(tree, path, fresh);
            return fresh;
        });
        if (!(named instanceof JsonObject object) || object.has(name)) {
            throw new IllegalArgumentException("found the name " + name + " at " + path + " already, expected it once");
        }
        object.add(name, part);
    }

    /** A row as a part: an object, or a value if a column goes nowhere else. */
    private static JsonElement part(Table table, SourceRow row) {
        for (var named : table.columns().entrySet()) {
            if (named.getValue().to().isEmpty()) {
                known(row, named.getKey());
                return ColumnValue.of(row, named.getKey(), named.getValue())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "column " + named.getKey() + ": found nothing, expected a value"));
            }
        }
        JsonObject part = new JsonObject();
        fill(table, row, part);
        return part;
    }

    /** The database, opened when the first table needs it, and only for reading. */
    private static final class Database implements AutoCloseable {
        private final Optional<String> url;
        private final Properties login;
        private @Nullable Connection connection;

        private Database(Optional<String> url, Properties login) {
            this.url = url;
            this.login = login;
        }

        private Connection open() throws IOException {
            Connection open = connection;
            if (open == null) {
                open = Databases.open(url.orElseThrow(), login);
                connection = open;
            }
            return open;
        }

        @Override
        public void close() throws IOException {
            if (connection != null) {
                Databases.close(connection);
            }
        }
    }
}
