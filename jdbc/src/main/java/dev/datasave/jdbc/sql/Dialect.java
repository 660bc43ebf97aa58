package dev.datasave.jdbc.sql;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.sql.SQLException;
import java.time.InstantSource;
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
 *   <li>Transactions are the dialect's, too. {@link #find} and {@link #carryOut} take as many as the database needs, and repeat those that it rolled back, as
 *       after a deadlock. A body neither begins nor ends a transaction, and whatever it throws rolls back.
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
     * Runs a body in a write transaction, which it may share with others, and returns when that is committed. For writes that are not judged.
     *
     * @param powerSafe whether it must survive a power cut when this returns
     * @param weight about how many small rows it writes
     */
    <T> T write(boolean powerSafe, int weight, Body<T> body);

    /** The current entries in the order of the ids, tombstones included; empty where there is none. */
    List<Optional<Entry>> find(List<EntryId> ids);

    /**
     * Compares and sets: results in the order of the writes, each with the current entry where it was refused (R1, R7). Under {@link Atomicity#ALL}
     * all are carried out or none; what was repeated counts as carried out (R5, R8). It returns when what was carried out is committed, and survives a
     * power cut where a write asks for that. The dialect decides how many transactions that takes, and how other writers of the same entries are kept
     * out meanwhile.
     *
     * @param writes of different entries
     * @param clock gives the time of what is written (R4); it is read once nobody else can change the entries
     */
    List<WriteResult> carryOut(List<Write> writes, Atomicity atomicity, InstantSource clock);

    /** History was purged, or dropped: what was in it is to vanish from the database's files, too, as far as that can be done. */
    default void purged() {}

    /** Wake-ups between processes (P6). The storage has checked the names, and passes nothing on once it is closed. */
    Signals signals();

    Set<Capability> capabilities();

    /** Which database this is, and what its errors mean. */
    ErrorText errors();

    @Override
    void close();
}
