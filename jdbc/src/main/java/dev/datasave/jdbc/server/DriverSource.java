package dev.datasave.jdbc.server;

import dev.datasave.DataSaveException.StorageFailed;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connects by a driver that the user has put beside DataSave. It goes past {@link java.sql.DriverManager}, which finds no driver in the class loader
 * of a plug-in.
 */
public final class DriverSource implements DataSource {
    private final Driver driver;
    private final String url;
    private final Properties properties;
    private final List<String> first;

    private DriverSource(Driver driver, String url, Properties properties, List<String> first) {
        this.driver = driver;
        this.url = url;
        this.properties = properties;
        this.first = first;
    }

    /** The source of connections to one database, without the settings of {@link JdbcUrl} that the properties replace. */
    public static DriverSource of(Driver driver, JdbcUrl url, Properties properties) {
        return new DriverSource(driver, url.base(), properties, List.of());
    }

    /** The same, but each connection begins with these statements. */
    public DriverSource beginningWith(List<String> statements) {
        return new DriverSource(driver, url, properties, List.copyOf(statements));
    }

    /**
     * Finds the driver.
     *
     * @param artifact what to add if it is missing, as Maven and Gradle name it
     */
    public static Driver driver(String className, String artifact, String database) {
        return load(className, DriverSource.class.getClassLoader(), database)
                .or(() -> load(className, Thread.currentThread().getContextClassLoader(), database))
                .orElseThrow(() -> new StorageFailed(
                        database + ": found no driver " + className + ", expected the artifact " + artifact
                                + " among the dependencies of the game",
                        null));
    }

    private static Optional<Driver> load(String className, @Nullable ClassLoader loader, String database) {
        try {
            Class<?> found = Class.forName(className, true, loader);
            return Optional.of((Driver) found.getDeclaredConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new StorageFailed(database + ": found the driver " + className + " unusable", e);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = driver.connect(url, (Properties) properties.clone());
        if (connection == null) {
            throw new SQLException("a URL that its driver does not take", "08001");
        }
        try (Statement statement = connection.createStatement()) {
            for (String each : first) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            connection.abort(Runnable::run);
            throw e;
        }
        return connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("another user");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {} // it stands in the properties

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("java.util.logging");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("nothing of " + type + " is wrapped here");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
