/** Storages in an SQLite file, which many processes of one machine may have open. Not API: it changes without notice. */
@org.jspecify.annotations.NullMarked
package dev.datasave.jdbc.sqlite;
