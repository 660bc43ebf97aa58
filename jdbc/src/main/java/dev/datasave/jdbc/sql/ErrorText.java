package dev.datasave.jdbc.sql;

import org.jspecify.annotations.Nullable;

/** Names one database, and explains its errors to people. */
public interface ErrorText {

    /** The exception that the caller of the storage gets for this cause. */
    RuntimeException explain(@Nullable Throwable cause);

    /** The name with which messages about this database begin; never contains a password. */
    @Override
    String toString();
}
