package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.server.DriverSource;
import java.sql.Driver;
import java.util.Arrays;
import java.util.Optional;

/** The drivers that lead to MariaDB and MySQL. Each of them can be used with both. */
enum MariaDriver {
    MARIADB("MariaDB", "jdbc:mariadb:", "org.mariadb.jdbc.Driver", "org.mariadb.jdbc:mariadb-java-client"),
    MYSQL("MySQL", "jdbc:mysql:", "com.mysql.cj.jdbc.Driver", "com.mysql:mysql-connector-j");

    private final String database;
    private final String scheme;
    private final String className;
    private final String artifact;

    MariaDriver(String database, String scheme, String className, String artifact) {
        this.database = database;
        this.scheme = scheme;
        this.className = className;
        this.artifact = artifact;
    }

    /** The driver for a URL, by how it begins. */
    static Optional<MariaDriver> of(String url) {
        return Arrays.stream(values())
                .filter(each -> url.startsWith(each.scheme))
                .findFirst();
    }

    String database() {
        return database;
    }

    Driver load() {
        return DriverSource.driver(className, artifact, database);
    }
}
