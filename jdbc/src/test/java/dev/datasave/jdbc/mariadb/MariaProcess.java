package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.features.SmallDisk;
import dev.datasave.jdbc.features.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A real MariaDB. */
final class MariaProcess extends TestServer {
    private static final String DATABASE = "game";
    private static final ReentrantLock STARTING = new ReentrantLock();

    private static @Nullable MariaProcess shared;

    private final MariaPrograms programs;
    private final List<String> options;
    private final @Nullable String given;

    private int diskMegabytes; // 0 = the machine's own disk

    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    private MariaProcess(MariaPrograms programs, Path data, int port, List<String> options, @Nullable String given) {
        super(data, port);
        this.programs = programs;
        this.options = options;
        this.given = given;
    }

    /** One server for all tests of this JVM: the one that a property names, or one of its own. */
    static MariaProcess shared() {
        STARTING.lock();
        try {
            if (shared == null) {
                String named = System.getProperty("datasave.mariadb.url", "");
                MariaPrograms none = new MariaPrograms(Path.of(""), Path.of(""), "");
                MariaProcess server =
                        named.isEmpty() ? start() : new MariaProcess(none, Path.of("none"), 0, List.of(), named);
                Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                shared = server;
            }
            return shared;
        } finally {
            STARTING.unlock();
        }
    }

    /** A server that a test can maltreat, with these options besides. */
    static MariaProcess start(String... options) {
        try {
            return start(MariaPrograms.ofDependency(), Map.of(), options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server whose database is on a small disk. */
    static MariaProcess onSmallDisk(int megabytes) throws IOException, SQLException {
        MariaPrograms programs = MariaPrograms.ofDependency();
        Path data = newFolder(home("mariadb"));
        programs.install(data);
        Files.createDirectory(data.resolve(DATABASE));
        MariaProcess server = new MariaProcess(programs, data, freePort(), List.of("--user=root"), null);
        server.diskMegabytes = megabytes;
        server.startAgain();
        server.runIn("", "CREATE DATABASE IF NOT EXISTS " + DATABASE);
        return server;
    }

    /** Takes all room on its small disk; returns the file that has it. */
    Path fillDisk() throws IOException {
        return SmallDisk.fill(process(), data().resolve(DATABASE));
    }

    /** A server whose folder has these files besides. */
    static MariaProcess start(MariaPrograms programs, Map<String, String> files, String... options) throws IOException {
        Path data = newFolder(home("mariadb"));
        programs.install(data);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(data.resolve(file.getKey()), file.getValue());
        }
        MariaProcess server = new MariaProcess(programs, data, freePort(), List.of(options), null);
        try {
            server.startAgain();
            server.awaitCluster();
            server.runIn("", "CREATE DATABASE IF NOT EXISTS " + DATABASE);
        } catch (SQLException | IOException e) {
            server.close();
            throw new IOException(e);
        }
        return server;
    }

    @Override
    public void startAgain() throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "--port=" + port(),
                "--bind-address=127.0.0.1",
                "--socket=" + data().resolve("socket"),
                "--pid-file=" + data().resolve("mariadbd.pid"),
                "--skip-name-resolve",
                "--skip-ssl",
                "--innodb-flush-log-at-trx-commit=1"));
        all.addAll(options);
        ProcessBuilder command = programs.command(data(), all);
        if (diskMegabytes > 0) {
            command.command(SmallDisk.command(data().resolve(DATABASE), diskMegabytes, command.command()));
        }
        Process process = command.start();
        var unused = process.onExit().thenAccept(this::explain);
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        String line;
        do {
            line = lines.readLine();
            if (line == null) {
                throw new IOException("MariaDB did not start: " + said);
            }
            said.add(line + '\n');
        } while (!line.contains("ready for connections"));
        Thread unusedReader = Thread.ofVirtual().start(() -> lines.lines().forEach(said::add));
    }

    /** An end that is no kill of ours is shown, with what the server said last. */
    private void explain(Process ended) {
        if (ended.exitValue() != 128 + 9) {
            List<String> last = List.copyOf(said);
            System.err.println("MariaDB " + data() + " has ended with " + ended.exitValue() + ": "
                    + String.join("", last.subList(Math.max(0, last.size() - 60), last.size())));
        }
    }

    /** A node of a cluster takes no statements before it has joined. */
    private void awaitCluster() throws SQLException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        try (Connection connection = DriverManager.getConnection(url(""));
                var statement = connection.createStatement()) {
            boolean isReady = !options.contains("--wsrep-on=ON");
            while (!isReady) {
                if (System.nanoTime() - end > 0) {
                    throw new SQLException("a cluster node that does not join: " + String.join("\n", said));
                }
                try (var row = statement.executeQuery("SHOW STATUS LIKE 'wsrep_ready'")) {
                    isReady = row.next() && row.getString(2).equals("ON");
                }
            }
        }
    }

    @Override
    public String url() {
        return given == null ? url(DATABASE) : given;
    }

    String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port() + "/" + database + "?user=root&sslMode=disable";
    }

    /** The same for MySQL's driver. */
    String mySqlUrl() {
        return url().replace("jdbc:mariadb:", "jdbc:mysql:").replace("sslMode=disable", "sslMode=DISABLED");
    }

    private void runIn(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(database));
                var statement = connection.createStatement()) {
            boolean unused = statement.execute(sql);
        }
    }

    @Override
    public String table(String schema, String name) {
        return schema + "_" + name;
    }

    @Override
    public String column(String name) {
        return '`' + name + '`';
    }

    @Override
    public void cutAllConnections() throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            List<String> ids = new ArrayList<>();
            try (var rows = statement.executeQuery("SELECT id FROM information_schema.processlist"
                    + " WHERE id <> CONNECTION_ID() AND user = 'root' AND command <> 'Daemon'")) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            for (String id : ids) {
                try {
                    boolean unused = statement.execute("KILL " + id);
                } catch (SQLException gone) {
                    if (gone.getErrorCode() != 1094) { // it has ended by itself
                        throw gone;
                    }
                }
            }
        }
    }

    /** The server renews this view only if nobody has looked at it for a tenth of a second. */
    @Override
    public int blocked(String schema) throws SQLException {
        LockSupport.parkNanos(Duration.ofMillis(120).toNanos());
        return Integer.parseInt(run("SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"
                + " AND trx_query LIKE '%" + schema + "%'"));
    }

    @Override
    public long deadlocks() throws SQLException {
        return Long.parseLong(run("SELECT variable_value FROM information_schema.global_status"
                + " WHERE variable_name = 'INNODB_DEADLOCKS'"));
    }

    /** Whoever has changed less is the victim. */
    @Override
    public void neverTheVictim(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            boolean unused = statement.execute("CREATE TABLE IF NOT EXISTS weight (a int PRIMARY KEY)");
            unused = statement.execute("REPLACE INTO weight SELECT seq FROM seq_1_to_1000");
        }
    }
}
