package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.server.DriverSource;
import dev.datasave.jdbc.server.JdbcUrl;
import dev.datasave.jdbc.server.LinkPool;
import dev.datasave.jdbc.server.Migration;
import dev.datasave.jdbc.server.ServerDialect;
import dev.datasave.jdbc.server.ServerErrors;
import dev.datasave.jdbc.server.ServerOptions;
import dev.datasave.jdbc.sql.Dialect;
import dev.datasave.jdbc.sql.Sql;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Opens a PostgreSQL database: looks at the server, decides how connections are used, brings the tables up to date, and begins to listen. */
public final class Postgres {
    /** How its URLs begin. */
    public static final String SCHEME = "jdbc:postgresql:";

    private static final String UNSUPPORTED_STARTUP = "08P01";

    private Postgres() {}

    /** Opens the database at a URL. */
    public static Dialect open(String url, ServerOptions options) {
        return open(url, options, () -> Duration.ZERO);
    }

    /** Like {@link #open(String, ServerOptions)}, with a clock that goes ahead of the server's. */
    static Dialect open(String url, ServerOptions options, Supplier<Duration> ahead) {
        JdbcUrl place = JdbcUrl.parse(url);
        ServerErrors errors = errors(place, options);
        Driver driver = driver();
        PostgresSettings first = PostgresSettings.first(options, options.listeningUrl() != null);
        try {
            PostgresSettings settings = settle(driver, place, first, errors);
            DataSource source = DriverSource.of(driver, place, settings.ofConnection(place, !settings.isPooled()));
            return open(source, true, listening(driver, place, settings), settings, errors, ahead);
        } catch (SQLException e) {
            throw errors.explain(e);
        }
    }

    /** Opens the database to which the user's own pool leads. */
    public static Dialect of(DataSource source, ServerOptions options) {
        ServerErrors errors = errors(new JdbcUrl(SCHEME + "(a DataSource)", Map.of()), options);
        try {
            PostgresSettings settings;
            try (Connection connection = source.getConnection()) {
                settings = settle(connection, PostgresSettings.first(options, true), errors);
            }
            String url = options.listeningUrl();
            DataSource listening = url == null ? source : listening(driver(), JdbcUrl.parse(url), settings);
            return open(source, false, listening, settings, errors, () -> Duration.ZERO);
        } catch (SQLException e) {
            throw errors.explain(e);
        }
    }

    private static Driver driver() {
        return DriverSource.driver("org.postgresql.Driver", "org.postgresql:postgresql", "PostgreSQL");
    }

    private static ServerErrors errors(JdbcUrl url, ServerOptions options) {
        return ServerErrors.of("PostgreSQL", url, options, PostgresErrors::meaning);
    }

    /** Finds out by a first connection whether there is a pooler in between, and what the server is like. */
    private static PostgresSettings settle(Driver driver, JdbcUrl url, PostgresSettings first, ServerErrors errors)
            throws SQLException {
        try (Connection connection = DriverSource.of(driver, url, first.ofConnection(url, !first.isPooled()))
                .getConnection()) {
            return settle(connection, first, errors);
        } catch (SQLException e) {
            if (first.isPooled() || !UNSUPPORTED_STARTUP.equals(e.getSQLState())) {
                throw e;
            }
            return settle(driver, url, first.pooled(), errors);
        }
    }

    private static PostgresSettings settle(Connection connection, PostgresSettings first, ServerErrors errors)
            throws SQLException {
        PostgresFacts facts = PostgresFacts.of(connection);
        facts.check(errors);
        return facts.settle(first, connection);
    }

    /** Where to listen: at the URL for that, which goes past the pooler, else at the one for everything. */
    private static DataSource listening(Driver driver, JdbcUrl url, PostgresSettings settings) {
        String other = settings.options().listeningUrl();
        JdbcUrl place = other == null ? url : JdbcUrl.parse(other);
        return DriverSource.of(driver, place, settings.ofConnection(place, false));
    }

    private static Dialect open(
            DataSource source,
            boolean pool,
            DataSource listening,
            PostgresSettings settings,
            ServerErrors errors,
            Supplier<Duration> ahead)
            throws SQLException {
        ServerOptions options = settings.options();
        Sql sql = new Sql(
                "postgres", Map.of("schema", '"' + options.schema() + '"', "settings", settings.ofTransaction()));
        PostgresServer server = new PostgresServer(sql, settings, ahead);
        LinkPool links = pool
                ? LinkPool.pool(source, server, "datasave-" + options.schema(), options)
                : LinkPool.of(source, server);
        try {
            links.use(link -> {
                PostgresSchema tables = new PostgresSchema(link, sql, options.schema());
                new Migration(tables, errors, PostgresSchema.VERSION, options).prepare();
                return true;
            });
            PostgresSignals signals = PostgresSignals.open(listening, options, errors);
            return new ServerDialect(server, links, signals, errors, options);
        } catch (SQLException | RuntimeException e) {
            links.close();
            throw e;
        }
    }
}
