package dev.datasave.jdbc;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.mariadb.MariaDb;
import dev.datasave.jdbc.postgres.Postgres;
import dev.datasave.jdbc.sql.Dialect;
import dev.datasave.jdbc.sql.Queries;
import dev.datasave.jdbc.sql.Writes;
import dev.datasave.jdbc.sqlite.SqliteDialect;
import dev.datasave.signals.CheckedSignals;
import dev.datasave.signals.NetworkOptions;
import dev.datasave.signals.NetworkSignals;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Entries in an SQL database, in tables that the storage creates and migrates itself. Values, user ids and metadata are plain JSON there, to be read
 * with SQL. Do not write them by other means: that breaks the promises of revisions, and a row
 * that does not match its checksum counts as damaged.
 *
 * <p>Thread-safe. {@link #close()} lets calls in flight end.
 */
public final class SqlStorage implements Storage {
    private static final String SQLITE = "jdbc:sqlite:";

    private final Dialect dialect;
    private final @Nullable NetworkSignals network;
    private final Signals signals;
    private final Transfer transfer = new SqlTransfer();
    private final AtomicBoolean closed = new AtomicBoolean();

    SqlStorage(Dialect dialect, @Nullable NetworkSignals network) {
        this.dialect = dialect;
        this.network = network;
        this.signals = new CheckedSignals(network == null ? dialect.signals() : network, this::checkOpen);
    }

    /** Binds the socket for signals first, if there is to be one: if that fails, nothing has touched the database. */
    private static Storage open(SqlOptions options, Supplier<Dialect> opening) {
        NetworkOptions place = options.network();
        if (place == null) {
            return new SqlStorage(opening.get(), null);
        }
        NetworkSignals.Socket socket = NetworkSignals.Socket.bind(place);
        try {
            return on(opening.get(), socket);
        } catch (RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    /** The addresses are entries that a handle without such signals reads and writes. */
    static Storage on(Dialect dialect, NetworkSignals.Socket socket) {
        NetworkSignals network =
                socket.on(dialect.errors().toString(), new SqlStorage(dialect, null), dialect.signals());
        if (network.push()) {
            dialect.relaxSignals();
        }
        return new SqlStorage(dialect, network);
    }

    /**
     * The storage in an SQLite file, with {@linkplain SqlOptions#defaults() defaults}; a missing file is created. Any number of processes of one
     * machine can have it open, each with its own handle. Beside it lie {@code -wal} and {@code -shm}, which SQLite makes and which belong to the
     * data, and {@code -signal} and the folder {@code -sockets}, which hold nothing permanent. Not for network file systems.
     *
     * @throws dev.datasave.DataSaveException.StorageFailed if the directory does not exist, or the file can't be written, is no SQLite database,
     *     belongs to another application, is found {@linkplain SqlOptions#openDamaged damaged}, or has a newer schema; it is left unchanged then
     */
    public static Storage sqlite(Path file) {
        return sqlite(file, SqlOptions.defaults());
    }

    /**
     * The storage in an SQLite file, as {@link #sqlite(Path)}.
     *
     * @throws dev.datasave.DataSaveException.StorageFailed as {@link #sqlite(Path)}, and if another process locks the file for the whole {@link
     *     SqlOptions#openTimeout openTimeout}
     */
    public static Storage sqlite(Path file, SqlOptions options) {
        return open(
                options,
                () -> SqliteDialect.open(
                        file,
                        options.values().callTimeout(),
                        options.values().openTimeout(),
                        options.refusesDamaged()));
    }

    /** The storage at a JDBC URL, as {@link #open(String, SqlOptions)} with {@linkplain SqlOptions#defaults() defaults}. */
    public static Storage open(String jdbcUrl) {
        return open(jdbcUrl, SqlOptions.defaults());
    }

    /**
     * The storage at a JDBC URL, so that a configuration file can name it: {@code jdbc:sqlite:players.db}, {@code
     * jdbc:postgresql://host:5432/database}, {@code jdbc:mariadb://host:3306/database} or {@code jdbc:mysql://host:3306/database}. Its tables are
     * created or migrated if necessary. The driver of a database server is a dependency of yours: {@code org.postgresql:postgresql}, {@code
     * org.mariadb.jdbc:mariadb-java-client} or {@code com.mysql:mysql-connector-j}.
     *
     * @throws IllegalArgumentException if the URL is of no database that DataSave knows, or has a password in the wrong place
     * @throws dev.datasave.DataSaveException.StorageFailed as {@link #sqlite(Path)}; if the driver is missing; if the server can't be reached, refuses
     *     the user, is too old or read-only, has another encoding than UTF-8, has no rights for the user, is set up so that promises can't be kept, or
     *     has tables of that name that belong to another application or a newer release; or as {@link SqlOptions#networkSignals(String)}. Nothing is
     *     changed then. No message contains a password
     */
    public static Storage open(String jdbcUrl, SqlOptions options) {
        if (jdbcUrl.startsWith(SQLITE)) {
            return sqlite(Path.of(file(jdbcUrl.substring(SQLITE.length()))), options);
        } else if (jdbcUrl.startsWith(Postgres.SCHEME)) {
            return open(options, () -> Postgres.open(jdbcUrl, options.values()));
        } else if (MariaDb.takes(jdbcUrl)) {
            return open(options, () -> MariaDb.open(jdbcUrl, options.values()));
        }
        String[] parts = jdbcUrl.split(":", 3);
        throw new IllegalArgumentException(
                "JDBC URL: found " + (parts.length < 3 ? "none" : parts[0] + ":" + parts[1] + ":…")
                        + ", expected one that begins with " + SQLITE + ", " + Postgres.SCHEME
                        + ", jdbc:mariadb: or jdbc:mysql:");
    }

    private static String file(String place) {
        if (place.isEmpty() || place.startsWith(":") || place.startsWith("file:") || place.contains("?")) {
            throw new IllegalArgumentException("JDBC URL: found " + SQLITE + place + ", expected " + SQLITE
                    + " and the path of a file; SQLite's own settings are DataSave's");
        }
        return place;
    }

    /**
     * The storage in the database server to which your pool of connections leads: PostgreSQL, MariaDB or MySQL. The pool stays open when the storage is
     * closed.
     *
     * <p>PostgreSQL: one connection of it listens to signals and one sends them for as long as the storage is open, unless there is a {@link
     * SqlOptions#listeningUrl listeningUrl}. If it leads to a pooler in transaction mode, it needs {@code prepareThreshold=0}. MariaDB and MySQL: one connection of
     * it looks for signals for as long as the storage is open, and its URL needs {@code allowMultiQueries=true}.
     *
     * @throws IllegalArgumentException if it leads to another database
     * @throws dev.datasave.DataSaveException.StorageFailed as {@link #open(String, SqlOptions)}
     */
    public static Storage of(DataSource source, SqlOptions options) {
        String product;
        try (Connection connection = source.getConnection()) {
            product = connection.getMetaData().getDatabaseProductName();
        } catch (SQLException e) {
            throw new StorageFailed("a DataSource: found no connection, expected one", e);
        }
        return switch (product) {
            case "PostgreSQL" -> open(options, () -> Postgres.of(source, options.values()));
            case "MariaDB", "MySQL" -> open(options, () -> MariaDb.of(source, product, options.values()));
            default ->
                throw new IllegalArgumentException("DataSource: found one of " + product
                        + ", expected PostgreSQL, MariaDB or MySQL; an SQLite file is opened by its path");
        };
    }

    @Override
    public List<Optional<Entry>> read(List<EntryId> ids) {
        checkDistinct(ids);
        checkOpen();
        return dialect.find(List.copyOf(ids));
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
        checkDistinct(writes.stream().map(Write::id).toList());
        checkBatch(writes, atomicity);
        checkOpen();
        List<Write> batch = List.copyOf(writes);
        try {
            return dialect.carryOut(batch, atomicity);
        } finally {
            if (batch.stream().anyMatch(write -> write.purgesHistory() && !write.isForget())) {
                dialect.purged();
            }
        }
    }

    @Override
    public Page<Entry> list(EntryQuery query) {
        checkOpen();
        return dialect.query(link -> Queries.list(link, query));
    }

    @Override
    public long count(EntryQuery.Scope.Scores scope) {
        checkOpen();
        return dialect.query(link -> Queries.count(link, scope));
    }

    @Override
    public Page<Entry> versions(VersionQuery query) {
        checkOpen();
        return dialect.query(link -> Queries.versions(link, query));
    }

    @Override
    public boolean retain(EntryId id, long revision, Retention retention) {
        checkOpen();
        try {
            return dialect.write(true, 1, link -> Writes.retain(link, id, revision, retention, dialect.now(link)));
        } finally {
            if (retention instanceof Retention.Drop) {
                dialect.purged();
            }
        }
    }

    @Override
    public int sweep(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit of a sweep: found " + limit + ", expected at least 1");
        }
        checkOpen();
        return dialect.write(false, Math.min(limit, 1000), link -> Writes.sweep(link, limit, dialect.now(link)));
    }

    @Override
    public Backlog backlog() {
        checkOpen();
        return dialect.read(link -> Queries.backlog(link, dialect.now(link)));
    }

    @Override
    public List<String> check() {
        checkOpen();
        return dialect.check();
    }

    @Override
    public Optional<Transfer> transfer() {
        return Optional.of(transfer);
    }

    private final class SqlTransfer implements Transfer {
        @Override
        public View view() {
            checkOpen();
            return dialect.view();
        }

        @Override
        public int add(List<Revision> revisions) {
            if (revisions.size() > Limits.BATCH) {
                throw new IllegalArgumentException(
                        "revisions in one call: found " + revisions.size() + ", expected at most " + Limits.BATCH);
            }
            for (Revision revision : revisions) {
                String damage = revision.entry().damage();
                if (damage != null) {
                    throw new IllegalArgumentException(damage);
                }
            }
            checkOpen();
            return revisions.isEmpty() ? 0 : dialect.add(List.copyOf(revisions));
        }
    }

    @Override
    public Signals signals() {
        checkOpen();
        return signals;
    }

    @Override
    public Set<Capability> capabilities() {
        checkOpen();
        Set<Capability> all = EnumSet.copyOf(dialect.capabilities());
        if (network != null && network.push()) {
            all.add(Capability.PUSH);
        }
        return Set.copyOf(all);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            if (network != null) {
                network.close();
            }
            dialect.close();
        }
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException(dialect.errors() + " is closed");
        }
    }

    private static void checkDistinct(List<EntryId> ids) {
        Set<EntryId> seen = new HashSet<>();
        for (EntryId id : ids) {
            if (!seen.add(id)) {
                throw new IllegalArgumentException("ids of one call: found " + id + " twice, expected each once");
            }
        }
    }

    private static void checkBatch(List<Write> writes, Atomicity atomicity) {
        if (writes.size() > Limits.BATCH) {
            throw new IllegalArgumentException(
                    "writes in one call: found " + writes.size() + ", expected at most " + Limits.BATCH);
        }
        long writeIds = writes.stream().map(Write::writeId).distinct().count();
        if (atomicity == Atomicity.ALL && writeIds > 1) {
            throw new IllegalArgumentException(
                    "write ids of one atomic batch: found " + writeIds + ", expected one that all writes share");
        }
    }
}
