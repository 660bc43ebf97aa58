package dev.datasave.jdbc.server;

import dev.datasave.jdbc.sql.Link;
import dev.datasave.jdbc.sql.Sql;
import dev.datasave.jdbc.sql.Writes;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage.Transfer.Revision;
import dev.datasave.spi.Write;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything that differs between the databases that are servers. {@link ServerDialect} makes a dialect of it. Thread-safe. */
public interface Server {

    /** Its SQL texts. {@code begin_write} states the isolation level READ COMMITTED, see {@link #find}; {@code begin_view} begins to read one moment without time-outs. */
    Sql sql();

    /**
     * Whether even a single statement runs in a transaction that begins with {@code begin_write}, because the connection has no settings of its own:
     * a pooler gives it to others between two attempts.
     */
    boolean isPooled();

    /** What an error means for the call and for its connection. Decided by the code that the database gives, never by class or text. */
    Trouble trouble(SQLException error);

    /** What an error means for people: "found …, expected …". Never contains what was written. */
    String meaning(SQLException error);

    /** What an error means for the call and for its connection. */
    enum Trouble {
        /** The database has rolled back the transaction, and the same one may succeed at the next try. */
        NOT_DONE,
        /** The connection is of no use any more, whatever its own methods say, and the others of the pool may be in the same state. */
        LOST,
        /** Everything else: the connection goes on after a rollback. */
        OTHER
    }

    /**
     * Carries out those writes that are based on the current entry (R1, R6), each completely or not at all, and leaves the others. It locks the
     * entries in the order in which the writes are given, and changes them afterwards. An entry that another transaction creates meanwhile is one of
     * "the others".
     *
     * @param writes of different entries, in the order of their ids
     * @return the ids of the writes that were carried out, each with its time
     */
    Map<EntryId, Instant> apply(Link link, List<Write> writes) throws SQLException;

    /** Like {@link #apply}, as a transaction of its own, which is committed when this returns and rolled back when it throws. */
    default Map<EntryId, Instant> applyAlone(Link link, List<Write> writes) throws SQLException {
        return link.writing(inside -> apply(inside, writes));
    }

    /** About how many characters one {@link #apply} takes at most, so that neither side runs out of memory; one large write may have more. */
    default int mostCharacters() {
        return 16 << 20;
    }

    /**
     * The current entries with these ids, tombstones included. At READ COMMITTED, a statement sees everything that was committed before it began.
     *
     * @param ids in order, if they are to be locked
     * @param locking whether the entries stay locked until the transaction ends; ids without an entry are not locked
     */
    Map<EntryId, Entry> find(Link link, List<EntryId> ids, boolean locking) throws SQLException;

    /** Adds revisions as they are, in the transaction of the link; returns how many were not there. By default one after the other. */
    default int add(Link link, List<Revision> revisions) throws SQLException {
        return Writes.add(link, revisions, true);
    }

    /**
     * What is wrong with the indexes: those that are missing, those that the database itself does not use, and, as far as it can tell, those that do not fit their
     * tables. One line for each, none if all is well. It may take minutes, and begins and ends transactions of the link as it likes.
     */
    List<String> indexDamages(Link link) throws SQLException;

    /** By how much this storage's clock goes ahead of the server's; zero but in tests. */
    Duration ahead();

    /** Whether what the server has confirmed survives a power cut. */
    boolean isPowerSafe();

    /** The time by the server's clock (R4), to the millisecond. */
    default Instant now(Link link) throws SQLException {
        return link.first("now", row -> Instant.ofEpochMilli(row.getLong(1)), ahead().toMillis())
                .orElseThrow();
    }

    /** What storages on this server can do, but for {@link Capability#PUSH}, which its signals decide. */
    default Set<Capability> capabilities() {
        Set<Capability> all = EnumSet.allOf(Capability.class);
        all.remove(Capability.PUSH);
        if (!isPowerSafe()) {
            all.remove(Capability.POWER_SAFE);
        }
        return all;
    }
}
