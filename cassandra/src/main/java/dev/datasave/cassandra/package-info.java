/** DataSave on a ring of Apache Cassandra, for those who outgrow one database server or can't have the gap of a fail-over. */
@org.jspecify.annotations.NullMarked
package dev.datasave.cassandra;
