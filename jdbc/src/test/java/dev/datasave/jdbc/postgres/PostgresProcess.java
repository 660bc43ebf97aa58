package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real server, which writes through to the disk. It is a process of its own that outlives a killed JVM; the next start stops what was left behind.
 */
final class PostgresProcess implements AutoCloseable {
    private static final Path HOME =
            Path.of(System.getProperty("java.io.tmpdir"), "datasave-postgres-" + System.getProperty("user.name"));
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Path data;
    private EmbeddedPostgres server;

    private PostgresProcess(Path data, EmbeddedPostgres server) {
        this.data = data;
        this.server = server;
    }

    /** One server for all tests of this JVM. */
    private static final class Shared {
        static final PostgresProcess SERVER = start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }

    static PostgresProcess shared() {
        return Shared.SERVER;
    }

    /** A server that a test can maltreat. */
    static PostgresProcess start() {
        try {
            Files.createDirectories(HOME);
            removeLeftovers();
            Path data = HOME.resolve(ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet());
            return new PostgresProcess(data, start(data, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedPostgres start(Path data, int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on");
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    private static void removeLeftovers() throws IOException {
        try (Stream<Path> folders = Files.list(HOME)) {
            for (Path folder : folders.toList()) {
                long owner = Long.parseLong(folder.getFileName().toString().split("-")[0]);
                if (ProcessHandle.of(owner).isEmpty()) {
                    handle(folder).ifPresent(PostgresProcess::destroy);
                    remove(folder);
                }
            }
        }
    }

    private static void destroy(ProcessHandle postmaster) {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    private static Optional<ProcessHandle> handle(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
        return ProcessHandle.of(pid)
                .filter(process -> process.info().command().orElse("").contains("postgres"));
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

    int port() {
        return server.getPort();
    }

    String url() {
        return url("postgres");
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database + "?user=postgres";
    }

    Storage open(String schema) {
        return SqlStorage.open(url(), SqlOptions.defaults().schema(schema));
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    /** Runs a statement past the storage; returns the first column of its first row, or an empty text. */
    String run(String sql) throws SQLException {
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

    /** A new user who needs this password to log in; nobody else needs one. */
    void demandPassword(String user, String password) throws IOException, SQLException {
        run("CREATE ROLE " + user + " LOGIN SUPERUSER PASSWORD '" + password + "'");
        Path rules = data.resolve("pg_hba.conf");
        Files.writeString(rules, "host all " + user + " all scram-sha-256\n" + Files.readString(rules));
        run("SELECT pg_reload_conf()");
    }

    /** A new, empty schema for a test. */
    static String newSchema(Class<?> test) {
        String name = test.getSimpleName().toLowerCase(Locale.ROOT);
        return (name.length() > 30 ? name.substring(0, 30) : name) + NUMBERS.incrementAndGet();
    }

    private ProcessHandle postmaster() throws IOException {
        return handle(data).orElseThrow();
    }

    /** Stops all its processes where they are. */
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of("kill", signal),
                        Stream.concat(Stream.of(postmaster()), postmaster().descendants())
                                .map(each -> Long.toString(each.pid())))
                .toList();
        if (new ProcessBuilder(command).start().waitFor() != 0) {
            throw new IOException(command + " failed");
        }
    }

    /** Kills all its processes at once, as a crash of its machine does, but for what the operating system still writes. */
    void kill() throws IOException {
        destroy(postmaster());
    }

    /** Starts it on the same data and port. */
    void startAgain() throws IOException {
        int port = port();
        Files.deleteIfExists(data.resolve("epg-lock"));
        server = start(data, port);
    }

    @Override
    public void close() {
        try {
            handle(data).ifPresent(PostgresProcess::destroy);
            server.close();
        } catch (IOException | RuntimeException gone) {
            // what counts is that the process and its files are gone
        }
        try {
            remove(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
