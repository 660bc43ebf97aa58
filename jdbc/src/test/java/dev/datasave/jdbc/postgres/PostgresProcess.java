package dev.datasave.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
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
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real server, which writes through to the disk. It is a process of its own that outlives a killed JVM; the next start stops what was left behind.
 */
final class PostgresProcess implements AutoCloseable {
    private static final Path HOME =
            Path.of(System.getProperty("java.io.tmpdir"), "datasave-postgres-" + System.getProperty("user.name"));
    private static final Pattern NAME = Pattern.compile("\\d+-\\d+");
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Path data;
    private final int port;

    private PostgresProcess(Path data, int port) {
        this.data = data;
        this.port = port;
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

    /** A server that a test can maltreat, with these settings besides: names and values by turns. */
    static PostgresProcess start(String... settings) {
        try {
            Path data = newFolder();
            return new PostgresProcess(data, start(data, 0, settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server of programs that are installed on this machine. */
    static PostgresProcess installed(Path programs) throws IOException, InterruptedException {
        Path data = newFolder();
        int port = freePort();
        run(programs.resolve("initdb"), "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C");
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=";
        run(programs.resolve("pg_ctl"), "-D", data, "-o", options, "-l", data.resolve("log"), "-w", "start");
        return new PostgresProcess(data, port);
    }

    private static void run(Object... command) throws IOException, InterruptedException {
        String[] words = Stream.of(command).map(Object::toString).toArray(String[]::new);
        Optional<String> failure = DebianPackages.run(HOME, DebianPackages.notAsRoot(words));
        if (failure.isPresent()) {
            throw new IOException(failure.get());
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** A new name in the folder of all servers, in which nothing is left from JVMs that have ended. */
    static Path newFolder() throws IOException {
        Files.createDirectories(HOME);
        removeLeftovers();
        return HOME.resolve(ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet());
    }

    static Path home() {
        return HOME;
    }

    private static int start(Path data, int port, String... settings) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on");
        for (int i = 0; i < settings.length; i += 2) {
            builder.setServerConfig(settings[i], settings[i + 1]);
        }
        return (port == 0 ? builder : builder.setPort(port)).start().getPort();
    }

    private static void removeLeftovers() throws IOException {
        try (Stream<Path> folders = Files.list(HOME)) {
            for (Path folder : folders.filter(
                            each -> NAME.matcher(each.getFileName().toString()).matches())
                    .toList()) {
                String name = folder.getFileName().toString();
                long owner = Long.parseLong(name.substring(0, name.indexOf('-')));
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
        for (String name : List.of("postmaster.pid", "pgbouncer.pid")) {
            Path file = data.resolve(name);
            if (Files.exists(file)) {
                long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
                return ProcessHandle.of(pid)
                        .filter(process -> process.info().command().orElse("").matches(".*(postgres|pgbouncer)"));
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

    int port() {
        return port;
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
        Files.deleteIfExists(data.resolve("epg-lock"));
        assertThat(start(data, port)).isEqualTo(port);
    }

    @Override
    public void close() {
        try {
            handle(data).ifPresent(PostgresProcess::destroy);
            remove(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
