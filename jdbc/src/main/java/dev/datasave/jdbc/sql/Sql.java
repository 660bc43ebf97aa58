package dev.datasave.jdbc.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The SQL texts of one database, from its resource folder. The shared code uses these statements, with the same parameters and columns as SQLite's:
 *
 * <ul>
 *   <li>{@code begin_read}, {@code begin_write}, {@code commit}, {@code rollback};
 *   <li>{@code list_keys}, {@code list_removed}, {@code list_user}, {@code list_past}, {@code list_holder}, {@code list_scores_ascending}, {@code
 *       list_scores_descending}, {@code versions_ascending}, {@code versions_descending}, whose rows are entries (see {@link Rows#entry});
 *   <li>{@code retain_version}, {@code drop_version}, {@code sweep_history}, {@code sweep_tombstones};
 *   <li>{@code check_entries}, {@code check_history}, whose rows are entries, too, and which begin behind a place of the dialect's choice;
 *   <li>{@code count_due}, {@code count_history}, {@code count_scores_ascending}, {@code count_scores_descending}: like the lists by
 *       score, from a place (value, tie, key) to a bound of the value.
 *   <li>{@code transfer_entries} and {@code transfer_history}: rows in the order of their keys from a place on, with a limit of bytes and of rows, see {@link
 *       TransferView}; {@code tally_entries}, {@code tally_history}; {@code add_entry}, {@code add_history}, with the columns of {@link Rows#columns};
 *       {@code connect_user} and, where no trigger does it, {@code connect_past_user}.
 * </ul>
 *
 * <p>Only the dialect uses the others. A parameter is a question mark, or one with the number of its value, so that a value can stand in several places.
 */
public final class Sql {
    private static final Pattern NUMBERED = Pattern.compile("\\?(\\d+)");

    private final String folder;
    private final Map<String, String> words;
    private final Map<String, Statement> statements;

    /** Reads {@code statements.sql} of the database's folder: each statement stands under a comment that is its name. */
    public Sql(String database) {
        this(database, Map.of());
    }

    /** Like {@link #Sql(String)}; a word in braces, like <code>{schema}</code>, stands for the text that the map has for it. */
    public Sql(String database, Map<String, String> words) {
        this.folder = "/dev/datasave/jdbc/" + database;
        this.words = Map.copyOf(words);
        this.statements = Arrays.stream(text("statements.sql").split("(?m)^-- "))
                .filter(part -> !part.isBlank())
                .map(part -> part.split("\n", 2))
                .collect(Collectors.toUnmodifiableMap(
                        part -> part[0].strip(),
                        part -> Statement.of(part[1].strip().replaceFirst(";$", ""))));
    }

    /**
     * A statement as a driver takes it.
     *
     * @param text with a question mark for each parameter
     * @param order which value each question mark stands for, counted from 0; empty if each stands for the next one
     * @param parts how many statements it consists of: more than one if a semicolon ends a line in the middle
     */
    record Statement(String text, List<Integer> order, int parts) {
        static Statement of(String source) {
            List<Integer> order = NUMBERED.matcher(source)
                    .results()
                    .map(found -> Integer.parseInt(found.group(1)) - 1)
                    .toList();
            return new Statement(NUMBERED.matcher(source).replaceAll("?"), order, source.split(";\\s*\n").length);
        }

        /** The values in the order of the question marks. */
        @Nullable
        Object[] inOrder(@Nullable Object[] values) {
            if (order.isEmpty()) {
                return values;
            }
            @Nullable Object[] ordered = new Object[order.size()];
            for (int i = 0; i < ordered.length; i++) {
                ordered[i] = values[order.get(i)];
            }
            return ordered;
        }
    }

    /** The text of a statement, with a question mark for each parameter. */
    public String statement(String name) {
        return find(name).text();
    }

    Statement find(String name) {
        Statement found = statements.get(name);
        if (found == null) {
            throw new IllegalStateException("SQL statement " + name + ": found none in " + folder);
        }
        return found;
    }

    /** The statements of a script. Each ends with a semicolon at the end of a line. */
    public List<String> script(String name) {
        return Arrays.stream(text(name).split(";\\s*\n"))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private String text(String file) {
        String name = folder + "/" + file;
        try (InputStream in = Sql.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + ": found none, expected it in this module");
            }
            String read = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> word : words.entrySet()) {
                read = read.replace("{" + word.getKey() + "}", word.getValue());
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
