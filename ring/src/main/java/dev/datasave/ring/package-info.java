/** What the command line does with rings of Apache Cassandra, as a service of {@code cli}. */
@org.jspecify.annotations.NullMarked
package dev.datasave.ring;
