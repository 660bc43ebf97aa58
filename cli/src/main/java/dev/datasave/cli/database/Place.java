package dev.datasave.cli.database;

import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import java.nio.file.Path;

/**
 * Where the entries are, for each process alike.
 *
 * @param url the JDBC URL, which may contain a password
 * @param schema the name under which the tables stand on a server
 */
public record Place(String url, String schema) {
    /** By this variable a process learns of the URL: unlike its arguments, others can't see it. */
    public static final String URL_VARIABLE = "DATASAVE_JDBC_URL";

    private static final String FILE = "jdbc:sqlite:";
    private static final String DEFAULT_SCHEMA = "datasave";

    /** An SQLite file. */
    public static Place file(Path file) {
        return new Place(FILE + file, DEFAULT_SCHEMA);
    }

    /** A database server with the default schema. */
    public static Place server(String url) {
        return new Place(url, DEFAULT_SCHEMA);
    }

    /** Whether this is an SQLite file. */
    public boolean isFile() {
        return url.startsWith(FILE);
    }

    /** The SQLite file. */
    public Path path() {
        if (!isFile()) {
            throw new IllegalStateException("a place on a server has no file");
        }
        return Path.of(url.substring(FILE.length()));
    }

    /**
     * Opens the storage.
     *
     * @throws IllegalArgumentException if the URL or the schema has a form that DataSave does not know
     * @throws dev.datasave.DataSaveException.StorageFailed as {@link SqlStorage#open(String, SqlOptions)}
     */
    public Storage open() {
        return SqlStorage.open(url, SqlOptions.defaults().schema(schema));
    }

    /** Without the URL, which may contain a password. */
    @Override
    public String toString() {
        return isFile() ? url : "schema " + schema;
    }
}
