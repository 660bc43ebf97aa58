/** Signals between servers by datagrams, for any database. Not API: it changes without notice. */
@org.jspecify.annotations.NullMarked
package dev.datasave.jdbc.network;
