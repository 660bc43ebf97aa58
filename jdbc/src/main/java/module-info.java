/** DataSave on an SQL database. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-automatic") // PostgreSQL's driver has no module descriptor, but a fixed name
module dev.datasave.jdbc {
    requires transitive dev.datasave.core;
    requires transitive java.sql;
    requires com.zaxxer.hikari;
    requires org.xerial.sqlitejdbc;
    requires static org.postgresql.jdbc;

    exports dev.datasave.jdbc;
}
