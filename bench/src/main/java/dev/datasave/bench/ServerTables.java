package dev.datasave.bench;

import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Tables of a benchmark's own on a database server.
 *
 * @param url the server's JDBC URL, which may contain a password
 * @param schema the name under which the tables stand
 * @param signals where storages listen for datagrams, if they do
 */
record ServerTables(String url, String schema, Optional<String> signals) {
    private static final String POSTGRES = "jdbc:postgresql:";

    boolean isPostgres() {
        return url.startsWith(POSTGRES);
    }

    /** The database's name, for people. */
    String product() {
        return isPostgres() ? "PostgreSQL" : url.startsWith("jdbc:mysql:") ? "MySQL" : "MariaDB";
    }

    /** What a table is called in statements. */
    String table(String name) {
        return isPostgres() ? schema + "." + name : schema + "_" + name;
    }

    Storage open() {
        SqlOptions options = SqlOptions.defaults().schema(schema);
        return SqlStorage.open(url, signals.map(options::networkSignals).orElse(options));
    }

    /** Makes the tables, with this many profiles in them. */
    void fill(int profiles) {
        try (Storage storage = open()) {
            RawSqlite.fill(storage, profiles);
        }
    }

    Connection connect() throws SQLException {
        Properties properties = new Properties();
        if (url.startsWith(
                "jdbc:mariadb:")) { // else its driver sends batches of INSERT … SELECT in a way that the server refuses
            properties.setProperty("useBulkStmtsForInserts", "false");
        }
        return DriverManager.getConnection(url, properties);
    }

    /** How many transactions (PostgreSQL) or statements (the others) the whole server has carried out. */
    long work() throws SQLException {
        String question = isPostgres()
                ? "SELECT sum(xact_commit + xact_rollback)::bigint FROM pg_stat_database"
                : "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'QUESTIONS'";
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Removes them all. */
    void drop() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            if (isPostgres()) {
                statement.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
                return;
            }
            statement.execute("SET foreign_key_checks = 0");
            for (String drop : drops(statement)) {
                statement.execute(drop);
            }
        }
    }

    private List<String> drops(Statement statement) throws SQLException {
        List<String> drops = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT table_name, table_type FROM information_schema.tables"
                + " WHERE table_schema = DATABASE() AND LEFT(table_name, " + (schema.length() + 1) + ") = '" + schema
                + "_'")) {
            while (rows.next()) {
                String kind = rows.getString(2).equals("VIEW") ? "VIEW" : "TABLE";
                drops.add("DROP " + kind + " " + rows.getString(1));
            }
        }
        return drops;
    }
}
