/** DataSave on a ring of Apache Cassandra. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-automatic") // the driver has only a name for its module
module dev.datasave.cassandra {
    requires transitive dev.datasave.core;
    requires java.driver.core;

    exports dev.datasave.cassandra;
}
