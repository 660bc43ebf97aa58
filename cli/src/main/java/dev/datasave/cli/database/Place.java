package dev.datasave.cli.database;

import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the entries are, for each process alike.
 *
 * @param url the JDBC URL, which may contain a password; or {@code cassandra:} and the contact points of a ring
 * @param schema the name under which the tables stand on a server; the keyspace on a ring
 * @param signals the address on which signals over the network are listened to, if they are
 */
public record Place(String url, String schema, Optional<String> signals) {
    /** By this variable a process learns of the URL: unlike its arguments, others can't see it. */
    public static final String URL_VARIABLE = "DATASAVE_JDBC_URL";

    private static final String FILE = "jdbc:sqlite:";
    private static final String RING = "cassandra:";
    private static final String DEFAULT_SCHEMA = "datasave";

    /** A place without signals over the network. */
    public Place(String url, String schema) {
        this(url, schema, Optional.empty());
    }

    /** An SQLite file. */
    public static Place file(Path file) {
        return new Place(FILE + file, DEFAULT_SCHEMA);
    }

    /** A database server with the default schema. */
    public static Place server(String url) {
        return new Place(url, DEFAULT_SCHEMA);
    }

    /** A ring of Apache Cassandra. */
    public static Place ring(String contactPoints, String keyspace) {
        return new Place(RING + contactPoints, keyspace);
    }

    /**
     * The same place, with signals over the network.
     *
     * @param address as {@link SqlOptions#networkSignals(String)} takes it
     * @throws IllegalArgumentException if it has another form
     */
    public Place listening(String address) {
        SqlOptions unused = SqlOptions.defaults().networkSignals(address);
        return new Place(url, schema, Optional.of(address));
    }

    /** Whether this is an SQLite file. */
    public boolean isFile() {
        return url.startsWith(FILE);
    }

    private boolean isRing() {
        return url.startsWith(RING);
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
     * @throws dev.datasave.DataSaveException.StorageFailed as {@link SqlStorage#open(String, SqlOptions)}, or {@link Rings#open}
     */
    public Storage open() {
        if (isRing()) {
            return Rings.find().open(url.substring(RING.length()), schema, signals);
        }
        SqlOptions options = SqlOptions.defaults().schema(schema);
        return SqlStorage.open(url, signals.map(options::networkSignals).orElse(options));
    }

    /** Without the URL, which may contain a password. */
    @Override
    public String toString() {
        return isFile() ? url : (isRing() ? "keyspace " : "schema ") + schema;
    }
}
