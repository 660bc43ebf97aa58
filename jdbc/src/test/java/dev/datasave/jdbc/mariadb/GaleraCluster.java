package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.features.DebianPackages;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Two nodes on this machine, joined by the library of Debian's package. Where there is none, the test is skipped and says so.
 *
 * @param one a node
 * @param other another one
 */
record GaleraCluster(MariaProcess one, MariaProcess other) implements AutoCloseable {

    static GaleraCluster start() throws IOException, InterruptedException, SQLException {
        Path library = DebianPackages.unpacked(MariaProcess.home("mariadb"), List.of("galera-4"))
                .resolve("usr/lib/galera/libgalera_smm.so");
        MariaPrograms programs = MariaPrograms.ofDependency();
        int port = MariaProcess.freePort();
        String[] options = node(library, "gcomm://", port, "--wsrep-new-cluster");
        MariaProcess one = MariaProcess.start(programs, Map.of(), options);
        String state = "# GALERA saved state\nversion: 2.1\nuuid: " + status(one, "wsrep_cluster_state_uuid")
                + "\nseqno: " + status(one, "wsrep_last_committed") + "\nsafe_to_bootstrap: 0\n";
        String[] joining = node(library, "gcomm://127.0.0.1:" + port, MariaProcess.freePort());
        try {
            return new GaleraCluster(one, MariaProcess.start(programs, Map.of("grastate.dat", state), joining));
        } catch (IOException e) {
            one.close();
            throw e;
        }
    }

    private static String status(MariaProcess node, String name) throws SQLException {
        return node.run("SELECT variable_value FROM information_schema.global_status WHERE variable_name = '"
                + name.toUpperCase(Locale.ROOT) + "'");
    }

    /** The options of a node. It gets no copy of the others' data: nobody has any yet, and its folder says that it has all. */
    private static String[] node(Path library, String cluster, int port, String... more) throws IOException {
        List<String> options = List.of(
                "--wsrep-on=ON",
                "--wsrep-provider=" + library,
                "--wsrep-cluster-address=" + cluster,
                "--wsrep-node-address=127.0.0.1:" + port,
                "--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:" + port + ";ist.recv_addr=127.0.0.1:"
                        + MariaProcess.freePort(),
                "--wsrep-sst-method=skip",
                "--binlog-format=ROW",
                "--innodb-autoinc-lock-mode=2");
        return Stream.concat(options.stream(), Arrays.stream(more)).toArray(String[]::new);
    }

    @Override
    public void close() {
        other.close();
        one.close();
    }
}
