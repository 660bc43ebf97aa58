/**
 * What databases that are servers have in common: connections, time-outs, what is repeated after an error, batches of writes, signals. Not API: it changes
 * without notice.
 */
@org.jspecify.annotations.NullMarked
package dev.datasave.jdbc.server;
