/**
 * {@code ALL} over several entries of a database whose conditional writes reach no further than one partition (R5): a commit protocol of intents and one
 * decision. Knows no driver and no statement; {@link dev.datasave.cassandra.together.IntentTables} is what it asks of the database. Not API: it changes
 * without notice.
 */
@org.jspecify.annotations.NullMarked
package dev.datasave.cassandra.together;
