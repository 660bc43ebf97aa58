/** DataSave on an SQL database. */
@org.jspecify.annotations.NullMarked
module dev.datasave.jdbc {
    requires transitive dev.datasave.core;
    requires java.sql;
    requires org.xerial.sqlitejdbc;

    exports dev.datasave.jdbc;
}
