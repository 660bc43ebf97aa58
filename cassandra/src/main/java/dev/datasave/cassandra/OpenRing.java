package dev.datasave.cassandra;

import com.datastax.dse.driver.api.core.config.DseDriverOption;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.ProgrammaticDriverConfigLoaderBuilder;
import dev.datasave.DataSaveException.StorageFailed;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A ring that was connected to and looked at.
 *
 * @param ring the connections and statements
 * @param nodes what can be asked of the nodes themselves
 * @param buckets into how many partitions lists are spread
 * @param powerSafe whether all nodes write through to the disk before they confirm
 * @param offset how far their clocks are ahead of this machine's
 */
record OpenRing(Ring ring, Nodes nodes, int buckets, boolean powerSafe, Duration offset) {
    private static final System.Logger LOG = System.getLogger(OpenRing.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** What is left of a call's time when the driver gives up. */
    static final Duration MARGIN = Duration.ofMillis(500);

    /**
     * Connects to the ring, makes the tables, and looks whether promises can be kept there.
     *
     * @param buckets for new tables
     */
    static OpenRing open(List<InetSocketAddress> points, CassandraOptions.Values options, int buckets) {
        String name = "Cassandra at "
                + points.stream()
                        .map(point -> point.getHostString() + ":" + point.getPort())
                        .collect(Collectors.joining(", "));
        Duration timeout = options.callTimeout().minus(MARGIN);
        CqlSession session = connect(points, options, name, timeout);
        try {
            Nodes nodes = new Nodes(session, name);
            String dataCentre = nodes.dataCentre(options);
            boolean isPowerSafe = nodes.check();
            if (!isPowerSafe) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        name + ": found nodes that confirm before they write (commitlog_sync), expected group or batch;"
                                + " if several die at once, what was confirmed in the moment before can be lost");
            }
            List<Nodes.Skew> skews = nodes.skews();
            String apart = Nodes.apart(skews);
            if (!apart.isEmpty()) {
                LOG.log(System.Logger.Level.WARNING, name + ": " + apart);
            }
            int kept = new Schema(session, name, options).ensure(dataCentre, buckets);
            Ring ring = new Ring(session, name, options.keyspace(), timeout);
            return new OpenRing(ring, nodes, kept, isPowerSafe, Nodes.middle(skews));
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    /** Connects to nodes, and looks at nothing yet. */
    static CqlSession connect(
            List<InetSocketAddress> points, CassandraOptions.Values options, String name, Duration timeout) {
        String dataCentre = options.dataCentre();
        ProgrammaticDriverConfigLoaderBuilder config = DriverConfigLoader.programmaticBuilder()
                // Over V5, the time-out of a lightweight transaction can't be decoded, and ends the whole connection.
                .withString(DefaultDriverOption.PROTOCOL_VERSION, "V4")
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, timeout)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, PATIENCE)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, PATIENCE)
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, PATIENCE)
                .withStringList(DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES, List.of(options.keyspace()))
                .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(250))
                .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(2))
                .withBoolean(DefaultDriverOption.PREPARE_ON_ALL_NODES, true)
                .withBoolean(DseDriverOption.MONITOR_REPORTING_ENABLED, false);
        if (dataCentre == null) {
            config.withString(DefaultDriverOption.LOAD_BALANCING_POLICY_CLASS, "DcInferringLoadBalancingPolicy");
        }
        CqlSessionBuilder builder =
                CqlSession.builder().withConfigLoader(config.build()).addContactPoints(ContactPoints.resolved(points));
        if (dataCentre != null) {
            builder.withLocalDatacenter(dataCentre);
        }
        if (options.user() != null && options.password() != null) {
            builder.withAuthCredentials(options.user(), options.password());
        }
        if (options.tls() != null) {
            builder.withSslContext(options.tls());
        }
        try {
            return builder.build();
        } catch (DriverException | IllegalStateException e) {
            throw new StorageFailed(name + ": found " + e.getMessage() + ", expected a connection", e);
        }
    }
}
