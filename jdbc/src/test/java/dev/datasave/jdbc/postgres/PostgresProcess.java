package dev.datasave.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.features.DebianPackages;
import dev.datasave.jdbc.features.SmallDisk;
import dev.datasave.jdbc.features.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A real PostgreSQL. */
final class PostgresProcess extends TestServer {
    private static final String SMALL = "small";
    private static final Set<String> OF_THE_PROCESS = Set.of("postmaster.pid", "postmaster.opts", "epg-lock");

    private final String database;

    private PostgresProcess(Path data, int port) {
        this(data, port, "postgres");
    }

    private PostgresProcess(Path data, int port, String database) {
        super(data, port);
        this.database = database;
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
            Path data = newFolder(home());
            return new PostgresProcess(data, start(data, 0, settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A second server, which follows this one by streaming and asynchronously. This one is killed for a moment, because its files are copied. */
    PostgresProcess standby() throws IOException {
        kill();
        Path copy = newFolder(home());
        try (Stream<Path> files = Files.walk(data())) {
            for (Path file : files.filter(
                            each -> !OF_THE_PROCESS.contains(each.getFileName().toString()))
                    .toList()) {
                Files.copy(file, copy.resolve(data().relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        startAgain();
        Files.createFile(copy.resolve("standby.signal"));
        Files.writeString(
                copy.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + port() + " user=postgres'\n");
        return new PostgresProcess(copy, start(copy, freePort()));
    }

    /** Waits until this standby has what its primary has committed. */
    void awaitAllOf(PostgresProcess primary) throws SQLException {
        String end = primary.run("SELECT pg_current_wal_insert_lsn()");
        await("SELECT pg_last_wal_replay_lsn() >= '" + end + "'");
    }

    /** This standby no longer hears of its primary. */
    void cutOff() throws SQLException {
        run("ALTER SYSTEM SET primary_conninfo = ''");
        run("SELECT pg_reload_conf()");
        await("SELECT count(*) = 0 FROM pg_stat_wal_receiver");
    }

    /** Makes this standby a primary. */
    void promote() throws SQLException {
        run("SELECT pg_promote()");
        await("SELECT NOT pg_is_in_recovery()");
    }

    private void await(String condition) throws SQLException {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!run(condition).equals("t")) {
            assertThat(System.nanoTime()).as(condition).isLessThan(end);
        }
    }

    /** A server of programs that are installed on this machine. */
    static PostgresProcess installed(Path programs) throws IOException, InterruptedException {
        Path data = newFolder(home());
        int port = freePort();
        run(programs.resolve("initdb"), "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C");
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=";
        run(programs.resolve("pg_ctl"), "-D", data, "-o", options, "-l", data.resolve("log"), "-w", "start");
        return new PostgresProcess(data, port);
    }

    /** A server whose database is on a small disk. */
    static PostgresProcess onSmallDisk(int megabytes) throws IOException, InterruptedException, SQLException {
        Path programs =
                Path.of(shared().process().info().command().orElseThrow()).getParent();
        Path data = newFolder(home());
        run(programs.resolve("initdb"), "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C");
        Path small = Files.createDirectory(data.resolve(SMALL));
        int port = freePort();
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=";
        List<String> start = List.of(
                "unshare",
                "-U",
                programs.resolve("pg_ctl").toString(),
                "-D",
                data.toString(),
                "-o",
                options,
                "-l",
                data.resolve("log").toString(),
                "-w",
                "start");
        Optional<String> failure = DebianPackages.run(home(), SmallDisk.command(small, megabytes, start));
        if (failure.isPresent()) {
            throw new IOException(failure.get());
        }
        PostgresProcess server = new PostgresProcess(data, port);
        server.run("CREATE TABLESPACE small LOCATION '" + small + "'");
        server.run("CREATE DATABASE small TABLESPACE small");
        return new PostgresProcess(data, port, "small");
    }

    /** Takes all room on its small disk; returns the file that has it. */
    Path fillDisk() throws IOException {
        return SmallDisk.fill(process(), data().resolve(SMALL));
    }

    private static void run(Object... command) throws IOException, InterruptedException {
        String[] words = Stream.of(command).map(Object::toString).toArray(String[]::new);
        Optional<String> failure = DebianPackages.run(home(), DebianPackages.notAsRoot(words));
        if (failure.isPresent()) {
            throw new IOException(failure.get());
        }
    }

    static Path home() throws IOException {
        return home("postgres");
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

    @Override
    public String url() {
        return url(database);
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database + "?user=postgres";
    }

    @Override
    public String table(String schema, String name) {
        return schema + "." + name;
    }

    @Override
    public String column(String name) {
        return name;
    }

    @Override
    public void cutAllConnections() throws SQLException {
        run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'DataSave'");
    }

    @Override
    public int blocked(String schema) throws SQLException {
        return Integer.parseInt(
                run("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE" + " '%"
                        + schema + "%' AND pid <> pg_backend_pid()"));
    }

    @Override
    public long deadlocks() throws SQLException {
        return Long.parseLong(run("SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'"));
    }

    /** Who looks for deadlocks first is the victim. */
    @Override
    public void neverTheVictim(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SET deadlock_timeout = '60s'");
        }
    }

    /** A new user who needs this password to log in; nobody else needs one. */
    void demandPassword(String user, String password) throws IOException, SQLException {
        run("CREATE ROLE " + user + " LOGIN SUPERUSER PASSWORD '" + password + "'");
        Path rules = data().resolve("pg_hba.conf");
        Files.writeString(rules, "host all " + user + " all scram-sha-256\n" + Files.readString(rules));
        run("SELECT pg_reload_conf()");
    }

    @Override
    public void startAgain() throws IOException {
        Files.deleteIfExists(data().resolve("epg-lock"));
        assertThat(start(data(), port())).isEqualTo(port());
    }
}
