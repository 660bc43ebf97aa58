/** Starts a small ring of Apache Cassandra on this machine, for tests and demos. It has no dependency; Cassandra's jars are found in a folder. */
@org.jspecify.annotations.NullMarked
package dev.datasave.nodes;
