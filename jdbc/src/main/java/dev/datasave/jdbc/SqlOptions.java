package dev.datasave.jdbc;

import dev.datasave.jdbc.server.ServerOptions;
import dev.datasave.signals.Endpoint;
import dev.datasave.signals.NetworkOptions;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options of an SQL storage. Immutable: every method returns a changed copy. What a database has no use for has no effect there, so that the same
 * options go with any URL.
 */
public final class SqlOptions {
    private static final SqlOptions DEFAULTS = new SqlOptions(
            new ServerOptions(Duration.ofSeconds(5), Duration.ofSeconds(30), 8, "datasave", null, null, null),
            true,
            null);
    private static final Pattern SCHEMA = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final int MOST_CONNECTIONS = 1000;

    private final ServerOptions values;

    private final boolean refusesDamaged;

    private final @Nullable NetworkOptions network;

    private SqlOptions(ServerOptions values, boolean refusesDamaged, @Nullable NetworkOptions network) {
        this.values = values;
        this.refusesDamaged = refusesDamaged;
        this.network = network;
    }

    /** The default options: calls end within 5 s, and opening within 30 s; up to 8 connections, schema {@code datasave}. */
    public static SqlOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Sets the time within which every call returns or throws (R8); default 5 s.
     *
     * @throws IllegalArgumentException if it is not 100 ms to 1 hour
     */
    public SqlOptions callTimeout(Duration newCallTimeout) {
        return new SqlOptions(values.callTimeout(checked("callTimeout", newCallTimeout)), refusesDamaged, network);
    }

    /**
     * Sets how long opening waits for other processes that have locked the database, because they create or migrate its tables or are stopped in the
     * middle of that; default 30 s. After a second of waiting it is logged.
     *
     * @throws IllegalArgumentException if it is not 100 ms to 1 hour
     */
    public SqlOptions openTimeout(Duration newOpenTimeout) {
        return new SqlOptions(values.openTimeout(checked("openTimeout", newOpenTimeout)), refusesDamaged, network);
    }

    /**
     * Sets how many connections to a database server are open at most, besides those for signals (two on PostgreSQL, one on MariaDB and MySQL); default 8.
     * SQLite has its own. With a {@link javax.sql.DataSource} of yours, it is how many calls run at once.
     *
     * @throws IllegalArgumentException if it is not 1 to 1,000
     */
    public SqlOptions connections(int newConnections) {
        if (newConnections < 1 || newConnections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "connections: found " + newConnections + ", expected 1 to " + MOST_CONNECTIONS);
        }
        return new SqlOptions(values.connections(newConnections), refusesDamaged, network);
    }

    /**
     * Sets the name under which the tables stand on a database server, so that several games can share one database; default {@code datasave}. On
     * PostgreSQL it is a schema; on MariaDB and MySQL the tables' names begin with it. Storages with different names know nothing of each other. SQLite has
     * a file for each game instead.
     *
     * @throws IllegalArgumentException if it is not 1 to 40 of the characters a–z, 0–9 and _, beginning with a letter
     */
    public SqlOptions schema(String newSchema) {
        if (!SCHEMA.matcher(newSchema).matches()) {
            throw new IllegalArgumentException(
                    "schema: found \"" + newSchema + "\", expected 1 to 40 of a-z, 0-9 and _, beginning with a letter");
        }
        return new SqlOptions(values.schema(newSchema), refusesDamaged, network);
    }

    /** Sets who connects to a database server, instead of the user and the password in the URL. The password is shown nowhere. */
    public SqlOptions login(String user, String password) {
        return new SqlOptions(values.login(user, password), refusesDamaged, network);
    }

    /**
     * Sets a second URL of the same database, for signals: it leads to the server directly, where the storage's own URL leads to a pooler that passes
     * on no signals. By default, both are the same. It also says that there is such a pooler.
     */
    public SqlOptions listeningUrl(String newListeningUrl) {
        return new SqlOptions(values.listeningUrl(newListeningUrl), refusesDamaged, network);
    }

    /**
     * Opens an SQLite file although its pages are found damaged; by default it is refused. Entries that can be read and match their checksums are
     * delivered, and the others are reported as damaged. This option is for looking at what can be rescued; writing can spread the damage. Pages are checked at
     * opening if the file has at most 64 MiB, because the check takes time; {@link dev.datasave.spi.Storage#check} checks everything. Other databases check their pages
     * themselves.
     */
    public SqlOptions openDamaged() {
        return new SqlOptions(values, false, network);
    }

    /**
     * Makes servers wake each other by datagrams (UDP), in addition to the signals that the database has itself; off by default. Each server listens on
     * a port and writes its address and a random key into the database, where the others read them: only those who can read the database can wake it.
     * On MariaDB and MySQL, a server then looks for signals in the database once a second instead of every 25 ms, if a datagram to its own address came back.
     * Everything works without signals, slower (P6). Where it listens is logged at opening, as is a datagram to the own address that did not come
     * back. {@code SqlStorage.open} throws {@link dev.datasave.DataSaveException.StorageFailed} if the port is in use, the address is not one of this
     * machine, or a name is not known.
     *
     * @param listen {@code host:port}, {@code [IPv6 address]:port}, or {@code :port} for all addresses of this machine; port 0 or none = any free port
     * @throws IllegalArgumentException if it has another form
     */
    public SqlOptions networkSignals(String listen) {
        Endpoint place = Endpoint.parse("networkSignals", listen);
        return new SqlOptions(values, refusesDamaged, new NetworkOptions(place, null));
    }

    /**
     * As {@link #networkSignals(String)}, where other servers reach this one at another address than the one on which it listens, for instance behind
     * NAT or in a container.
     *
     * @param advertised {@code host}, {@code host:port} or {@code [IPv6 address]:port}; by default the port on which it listens. A name is resolved once,
     *     at opening, by this machine
     * @throws IllegalArgumentException if one of them has another form, or {@code advertised} names no host
     */
    public SqlOptions networkSignals(String listen, String advertised) {
        Endpoint place = Endpoint.parse("networkSignals", listen);
        Endpoint told = Endpoint.parse("advertised address", advertised);
        return new SqlOptions(values, refusesDamaged, new NetworkOptions(place, told));
    }

    private static Duration checked(String name, Duration timeout) {
        if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(name + ": found " + timeout + ", expected 100 milliseconds to 1 hour");
        }
        return timeout;
    }

    ServerOptions values() {
        return values;
    }

    @Nullable
    NetworkOptions network() {
        return network;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return values.toString();
    }

    boolean refusesDamaged() {
        return refusesDamaged;
    }
}
