/** PostgreSQL: its tables, its statements, LISTEN and NOTIFY. Not API: it changes without notice. */
@org.jspecify.annotations.NullMarked
package dev.datasave.jdbc.postgres;
