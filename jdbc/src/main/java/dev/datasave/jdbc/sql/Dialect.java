package dev.datasave.jdbc.sql;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An open database, and what differs from one to another: how connections are opened, shared and kept within the call time-out (R8), the texts of the SQL
 * statements (see {@link Sql}), how a compare and set is carried out, and how other processes are told. Thread-safe.
 *
 * <ul>
 *   <li>It is opened by a static method of the dialect, which takes options as values, and whose tables are up to date when it returns.
 *   <li>Connections and threads are the dialect's: one writer and a few readers for a file, a pool for a server. A body runs on any thread, gets a link for
 *       that one run, and keeps nothing of it.
 *   <li>Transactions are the dialect's, too: a body neither begins nor ends one, and whatever it throws rolls back.
 * </ul>
 */
public interface Dialect extends AutoCloseable {

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

    /** The current entries in the order of the ids, tombstones included; empty where there is none. Within {@link #read}. */
    List<Optional<Entry>> find(Link link, List<EntryId> ids) throws SQLException;

    /**
     * Compares and sets, within {@link #write}: results in the order of the writes, each with the current entry where it was refused (R1, R7).
     * Under {@link Atomicity#ALL} all are carried out or none; what was repeated counts as carried out (R5, R8). A refusal leaves nothing in the
     * transaction, which others may share. How those who write the same entries meanwhile are kept out is up to the dialect.
     *
     * @param writes of different entries
     * @param now the time of what is written (R4)
     */
    List<WriteResult> carryOut(Link link, List<Write> writes, Atomicity atomicity, Instant now) throws SQLException;

    /** History was purged, or dropped: what was in it is to vanish from the database's files, too, as far as that can be done. */
    default void purged() {}

    Signals signals();

    Set<Capability> capabilities();

    /** Which database this is, and what its errors mean. */
    ErrorText errors();

    @Override
    void close();
}
