package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.ReadFailureException;
import com.datastax.oss.driver.api.core.servererrors.WriteFailureException;
import dev.datasave.DataSaveException.StorageFailed;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Creates the keyspace and the tables, and refuses what is not its own. What exists is never changed.
 *
 * <p>All servers have the same node make the tables, the one with the lowest id: there they come one after the other, and the second finds them made. Two nodes
 * that made one table at once would each give it an id of its own.
 */
final class Schema {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_TRIES = 40;
    private static final String APPLICATION = "dev.datasave";
    private static final Set<String> OWN =
            Set.of("entry", "tx", "body", "names", "removed", "people", "held", "incs", "scores", "due", "hours");

    private final CqlSession session;
    private final String name;
    private final String keyspace;
    private final int replicas;

    Schema(CqlSession session, String name, CassandraOptions.Values options) {
        this.session = session;
        this.name = name;
        this.keyspace = options.keyspace();
        this.replicas = options.replicas();
    }

    /**
     * Makes what is missing, and answers into how many partitions lists are spread.
     *
     * @param buckets for new tables
     */
    int ensure(String dataCentre, int buckets) {
        Map<String, String> replication = replication();
        if (replication.isEmpty()) {
            createKeyspace(dataCentre);
        } else {
            checkReplication(replication, dataCentre);
        }
        Set<String> tables = tables();
        Map<String, String> meta = tables.contains("meta") ? meta() : Map.of();
        checkOwner(tables, meta);
        if (!tables.containsAll(OWN) || !meta.containsKey("buckets")) {
            create(buckets);
            meta = meta();
        }
        awaitAgreement(); // another server may just have made them
        return Integer.parseInt(Objects.requireNonNull(meta.get("buckets")));
    }

    private Map<String, String> replication() {
        Row row = one(
                "SELECT replication, durable_writes FROM system_schema.keyspaces WHERE keyspace_name = ?", keyspace);
        if (row == null) {
            return Map.of();
        }
        if (!row.getBoolean("durable_writes")) {
            throw failed("durable_writes = false", "true, because a killed node would lose what it has confirmed");
        }
        return Map.copyOf(Objects.requireNonNull(row.getMap("replication", String.class, String.class)));
    }

    private void checkReplication(Map<String, String> replication, String dataCentre) {
        Map<String, String> factors = new HashMap<>(replication);
        String strategy = String.valueOf(factors.remove("class"));
        boolean isSimple = strategy.endsWith("SimpleStrategy");
        if (!isSimple && !factors.containsKey(dataCentre)) {
            throw failed(
                    "replicas in " + factors.keySet() + " alone",
                    "some in " + dataCentre + ", this server's data centre");
        }
        factors.forEach((where, factor) -> {
            if (!factor.matches("\\d+") || Integer.parseInt(factor) < replicas) {
                throw failed(
                        "a replication of " + factor + (isSimple ? "" : " in " + where),
                        "at least " + replicas + "; see CassandraOptions.replicas");
            }
        });
    }

    private void createKeyspace(String dataCentre) {
        long nodes = session.getMetadata().getNodes().values().stream()
                .filter(node -> dataCentre.equals(node.getDatacenter()))
                .count();
        if (nodes < replicas) {
            throw failed(nodes + " nodes in " + dataCentre, "at least " + replicas + "; see CassandraOptions.replicas");
        }
        change("CREATE KEYSPACE IF NOT EXISTS " + keyspace
                + " WITH replication = {'class': 'NetworkTopologyStrategy', '" + dataCentre.replace("'", "''") + "': "
                + replicas + "}");
    }

    private Set<String> tables() {
        Set<String> found = new HashSet<>();
        for (Row row : all("SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?", keyspace)) {
            found.add(Columns.text(row, "table_name"));
        }
        return found;
    }

