package dev.datasave.jdbc.features;

import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real server, which writes through to the disk. It is a process of its own, and its folder names the JVM that has started it. What a killed JVM has
 * left behind, the next start stops and removes.
 */
public abstract class TestServer implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("\\d+-\\d+");
    private static final Pattern PROGRAM = Pattern.compile(".*(postgres|pgbouncer|mariadbd)");
    private static final List<String> PID_FILES = List.of("postmaster.pid", "pgbouncer.pid", "mariadbd.pid");
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final ReentrantLock CLEANING = new ReentrantLock();

    private final Path data;
    private final int port;

    protected TestServer(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    /** The folder of all servers of a product, which stays from one run to the next. */
    public static Path home(String product) throws IOException {
        return Files.createDirectories(Path.of(
                System.getProperty("java.io.tmpdir"), "datasave-" + product + "-" + System.getProperty("user.name")));
    }

    /** A new name in a home, in which nothing is left from JVMs that have ended. */
    public static Path newFolder(Path home) throws IOException {
        CLEANING.lock();
        try (Stream<Path> folders = Files.list(home)) {
            for (Path folder : folders.filter(
                            each -> NAME.matcher(each.getFileName().toString()).matches())
                    .toList()) {
                String name = folder.getFileName().toString();
                long owner = Long.parseLong(name.substring(0, name.indexOf('-')));
                if (ProcessHandle.of(owner).isEmpty()) {
                    handle(folder).ifPresent(TestServer::destroy);
                    remove(folder);
                }
            }
        } finally {
            CLEANING.unlock();
        }
        return home.resolve(ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet());
    }

    /** A new schema for a test: an empty storage on a shared server. */
    public static String newSchema(Class<?> test) {
        String name = test.getSimpleName().toLowerCase(Locale.ROOT);
        return (name.length() > 30 ? name.substring(0, 30) : name) + NUMBERS.incrementAndGet();
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void destroy(ProcessHandle process) {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    private static Optional<ProcessHandle> handle(Path data) throws IOException {
        for (String name : PID_FILES) {
            Path file = data.resolve(name);
            if (Files.exists(file)) {
                long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
                return ProcessHandle.of(pid)
                        .filter(process -> PROGRAM.matcher(
                                        process.info().command().orElse(""))
                                .matches());
            }
        }
        return Optional.empty();
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    public final int port() {
        return port;
    }

    protected final Path data() {
        return data;
    }

    /** The URL of its database, with a user who may do everything and needs no password. */
    public abstract String url();

    /** How other programs name a table of a schema. */
    public abstract String table(String schema, String name);

    /** How other programs name a column. */
    public abstract String column(String name);

    /** Cuts the connections of all storages. */
    public abstract void cutAllConnections() throws SQLException;

    /** How many statements on a schema's tables wait for a lock. */
    public abstract int blocked(String schema) throws SQLException;

    /** How many deadlocks there have been. */
    public abstract long deadlocks() throws SQLException;

    /** Makes this connection the last one that is chosen as the victim of a deadlock. */
    public abstract void neverTheVictim(Connection connection) throws SQLException;

    /** Starts it on the same data and port. */
    public abstract void startAgain() throws IOException;

    public final Storage open(String schema) {
        return SqlStorage.open(url(), SqlOptions.defaults().schema(schema));
    }

    public final Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    /** Runs a statement past the storage; returns the first column of its first row, or an empty text. */
    public final String run(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        }
    }

    /** A statement for a schema's tables; tables, and columns with special names, stand in it in braces. */
    public final String on(String schema, String sql) {
        return sql.replace("{entry}", table(schema, "entry"))
                .replace("{schema}", '"' + schema + '"')
                .replace("{history}", table(schema, "history"))
                .replace("{key}", column("key"))
                .replace("{system}", column("system"));
    }

    /** Like {@link #run}, on a schema's tables. */
    public final String runOn(String schema, String sql) throws SQLException {
        return run(on(schema, sql));
    }

    /** Its first process. */
    public final ProcessHandle process() throws IOException {
        return handle(data).orElseThrow();
    }

    /** Stops all its processes where they are. */
    public final void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    public final void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of("kill", signal),
                        Stream.concat(Stream.of(process()), process().descendants())
                                .map(each -> Long.toString(each.pid())))
                .toList();
        if (new ProcessBuilder(command).start().waitFor() != 0) {
            throw new IOException(command + " failed");
        }
    }

    /** Kills all its processes at once, as a crash of its machine does, but for what the operating system still writes. */
    public final void kill() throws IOException {
        destroy(process());
    }

    @Override
    public final void close() {
        try {
            handle(data).ifPresent(TestServer::destroy);
            remove(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
