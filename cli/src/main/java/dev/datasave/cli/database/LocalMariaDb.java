package dev.datasave.cli.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A MariaDB server, with everything on that makes a commit survive a power cut. */
final class LocalMariaDb extends LocalServer {
    private static final String DATABASE = "datasave";
    private static final String PID_FILE = "mariadbd.pid";
    private static final Duration START = Duration.ofMinutes(1);
    private static final long PAUSE_MILLIS = 50;
    private static final int GONE = 1094;
    private static final String VICTIM = "SELECT id FROM information_schema.processlist"
            + " WHERE id <> CONNECTION_ID() AND command <> 'Daemon' ORDER BY RAND() LIMIT 1";

    private final MariaDbPrograms programs;
    private final Path data;
    private final Path log;
    private final int port;

    private LocalMariaDb(MariaDbPrograms programs, Path home, int port) throws IOException {
        super(ServerProcesses.guard(home.resolve("data").resolve(PID_FILE)), "-TERM");
        this.programs = programs;
        this.data = home.resolve("data");
        this.log = home.resolve("mariadbd.log");
        this.port = port;
    }

    static LocalMariaDb start(Path folder) throws IOException {
        Path home = folder.toAbsolutePath().resolve("mariadb");
        if (Files.exists(home)) {
            throw new IOException("found a folder " + home + " already, expected none");
        }
        MariaDbPrograms programs = MariaDbPrograms.unpack(home.resolve("programs"));
        programs.install(home.resolve("data"), home.resolve("install.log"));
        LocalMariaDb server = new LocalMariaDb(programs, home, freePort());
        try {
            server.startAgain();
            String unused = server.ask("", "CREATE DATABASE " + DATABASE);
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        } catch (SQLException e) {
            server.close();
            throw new IOException("a MariaDB server without a database: " + e.getMessage(), e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void startAgain() throws IOException {
        Files.deleteIfExists(data.resolve(PID_FILE)); // it names a process that has ended
        Process process = programs.command(
                        data,
                        List.of(
                                "--port=" + port,
                                "--bind-address=127.0.0.1",
                                "--socket=socket", // in the folder of the data, because long paths are refused
                                "--pid-file=" + data.resolve(PID_FILE),
                                "--max-connections=300",
                                "--skip-name-resolve",
                                "--skip-ssl"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        long end = System.nanoTime() + START.toNanos();
        while (!answers()) {
            if (!process.isAlive() || end - System.nanoTime() < 0) {
                process.destroyForcibly();
                throw new IOException("a MariaDB server did not start: "
                        + Files.readString(log).strip());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
                throw new IOException("interrupted while a MariaDB server started", e);
            }
        }
    }

    private boolean answers() {
        try {
            return !ask("", "SELECT 1").isEmpty();
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Runs a statement; returns the first column of its first row, or an empty text. */
    private String ask(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(port, database));
                Statement statement = connection.createStatement()) {
            return first(statement, sql);
        }
    }

    private static String first(Statement statement, String sql) throws SQLException {
        if (!statement.execute(sql)) {
            return "";
        }
        try (ResultSet rows = statement.getResultSet()) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    private static String url(int through, String database) {
        return "jdbc:mariadb://127.0.0.1:" + through + "/" + database + "?user=root&sslMode=disable";
    }

    @Override
    public String name() {
        try {
            return "MariaDB " + ask(DATABASE, "SELECT VERSION()").replace("-MariaDB", "");
        } catch (SQLException e) {
            return "MariaDB";
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Place place(int through) {
        return Place.server(url(through, DATABASE));
    }

    @Override
    public int cutOne() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(port, DATABASE));
                Statement statement = connection.createStatement()) {
            String victim = first(statement, VICTIM);
            if (victim.isEmpty()) {
                return 0;
            }
            String unused = first(statement, "KILL " + victim);
            return 1;
        } catch (SQLException e) {
            if (e.getErrorCode() == GONE) { // it has ended by itself
                return 0;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        super.close();
        programs.remove();
    }
}