    private Map<String, String> meta() {
        Set<String> columns = new HashSet<>();
        for (Row row : all(
                "SELECT column_name FROM system_schema.columns WHERE keyspace_name = ? AND table_name = 'meta'",
                keyspace)) {
            columns.add(Columns.text(row, "column_name"));
        }
        if (!columns.equals(Set.of("name", "value"))) {
            throw foreign(
                    "a table meta with the columns " + columns.stream().sorted().toList());
        }
        Map<String, String> found = new HashMap<>();
        for (String key : List.of("application", "version", "buckets")) {
            AsyncResultSet rows =
                    execute(SimpleStatement.newInstance("SELECT value FROM " + keyspace + ".meta WHERE name = ?", key)
                            .setConsistencyLevel(DefaultConsistencyLevel.SERIAL));
            Row row = rows.one();
            if (row != null) {
                found.put(key, Columns.text(row, "value"));
            }
        }
        return found;
    }

    private void checkOwner(Set<String> tables, Map<String, String> meta) {
        Set<String> alike = tables.stream().filter(OWN::contains).collect(Collectors.toSet());
        String application = meta.get("application");
        if (application == null && !alike.isEmpty()) {
            throw foreign(
                    "tables " + alike.stream().sorted().toList() + " without a row in meta that says whose they are");
        } else if (application != null && !application.equals(APPLICATION)) {
            throw foreign("tables of " + application);
        }
        String version = meta.get("version");
        if (version != null && Integer.parseInt(version) > Cql.VERSION) {
            throw failed("tables of version " + version, Cql.VERSION + " at most; use a newer DataSave");
        }
    }

    private StorageFailed foreign(String found) {
        return failed(found, "DataSave's tables or none; give DataSave a keyspace of its own");
    }

    private void create(int buckets) {
        change("CREATE TABLE IF NOT EXISTS " + keyspace + ".meta (name text PRIMARY KEY, value text)");
        say("application", APPLICATION);
        Cql.tables(keyspace).forEach(this::change);
        say("buckets", Integer.toString(buckets));
        say("version", Integer.toString(Cql.VERSION));
    }

    private void say(String key, String value) {
        execute(SimpleStatement.newInstance(
                        "INSERT INTO " + keyspace + ".meta (name, value) VALUES (?, ?) IF NOT EXISTS", key, value)
                .setConsistencyLevel(DefaultConsistencyLevel.QUORUM)
                .setSerialConsistencyLevel(DefaultConsistencyLevel.SERIAL)
                .setIdempotent(false));
    }

    /** Changes the schema, and waits until all nodes have the change. */
    private void change(String cql) {
        Node maker = session.getMetadata().getNodes().values().stream()
                .filter(node -> node.getState() == NodeState.UP && node.getOpenConnections() > 0)
                .min(Comparator.comparing(node -> String.valueOf(node.getHostId())))
                .orElse(null);
        SimpleStatement statement = SimpleStatement.newInstance(cql).setIdempotent(true);
        execute(maker == null ? statement : statement.setNode(maker));
        awaitAgreement();
    }

    private void awaitAgreement() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Ring.await(name, session.checkSchemaAgreementAsync())) {
            if (System.nanoTime() > end) {
                throw failed("nodes that don't agree on the tables after " + PATIENCE, "that they do");
            }
        }
    }

    private @Nullable Row one(String cql, String value) {
        return execute(SimpleStatement.newInstance(cql, value)).one();
    }

    private Iterable<Row> all(String cql, String value) {
        return execute(SimpleStatement.newInstance(cql, value).setPageSize(5000))
                .currentPage();
    }

    private AsyncResultSet execute(SimpleStatement statement) {
        for (int count = 0; ; count++) {
            try {
                return Ring.await(name, session.executeAsync(statement.setTimeout(PATIENCE)));
            } catch (StorageFailed failure) {
                // Nodes that agree on a new table may still need a moment to know it.
                boolean mayPass = failure.getCause() instanceof InvalidQueryException
                        || failure.getCause() instanceof WriteFailureException
                        || failure.getCause() instanceof ReadFailureException;
                if (!mayPass || count == MOST_TRIES) {
                    throw failure;
                }
                Ring.pause(count);
            }
        }
    }

    private StorageFailed failed(String found, String expected) {
        return new StorageFailed(name + ", keyspace " + keyspace + ": found " + found + ", expected " + expected, null);
    }
}
