package dev.datasave.jdbc.sql;

import org.jspecify.annotations.Nullable;

/** The words for people about one database: which one it is, and what its errors mean. */
public interface ErrorText {

    /** The exception that the caller of the storage gets for this cause. */
    RuntimeException explain(@Nullable Throwable cause);

    /** Which database it is, as messages begin; never with a password. */
    @Override
    String toString();
}
