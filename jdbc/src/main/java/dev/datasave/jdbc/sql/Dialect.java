package dev.datasave.jdbc.sql;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An open database, with everything that differs between databases: how connections are opened, shared and kept within the call time-out (R8), the
 * texts of the SQL statements (see {@link Sql}), how a compare and set is carried out, and how other processes are told. Thread-safe.
 *
 * <ul>
 *   <li>A static method of the dialect opens it. That method takes options as values, and the tables are up to date when it returns.
 *   <li>The dialect owns the connections and threads: one writer and a few readers for a file, a pool for a server. A body runs on any thread, gets a
 *       link for that one run, and keeps nothing of it.
 *   <li>The dialect owns the transactions, too. {@link #find} and {@link #carryOut} use as many as the database needs, and repeat those that it
 *       rolled back, as after a deadlock. A body neither begins nor ends a transaction, and whatever it throws rolls back.
 * </ul>
 */
public interface Dialect extends AutoCloseable {

    /** The work of one call on a connection, inside a transaction. It may run again after a rollback. */
    @FunctionalInterface
    interface Body<T> {
        T run(Link link) throws SQLException;
    }

    /** Runs a body in a read transaction of its own, which sees one point in time. */
    <T> T read(Body<T> body);

    /** Runs a body of one query, which sees one point in time even without a transaction; by default like {@link #read}. */
    default <T> T query(Body<T> body) {
        return read(body);
    }

    /**
     * Runs a body in a write transaction, which it may share with others, and returns when that is committed. Only for writes that compare nothing;
     * the others go through {@link #carryOut}.
     *
     * @param powerSafe whether the changes must survive a power cut once this returns
     * @param weight roughly how many small rows the body writes
     */
    <T> T write(boolean powerSafe, int weight, Body<T> body);

    /**
     * The current entries in the order of the ids, tombstones included; empty where there is none. A damaged entry is answered as such. That there is none
     * should not depend on a single index, where the database does not check its pages itself.
     */
    List<Optional<Entry>> find(List<EntryId> ids);

    /**
     * Compares and sets: results in the order of the writes, each with the current entry where it was refused (R1, R7). Under {@link Atomicity#ALL}
     * all are carried out or none; what was repeated counts as carried out (R5, R8). It returns when what was carried out is committed, and survives
     * a power cut where a write asks for that. The dialect decides how many transactions it needs, and how other writers of the same entries are kept
     * out meanwhile.
     *
     * <p>The time of what is written (R4) is read once nobody else can change the entries.
     *
     * @param writes of different entries
     */
    List<WriteResult> carryOut(List<Write> writes, Atomicity atomicity);

    /** The time by the storage's clock (R4), to the millisecond. */
    Instant now(Link link) throws SQLException;

    /**
     * Looks for damage in all that is stored: at least a row that does not match its {@linkplain Checksums checksum}, and what the database itself can find.
     * One line for each, at most a hundred. It is not limited by the call time-out, and other calls go on meanwhile.
     */
    List<String> check();

    /**
     * A view of everything (see {@link TransferView}), on a connection of its own, in the threads of the caller. It is not limited by the call time-out.
     */
    Storage.Transfer.View view();

    /** Adds revisions as they are, all or none; returns how many were not there. They survive a power cut when this returns. */
    int add(List<Storage.Transfer.Revision> revisions);

    /** Tells that history was purged or dropped. Its contents should vanish from the database's files, too, as far as that is possible. */
    default void purged() {}

    /** Wake-ups between processes (P6). The storage has checked the names, and passes nothing on once it is closed. */
    Signals signals();

    /** Tells that signals also come another way: where this database has to be asked for them, it may be asked less often. */
    default void relaxSignals() {}

    Set<Capability> capabilities();

    /** Names this database, and explains its errors. */
    ErrorText errors();

    @Override
    void close();
}
