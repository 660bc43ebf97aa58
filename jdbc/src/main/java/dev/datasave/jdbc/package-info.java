/** Storages on SQL databases: {@link dev.datasave.jdbc.SqlStorage} is where to begin. */
@org.jspecify.annotations.NullMarked
package dev.datasave.jdbc;
