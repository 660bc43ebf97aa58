package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import dev.datasave.DataSaveException.StorageFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the nodes of this data centre say about themselves: their versions, settings and clocks. */
final class Nodes {
    private static final System.Logger LOG = System.getLogger(Nodes.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration APART = Duration.ofSeconds(1);
    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*(B|KiB|MiB|GiB)?");
    private static final int OLDEST = 5;
    private static final int SAMPLES = 3;

    /** An entry with its superseded revision, 64 KiB of value and of system each, and its parts that are limited to less. */
    private static final long LARGEST_STEP = 1L << 20;

    private final CqlSession session;
    private final String name;

    Nodes(CqlSession session, String name) {
        this.session = session;
        this.name = name;
    }

    /**
     * The data centre of this server.
     *
     * @throws StorageFailed if no node is of the one that was asked for
     */
    String dataCentre(CassandraOptions.Values options) {
        List<String> known = session.getMetadata().getNodes().values().stream()
                .map(Node::getDatacenter)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
        String asked = options.dataCentre();
        if (asked != null && !known.contains(asked)) {
            throw failed("data centres " + known, asked + " among them; see CassandraOptions.dataCentre");
        } else if (asked != null) {
            return asked;
        }
        return local().stream()
                .map(Node::getDatacenter)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> failed("no node that answers", "some"));
    }

    /** The nodes to which there is a connection. */
    private List<Node> local() {
        return session.getMetadata().getNodes().values().stream()
                .filter(node -> node.getState() == NodeState.UP && node.getOpenConnections() > 0)
                .toList();
    }

    /**
     * Refuses nodes that are too old, or that can't take the largest step of a write.
     *
     * @return whether all write through to the disk before they confirm
     */
    boolean check() {
        boolean isPowerSafe = true;
        for (Node node : local()) {
            if (node.getCassandraVersion() != null && node.getCassandraVersion().getMajor() < OLDEST) {
                throw failed("Cassandra " + node.getCassandraVersion() + " at " + place(node), OLDEST + ".0 or newer");
            }
            Map<String, String> settings = settings(node);
            long largest = size(settings.getOrDefault("max_mutation_size", ""), 0);
            if (largest == 0) {
                largest = size(settings.getOrDefault("commitlog_segment_size", ""), 2 * LARGEST_STEP) / 2;
            }
            if (largest < LARGEST_STEP) {
                throw failed(
                        "a node, " + place(node) + ", that takes mutations up to " + largest + " bytes",
                        LARGEST_STEP + " bytes; commitlog_segment_size is twice that or more");
            }
            isPowerSafe &= Set.of("batch", "group").contains(settings.getOrDefault("commitlog_sync", ""));
        }
        return isPowerSafe;
    }

    private Map<String, String> settings(Node node) {
        Map<String, String> found = new HashMap<>();
        try {
            AsyncResultSet rows = execute(node, "SELECT name, value FROM system_views.settings");
            while (true) {
                for (Row row : rows.currentPage()) {
                    found.put(Columns.text(row, "name"), String.valueOf(row.getString("value")));
                }
                if (!rows.hasMorePages()) {
                    return found;
                }
                rows = Ring.await(name, rows.fetchNextPage());
            }
        } catch (StorageFailed notAllowed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    name + ": the settings of " + place(node)
                            + " can't be read (system_views.settings), and are taken for granted",
                    notAllowed);
            return found;
        }
    }

    static long size(String text, long otherwise) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return otherwise;
        }
        long number = Long.parseLong(size.group(1));
        String unit = size.group(2);
        return unit == null || unit.equals("B")
                ? number
                : number
                        << switch (unit) {
                            case "KiB" -> 10;
                            case "MiB" -> 20;
                            default -> 30;
                        };
    }

    /** How far a node's clock is ahead of this machine's, and within what that is right. */
    record Skew(String node, Duration ahead, Duration within) {}

    /** The clocks of all nodes; those that do not answer are left out. */
    List<Skew> skews() {
        List<Skew> found = new ArrayList<>();
        for (Node node : local()) {
            try {
                skew(node).ifPresent(found::add);
            } catch (StorageFailed silent) {
                LOG.log(System.Logger.Level.DEBUG, name + ": the clock of " + place(node) + " is not known", silent);
            }
        }
        found.sort(Comparator.comparing(Skew::ahead));
        return found;
    }

    /** The most exact one of several samples. */
    private Optional<Skew> skew(Node node) {
        Skew best = null;
        for (int i = 0; i < SAMPLES; i++) {
            long begun = System.nanoTime();
            Instant before = Instant.now();
            Row row = execute(node, "SELECT toTimestamp(now()) AS now FROM system.local")
                    .one();
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            if (row != null && (best == null || took.compareTo(best.within) < 0)) {
                Instant middle = before.plus(took.dividedBy(2));
                best = new Skew(
                        place(node), Duration.between(middle, Objects.requireNonNull(row.getInstant("now"))), took);
            }
        }
        return Optional.ofNullable(best);
    }

    /** The middle one of the nodes' clocks counts. */
    static Duration middle(List<Skew> sorted) {
        return sorted.isEmpty() ? Duration.ZERO : sorted.get(sorted.size() / 2).ahead();
    }

    /** What is said about clocks that are apart by more than a second; empty if none are. */
    static String apart(List<Skew> sorted) {
        if (sorted.size() < 2) {
            return "";
        }
        Duration apart = sorted.getLast().ahead().minus(sorted.getFirst().ahead());
        Duration within =
                sorted.getLast().within().plus(sorted.getFirst().within()).dividedBy(2);
        return apart.minus(within).compareTo(APART) <= 0
                ? ""
                : "found clocks that are " + apart.toMillis() + " ms apart: "
                        + sorted.getFirst().node() + " is behind "
                        + sorted.getLast().node()
                        + ", expected at most a second; times of entries can be wrong by that";
    }

    private AsyncResultSet execute(Node node, String cql) {
        return Ring.await(
                name,
                session.executeAsync(SimpleStatement.newInstance(cql)
                        .setNode(node)
                        .setConsistencyLevel(DefaultConsistencyLevel.ONE)
                        .setIdempotent(true)
                        .setTimeout(PATIENCE)));
    }

    private static String place(Node node) {
        return String.valueOf(node.getEndPoint());
    }

    private StorageFailed failed(String found, String expected) {
        return new StorageFailed(name + ": found " + found + ", expected " + expected, null);
    }
}
