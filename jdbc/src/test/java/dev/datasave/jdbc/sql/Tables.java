package dev.datasave.jdbc.sql;

import dev.datasave.jdbc.SqlStorage;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The tables of an SQLite file, for tests of what all databases share. */
final class Tables {
    private Tables() {}

    /** A link to the tables of a file, which are created where there are none. */
    static Link of(Path file) throws SQLException {
        SqlStorage.sqlite(file).close();
        return new Link(DriverManager.getConnection("jdbc:sqlite:" + file), new Sql("sqlite"));
    }
}
