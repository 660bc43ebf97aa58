package dev.datasave.spi;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A database of versioned entries. Calls block and may throw; every method may be called from any thread.
 *
 * <ul>
 *   <li><b>R1</b> compare (revision and write id) and set is one atomic step; a refused write changes nothing, its
 *       history neither.
 *   <li><b>R2</b> a written entry's revision is the expected one + 1; revisions are never reused; a tombstone keeps its
 *       revision and is swept after 30 days, which is longer than any delayed write.
 *   <li><b>R3</b> per entry linearizable: a read that starts after a write returned sees it or something newer.
 *   <li><b>R4</b> times come from the storage's clock and are for people and retention only.
 *   <li><b>R5</b> {@link Atomicity#ALL} is all or nothing, also when the process or the database dies in the middle; its
 *       writes share one write id; if one is refused, all are, each with its current entry.
 *   <li><b>R6</b> the superseded revision enters history in the same atomic step; revisions are removed only by {@link
 *       #sweep}, {@link #retain} or a purging write.
 *   <li><b>R7</b> a refusal carries the current entry.
 *   <li><b>R8</b> an exception means <em>outcome unknown</em>. A repeated identical write is recognised by its write id: it
 *       answers {@link WriteResult.Written} as the first time, as long as the entry still stands at that write. A call
 *       returns or throws within the call time-out set at open (default 5 s).
 *   <li><b>R9</b> results come in the order of the requests; under {@link Atomicity#EACH} one bad write never fails its
 *       neighbours; the same id twice in one call is an {@link IllegalArgumentException}.
 *   <li><b>R10</b> limits are checked before any I/O, see {@link Limits}.
 * </ul>
 *
 * <p>A method called after {@link #close()} throws {@link IllegalStateException}. Closing twice is fine; calls in flight
 * end normally or with an exception.
 */
public interface Storage extends AutoCloseable {

    /**
     * The current entries, tombstones included, in the order of {@code ids} (R9); empty where the id has never existed,
     * was forgotten, or its tombstone was swept. Several ids are read at one point in time where {@link
     * Capability#SNAPSHOT_READ} is declared, else each by itself.
     *
     * @throws IllegalArgumentException if an id occurs twice
     */
    List<Optional<Entry>> read(List<EntryId> ids);

    /**
     * Carries out the writes and returns their results in order. A {@link Write.Durability#POWER} write among them is durable
     * against a power cut when this returns.
     *
     * @throws IllegalArgumentException before anything is written: if an id occurs twice, there are more than {@link
     *     Limits#BATCH} writes, or under {@link Atomicity#ALL} the write ids differ, or it is asked of a storage without
     *     {@link Capability#ATOMIC_BATCH}
     */
    List<WriteResult> write(List<Write> writes, Atomicity atomicity);

    /** One page of the current entries that the query names, in the query's order; without tombstones, unless it asks for those. */
    Page<Entry> list(EntryQuery query);

    /** One page of an entry's history: its superseded revisions that are kept, never the current one. */
    Page<Entry> versions(VersionQuery query);

    /**
     * Changes how long one superseded revision is kept, counted from now; true if that revision is in history.
     * {@link Retention#drop()} removes it at once.
     */
    boolean retain(EntryId id, long revision, Retention retention);

    /**
     * Removes up to {@code limit} superseded revisions and tombstones whose time has passed; returns how many. Repeat
     * while it returns {@code limit}. A tombstone outlives its history: while a superseded revision is kept, its number
     * must not be given again (R2).
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    int sweep(int limit);

    /**
     * How much of all history a sweep would remove now, so that the engine can stop one that a wrong clock would make of it. Tombstones
     * don't count.
     */
    Backlog backlog();

    /** Push between servers. The same object at each call. */
    Signals signals();

    /** What this storage can do beyond the rules. */
    Set<Capability> capabilities();

    /** A storage that lives in this process's memory only: for tests and for trying out. Several servers can share it. */
    static Storage inMemory() {
        return inMemory(InstantSource.system());
    }

    /** {@link #inMemory()} with a clock of its own for what R4 calls the storage's clock: virtual time, for one. */
    static Storage inMemory(InstantSource clock) {
        return new InMemoryStorage(clock);
    }

    /**
     * What waits for {@link #sweep}.
     *
     * @param due how many superseded revisions have passed their time
     * @param all how many superseded revisions there are, pinned ones too; counted only up to {@code 10 * due + 1}, so that asking costs
     *     little where little is due
     * @param now the time by the storage's clock (R4) that this was decided by
     */
    record Backlog(long due, long all, Instant now) {}

    /** Ends listening, frees connections and files. Durable writes stay. */
    @Override
    void close();
}
