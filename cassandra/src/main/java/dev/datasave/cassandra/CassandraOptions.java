package dev.datasave.cassandra;

import dev.datasave.signals.Endpoint;
import dev.datasave.signals.NetworkOptions;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The options of a storage on Cassandra. Immutable: every method returns a changed copy. */
public final class CassandraOptions {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final CassandraOptions DEFAULTS =
            new CassandraOptions(new Values(Duration.ofSeconds(5), "datasave", "", null, 3, null, null, null, null));

    private final Values values;

    private CassandraOptions(Values values) {
        this.values = values;
    }

    /** What is set. */
    record Values(
            Duration callTimeout,
            String keyspace,
            String game,
            @Nullable String dataCentre,
            int replicas,
            @Nullable String user,
            @Nullable String password,
            @Nullable SSLContext tls,
            @Nullable NetworkOptions network) {

        /** The password is shown nowhere. */
        @Override
        public String toString() {
            return "keyspace " + keyspace + (game.isEmpty() ? "" : ", game " + game) + ", callTimeout " + callTimeout
                    + ", " + replicas + " replicas" + (dataCentre == null ? "" : ", data centre " + dataCentre)
                    + (user == null ? "" : ", user " + user) + (tls == null ? "" : ", TLS");
        }
    }

    /** The default options: calls end within 5 s; keyspace {@code datasave} with 3 replicas. */
    public static CassandraOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Sets the time within which every call returns or throws (R8); default 5 s. Half a second less is left to the driver.
     *
     * @throws IllegalArgumentException if it is not 1 s to 10 minutes
     */
    public CassandraOptions callTimeout(Duration newCallTimeout) {
        if (newCallTimeout.compareTo(Duration.ofSeconds(1)) < 0
                || newCallTimeout.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException(
                    "callTimeout: found " + newCallTimeout + ", expected 1 second to 10 minutes");
        }
        Values v = values;
        return new CassandraOptions(new Values(
                newCallTimeout, v.keyspace, v.game, v.dataCentre, v.replicas, v.user, v.password, v.tls, v.network));
    }

    /**
     * Sets the keyspace in which the tables stand; default {@code datasave}. It is created if it is missing.
     *
     * @throws IllegalArgumentException if it is not 1 to 40 of the characters a–z, 0–9 and _, beginning with a letter
     */
    public CassandraOptions keyspace(String newKeyspace) {
        Values v = values;
        return new CassandraOptions(new Values(
                v.callTimeout,
                checked("keyspace", newKeyspace),
                v.game,
                v.dataCentre,
                v.replicas,
                v.user,
                v.password,
                v.tls,
                v.network));
    }

    /**
     * Sets the name of the game, so that several games can share the tables of one keyspace; none by default. Storages with different games know nothing of
     * each other. A table costs memory on every node, so games of one ring share them rather than having keyspaces of their own.
     *
     * @throws IllegalArgumentException if it is not 1 to 40 of the characters a–z, 0–9 and _, beginning with a letter
     */
    public CassandraOptions game(String newGame) {
        Values v = values;
        return new CassandraOptions(new Values(
                v.callTimeout,
                v.keyspace,
                checked("game", newGame),
                v.dataCentre,
                v.replicas,
                v.user,
                v.password,
                v.tls,
                v.network));
    }

    /**
     * Sets the data centre of this server, by the name that Cassandra has for it: its nodes are asked, and a new keyspace has its replicas there. By default it
     * is that of the contact points, which must then be in one.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public CassandraOptions dataCentre(String newDataCentre) {
        if (newDataCentre.isBlank()) {
            throw new IllegalArgumentException("dataCentre: found an empty name, expected one as Cassandra has it");
        }
        Values v = values;
        return new CassandraOptions(new Values(
                v.callTimeout, v.keyspace, v.game, newDataCentre, v.replicas, v.user, v.password, v.tls, v.network));
    }

    /**
     * Sets how many nodes of a data centre keep each entry; default 3. A new keyspace gets so many, and one that has fewer is refused. With fewer than 3, every
     * node that is away stops a part of the entries; 1 is for trying out.
     *
     * @throws IllegalArgumentException if it is not 1 to 9
     */
    public CassandraOptions replicas(int newReplicas) {
        if (newReplicas < 1 || newReplicas > 9) {
            throw new IllegalArgumentException("replicas: found " + newReplicas + ", expected 1 to 9");
        }
        Values v = values;
        return new CassandraOptions(new Values(
                v.callTimeout, v.keyspace, v.game, v.dataCentre, newReplicas, v.user, v.password, v.tls, v.network));
    }

    /** Sets who connects; nobody by default, for rings that ask for nothing. The password is shown nowhere. */
    public CassandraOptions login(String user, String password) {
        Values v = values;
        return new CassandraOptions(new Values(
                v.callTimeout, v.keyspace, v.game, v.dataCentre, v.replicas, user, password, v.tls, v.network));
    }

    /** Makes the connections TLS, with the keys and the trust of this context; off by default. */
    public CassandraOptions tls(SSLContext context) {
        Values v = values;
        return new CassandraOptions(new Values(
                v.callTimeout, v.keyspace, v.game, v.dataCentre, v.replicas, v.user, v.password, context, v.network));
    }

    /**
     * Makes servers wake each other by datagrams (UDP); off by default, and then a handover takes up to a heartbeat. Each server listens on a port and writes its
     * address and a random key into the database, where the others read them: only those who can read the database can wake it. Everything works without
     * signals, slower (P6). Where it listens is logged at opening, as is a datagram to the own address that did not come back. {@code CassandraStorage.open} throws
     * {@link dev.datasave.DataSaveException.StorageFailed} if the port is in use, the address is not one of this machine, or a name is not known.
     *
     * @param listen {@code host:port}, {@code [IPv6 address]:port}, or {@code :port} for all addresses of this machine; port 0 or none = any free port
     * @throws IllegalArgumentException if it has another form
     */
    public CassandraOptions networkSignals(String listen) {
        return with(new NetworkOptions(Endpoint.parse("networkSignals", listen), null));
    }

    /**
     * As {@link #networkSignals(String)}, where other servers reach this one at another address than the one on which it listens, for instance behind NAT or in a
     * container.
     *
     * @param advertised {@code host}, {@code host:port} or {@code [IPv6 address]:port}; by default the port on which it listens. A name is resolved once, at
     *     opening, by this machine
     * @throws IllegalArgumentException if one of them has another form, or {@code advertised} names no host
     */
    public CassandraOptions networkSignals(String listen, String advertised) {
        return with(new NetworkOptions(
                Endpoint.parse("networkSignals", listen), Endpoint.parse("advertised address", advertised)));
    }

    private CassandraOptions with(NetworkOptions network) {
        Values v = values;
        return new CassandraOptions(new Values(
                v.callTimeout, v.keyspace, v.game, v.dataCentre, v.replicas, v.user, v.password, v.tls, network));
    }

    private static String checked(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + ": found \"" + name + "\", expected 1 to 40 of a-z, 0-9 and _, beginning with a letter");
        }
        return name;
    }

    Values values() {
        return values;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return values.toString();
    }
}
