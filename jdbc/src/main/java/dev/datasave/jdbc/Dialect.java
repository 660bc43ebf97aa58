package dev.datasave.jdbc;

import dev.datasave.spi.Capability;
import dev.datasave.spi.Signals;
import java.sql.SQLException;
import java.util.Set;

/**
 * What differs from database to database: how connections are opened, shared and kept within the call time-out, the texts of the
 * SQL statements (see {@link Sql}), and how other processes are told. Thread-safe.
 */
interface Dialect extends AutoCloseable {

    /** What one call does with a connection, inside a transaction; may run again after a rollback. */
    @FunctionalInterface
    interface Body<T> {
        T run(Link link) throws SQLException;
    }

    /** Runs a body in a read transaction of its own, which sees one point in time. */
    <T> T read(Body<T> body);

    /**
     * Runs a body in a write transaction, which it may share with others, and returns when that is committed.
     *
     * @param powerSafe whether it must survive a power cut when this returns
     * @param weight about how many small rows it writes
     */
    <T> T write(boolean powerSafe, int weight, Body<T> body);

    /** History was purged, or dropped: what was in it is to vanish from the database's files, too, as far as that can be done. */
    default void purged() {}

    Signals signals();

    Set<Capability> capabilities();

    /** Which database this is, and what its errors mean. */
    ErrorText errors();

    @Override
    void close();
}
