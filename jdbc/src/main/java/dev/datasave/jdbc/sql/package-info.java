/** What is the same for all SQL databases: statements, rows, queries, and what a database has to do itself. Not API: it changes without notice. */
@org.jspecify.annotations.NullMarked
package dev.datasave.jdbc.sql;
