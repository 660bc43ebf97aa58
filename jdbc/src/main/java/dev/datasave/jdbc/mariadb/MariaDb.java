package dev.datasave.jdbc.mariadb;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.server.DriverSource;
import dev.datasave.jdbc.server.JdbcUrl;
import dev.datasave.jdbc.server.LinkPool;
import dev.datasave.jdbc.server.Migration;
import dev.datasave.jdbc.server.PolledSignals;
import dev.datasave.jdbc.server.Server.Trouble;
import dev.datasave.jdbc.server.ServerDialect;
import dev.datasave.jdbc.server.ServerErrors;
import dev.datasave.jdbc.server.ServerOptions;
import dev.datasave.jdbc.server.ServerSignals;
import dev.datasave.jdbc.sql.Dialect;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Opens a MariaDB or MySQL database: looks at the server, decides how connections are used, brings the tables up to date, and rehearses. */
public final class MariaDb {
    private MariaDb() {}

    /** Whether a URL leads to one of these databases. */
    public static boolean takes(String url) {
        return MariaDriver.of(url).isPresent();
    }

    /** Opens the database at a URL. */
    public static Dialect open(String url, ServerOptions options) {
        return open(url, options, () -> Duration.ZERO);
    }

    /** Like {@link #open(String, ServerOptions)}, with a clock that goes ahead of the server's. */
    static Dialect open(String url, ServerOptions options, Supplier<Duration> ahead) {
        JdbcUrl place = JdbcUrl.parse(url);
        MariaDriver driver = MariaDriver.of(url).orElseThrow();
        ServerErrors errors = ServerErrors.of(driver.database(), place, options, MariaErrors::meaning);
        Driver loaded = driver.load();
        DriverSource source = DriverSource.of(loaded, place, MariaSettings.ofConnection(place, options));
        try {
            MariaFacts facts = facts(source);
            facts.check(errors);
            MariaServer server = new MariaServer(options.schema(), facts, ahead);
            migrate(LinkPool.of(patient(loaded, place, facts, options), server), server, errors, options);
            DataSource beginning = source.beginningWith(MariaSettings.first(facts, options));
            LinkPool links = LinkPool.pool(beginning, server, "datasave-" + options.schema(), options);
            DataSource forSignals = source.beginningWith(MariaSettings.firstForSignals(facts, options));
            return open(links, LinkPool.of(forSignals, server), server, errors, options);
        } catch (SQLException e) {
            throw errors.explain(e);
        }
    }

    /** Opens the database to which the user's own pool leads. */
    public static Dialect of(DataSource source, String product, ServerOptions options) {
        ServerErrors errors =
                ServerErrors.of(product, new JdbcUrl("jdbc::(a DataSource)", Map.of()), options, MariaErrors::meaning);
        try {
            MariaFacts facts = facts(source);
            facts.check(errors);
            facts.checkPool(errors, options.callTimeout().toMillis());
            checkSeveral(source, errors);
            MariaServer server = new MariaServer(options.schema(), facts, () -> Duration.ZERO);
            migrate(LinkPool.of(source, server), server, errors, options);
            LinkPool links = LinkPool.of(source, server);
            return open(links, links, server, errors, options);
        } catch (SQLException e) {
            throw errors.explain(e);
        }
    }

    private static MariaFacts facts(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return MariaFacts.of(connection);
        }
    }

    private static void checkSeveral(DataSource source, ServerErrors errors) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement several = connection.prepareStatement("DO ?; DO ?")) {
            several.setInt(1, 0);
            several.setInt(2, 0);
            boolean unused = several.execute();
        } catch (SQLException e) {
            if (MariaErrors.trouble(e) == Trouble.LOST) {
                throw e;
            }
            throw new StorageFailed(
                    errors + ": found a pool whose connections take one statement at a time, expected"
                            + " allowMultiQueries=true in its URL; nothing was changed",
                    e);
        }
    }

    /** Connections that may take as long as opening: changing tables can take longer than a call. */
    private static DataSource patient(Driver driver, JdbcUrl place, MariaFacts facts, ServerOptions options) {
        boolean isLonger = options.openTimeout().compareTo(options.callTimeout()) > 0;
        ServerOptions patient = isLonger ? options.callTimeout(options.openTimeout()) : options;
        return DriverSource.of(driver, place, MariaSettings.ofConnection(place, patient))
                .beginningWith(MariaSettings.first(facts, patient));
    }

    private static void migrate(LinkPool links, MariaServer server, ServerErrors errors, ServerOptions options)
            throws SQLException {
        boolean unused = links.use(link -> {
            MariaSchema tables = new MariaSchema(link, server.sql(), options.schema());
            new Migration(tables, errors, MariaSchema.VERSION, options).prepare();
            return true;
        });
    }

    private static Dialect open(
            LinkPool links, LinkPool forSignals, MariaServer server, ServerErrors errors, ServerOptions options) {
        ServerSignals signals = PolledSignals.open(forSignals, server, errors, options);
        ServerDialect dialect = new ServerDialect(server, links, signals, errors, options);
        try {
            boolean unused = dialect.write(true, 1, new MariaRehearsal(server, errors)::play);
            return dialect;
        } catch (RuntimeException e) {
            dialect.close();
            throw e;
        }
    }
}
