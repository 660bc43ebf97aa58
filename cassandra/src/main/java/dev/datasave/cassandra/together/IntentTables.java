package dev.datasave.cassandra.together;

import dev.datasave.spi.EntryId;
import java.util.concurrent.CompletableFuture;

/**
 * What the protocol asks of the database. Each step is one lightweight transaction on one partition, or one read at SERIAL.
 *
 * <p><b>A conditional step answers what stands after it</b>, whether this call changed something or not. So it does not matter whether the server says
 * "applied" or "not applied" (it says the latter, too, when another node has completed the proposal of this very call), and a step of unknown outcome is
 * decided by repeating it: the repetition reads at SERIAL, compares, and only acts if nothing has been done (R8). Each step may therefore be carried out
 * once, twice, late, or never.
 *
 * <p>A step fails (its future ends with an exception) if its outcome is unknown: a time-out, a closed connection, an error of the server. It must not be
 * repeated behind the caller's back: no retries by the driver, no speculative execution.
 *
 * <p><b>What the storage owes for its own statements:</b> every other conditional statement that changes the current entry (a write, a forget, the sweep of
 * a tombstone) has {@code tx = null} among its conditions. Code that is refused asks {@link Standing#obstacle}. If there is one, it calls {@link Together#settle}
 * and tries again. It does so even if the revision does not fit, because the write may be based on what the intent makes of the entry. Reads of
 * current entries go through {@link Together#read}, or through {@link Together#resolve} for what was read already. No plain statement ever touches these
 * columns, rows and tables.
 *
 * <p>Thread-safe. The futures may end on any thread, and what the protocol does then takes microseconds.
 */
public interface IntentTables {

    /** Reads an entry and its intent at SERIAL, in one statement. */
    CompletableFuture<Partition> read(EntryId id);

    /**
     * Puts an intent on its entry, if the entry has the revision and write id that the intent's write is based on, and no intent stands on it:
     * {@code UPDATE entry SET tx=:tx … IF rev=:x AND wid=:xw AND tx=null} and the {@code INSERT} of the intent's row, in one conditional batch. Where the
     * write is based on nothing: {@code IF rev=null AND tx=null}. Index rows that the new content needs are added before, as for a single write.
     *
     * @return what stands after it; the intent stands exactly if {@link Standing#tx()} is its try
     */
    CompletableFuture<Standing> put(Intent intent);

    /**
     * Makes the intent of that try the current entry, if it stands on the entry: reads the entry, then in one conditional batch, {@code IF tx=:tx}, the
     * {@code UPDATE} of the current columns with {@code tx=null}, the {@code DELETE} of the intent's row, and the {@code INSERT} of the superseded revision
     * with its end, or the purge. A forget deletes instead. Between the read and the batch nothing of the entry can change, because the intent stands there.
     *
     * @return ends when no intent of that try stands on the entry
     */
    CompletableFuture<Void> apply(EntryId id, String tx);

    /**
     * Removes the intent of that try, if it stands on the entry: {@code UPDATE entry SET tx=null IF tx=:tx} and the {@code DELETE} of its row, in one
     * conditional batch.
     *
     * @return ends when no intent of that try stands on the entry
     */
    CompletableFuture<Void> undo(EntryId id, String tx);

    /**
     * Decides about a try, if nothing is decided yet: {@code INSERT INTO tx (id, done) VALUES (:tx, :done) IF NOT EXISTS}; with {@code USING TTL} of 30 days
     * for {@link Decision#ABORTED}, without one for {@link Decision#COMMITTED}.
     *
     * @param decision not {@link Decision#UNDECIDED}
     * @return the decision that stands after it; never {@link Decision#UNDECIDED}
     */
    CompletableFuture<Decision> decide(String tx, Decision decision);

    /** Reads what is decided about a try, at SERIAL. */
    CompletableFuture<Decision> decision(String tx);

    /**
     * Removes the decision of a try whose intents are all applied: {@code DELETE FROM tx WHERE id=:tx IF done=true}. It may be done later, and may be lost:
     * then a row of a few bytes stays.
     *
     * @return ends when it is removed
     */
    CompletableFuture<Void> forget(String tx);
}
