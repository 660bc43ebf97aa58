package dev.datasave.cli.database;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/**
 * A PostgreSQL server from the programs of {@code io.zonky.test}. They are no dependency of the command line, because most runs do not need them: the
 * launcher fetches them when they are asked for, and they are named only when one is started.
 */
final class LocalPostgres extends LocalServer {
    private static final String LIBRARY = "io.zonky.test.db.postgres.embedded.EmbeddedPostgres";
    private static final String LOCK_OF_LIBRARY = "epg-lock";
    /** The library's own settings leave out what makes a commit survive a power cut. */
    private static final Map<String, String> SETTINGS =
            Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on", "max_connections", "300");

    private static final Duration START = Duration.ofMinutes(1);
    private static final String CUT = "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity"
            + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1) AS victim";

    private final Path data;
    private final int port;

    private LocalPostgres(Path data, int port, ServerProcesses processes) {
        super(processes, "-INT"); // PostgreSQL's fast shutdown
        this.data = data;
        this.port = port;
    }

    static LocalPostgres start(Path folder) throws IOException {
        Path data = folder.resolve("postgres");
        int port = start(data, 0);
        return new LocalPostgres(data, port, ServerProcesses.guard(data.resolve("postmaster.pid")));
    }

    /** Starts a server on this data; port 0 = any. Returns its port. */
    private static int start(Path data, int port) throws IOException {
        try {
            Class<?> library = Class.forName(LIBRARY);
            Object builder = library.getMethod("builder").invoke(null);
            set(builder, "setDataDirectory", Path.class, data);
            set(builder, "setCleanDataDirectory", boolean.class, false);
            set(builder, "setRegisterShutdownHook", boolean.class, false);
            set(builder, "setPGStartupWait", Duration.class, START);
            set(builder, "setPort", int.class, port);
            for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
                builder.getClass()
                        .getMethod("setServerConfig", String.class, String.class)
                        .invoke(builder, setting.getKey(), setting.getValue());
            }
            Object server = builder.getClass().getMethod("start").invoke(builder);
            return (int) library.getMethod("getPort").invoke(server);
        } catch (InvocationTargetException e) {
            throw new IOException("a PostgreSQL server did not start: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IOException(
                    "found no PostgreSQL programs in this build, expected " + LIBRARY
                            + "; run ./datasave, which fetches them, or give a server of yours by --jdbc-url",
                    e);
        }
    }

    private static void set(Object builder, String name, Class<?> type, Object value)
            throws ReflectiveOperationException {
        builder.getClass().getMethod(name, type).invoke(builder, value);
    }

    @Override
    public String name() {
        try {
            return "PostgreSQL " + ask("SHOW server_version");
        } catch (SQLException e) {
            return "PostgreSQL";
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Place place(int through) {
        return Place.server("jdbc:postgresql://127.0.0.1:" + through + "/postgres?user=postgres");
    }

    /** Runs a statement; returns the first column of its first row, or an empty text. */
    private String ask(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(place().url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    @Override
    public int cutOne() throws SQLException {
        return ask(CUT).equals("t") ? 1 : 0;
    }

    @Override
    public void startAgain() throws IOException {
        Files.deleteIfExists(data.resolve(LOCK_OF_LIBRARY));
        int again = start(data, port);
        if (again != port) {
            throw new IOException("found port " + again + ", expected " + port);
        }
    }
}
