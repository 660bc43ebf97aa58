/** DataSave on an SQL database. */
@org.jspecify.annotations.NullMarked
module dev.datasave.jdbc {
    requires transitive dev.datasave.core;
    requires transitive java.sql;
    requires dev.datasave.signals;
    requires com.zaxxer.hikari;
    requires org.xerial.sqlitejdbc;

    exports dev.datasave.jdbc;
}
