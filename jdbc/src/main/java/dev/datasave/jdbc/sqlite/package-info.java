/** Storages in an SQLite file, which many processes of one machine may have open at once. Not API: it changes without notice. */
@org.jspecify.annotations.NullMarked
package dev.datasave.jdbc.sqlite;
