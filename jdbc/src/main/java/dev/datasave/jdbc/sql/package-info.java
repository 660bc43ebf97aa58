/**
 * Code that all SQL databases share: statements, rows, queries, and the interface that each database implements. Not API: it changes without notice.
 */
@org.jspecify.annotations.NullMarked
package dev.datasave.jdbc.sql;
