package dev.datasave.spi;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A database of versioned entries. Calls block and may throw. Every method may be called from any thread.
 *
 * <ul>
 *   <li><b>R1</b> compare (revision and write id) and set is one atomic step; a refused write changes nothing, its history neither.
 *   <li><b>R2</b> a written entry's revision is the expected one + 1; revisions are never reused; a tombstone keeps its revision and is swept after
 *       30 days, which is longer than any delayed write.
 *   <li><b>R3</b> each entry is linearizable: a read that starts after a write returned sees that write or a newer one.
 *   <li><b>R4</b> times come from the storage's clock and serve people and retention only.
 *   <li><b>R5</b> {@link Atomicity#ALL} is all or nothing, also when the process or the database dies in the middle; its writes share one write id;
 *       if one is refused, all are, each with its current entry.
 *   <li><b>R6</b> the superseded revision enters history in the same atomic step; revisions are removed only by {@link #sweep}, {@link #retain} or a
 *       purging write.
 *   <li><b>R7</b> a refusal carries the current entry.
 *   <li><b>R8</b> an exception means <em>outcome unknown</em>. A repeated identical write is recognised by its write id: as long as no newer write
 *       has followed, the answer is the same {@link WriteResult.Written} as the first time. A call returns or throws within the call time-out set at
 *       open (default 5 s).
 *   <li><b>R9</b> results come in the order of the requests; under {@link Atomicity#EACH} one bad write never fails its neighbours; the same id twice
 *       in one call is an {@link IllegalArgumentException}.
 *   <li><b>R10</b> limits are checked before any I/O, see {@link Limits}.
 * </ul>
 *
 * <p>What can't be read as it was written is answered as a {@linkplain Entry#isDamaged damaged} entry, or fails the call. It is never answered with other data,
 * nor as if it did not exist. A refusal never carries a damaged entry; that write fails instead.
 *
 * <p>A method called after {@link #close()} throws {@link IllegalStateException}. Closing twice is fine. Calls in flight end normally or with an
 * exception.
 */
public interface Storage extends AutoCloseable {

    /**
     * Reads current entries, tombstones included, in the order of {@code ids} (R9). The result is empty for an id that has never existed, was
     * forgotten, or whose tombstone was swept. A storage with {@link Capability#SNAPSHOT_READ} reads all ids at one point in time; any other reads
     * each by itself.
     *
     * @throws IllegalArgumentException if an id occurs twice
     */
    List<Optional<Entry>> read(List<EntryId> ids);

    /**
     * Carries out the writes and returns their results in the same order. A {@link Write.Durability#POWER} write among them is durable against a
     * power cut when this method returns.
     *
     * @throws IllegalArgumentException before anything is written, if an id occurs twice, if there are more than {@link Limits#BATCH} writes, or if
     *     under {@link Atomicity#ALL} the write ids differ or the storage lacks {@link Capability#ATOMIC_BATCH}
     */
    List<WriteResult> write(List<Write> writes, Atomicity atomicity);

    /** Lists one page of the current entries that match the query, in the query's order; without tombstones, unless the scope asks for them. */
    Page<Entry> list(EntryQuery query);

    /**
     * Counts the entries that {@link #list} would list for this scope, all pages together. Read from the index of scores alone: about 1,000,000 entries
     * must be counted within the call time-out (R8).
     */
    long count(EntryQuery.Scope.Scores scope);

    /** Lists one page of an entry's history: its kept superseded revisions, never the current one. */
    Page<Entry> versions(VersionQuery query);

    /**
     * Changes how long one superseded revision is kept, counted from now. {@link Retention#drop()} removes it at once. True if the revision was in
     * history.
     */
    boolean retain(EntryId id, long revision, Retention retention);

    /**
     * Removes up to {@code limit} superseded revisions and tombstones whose time has passed, and returns how many it removed. Repeat while it returns
     * {@code limit}. A tombstone outlives its history, because the number of a kept revision must not be used again (R2).
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    int sweep(int limit);

    /**
     * Counts how much of all history a sweep would remove now, so that the engine can stop a sweep when a wrong clock makes too much look due.
     * Tombstones don't count.
     */
    Backlog backlog();

    /**
     * Looks for damage in everything that is stored, and returns what it finds in words without payloads, one line for each; at most a hundred, none if all
     * is sound. It may take minutes, is not limited by the call time-out, and changes nothing. Other calls go on. By default it looks at nothing.
     */
    default List<String> check() {
        return List.of();
    }

    /** Push between servers. Every call returns the same object. */
    Signals signals();

    /** What this storage can do beyond the rules. */
    Set<Capability> capabilities();

    /** Reads and adds everything as it stands, for copies and backups; empty if this storage can't. Every call returns the same object. */
    default Optional<Transfer> transfer() {
        return Optional.empty();
    }

    /** A storage in the memory of this process only, for tests and for trying out. Several servers can share it. */
    static Storage inMemory() {
        return inMemory(InstantSource.system());
    }

    /** Like {@link #inMemory()}, with the given clock as the storage's clock (R4); for example one in virtual time. */
    static Storage inMemory(InstantSource clock) {
        return new InMemoryStorage(clock);
    }

    /**
     * The amount of history that waits for {@link #sweep}.
     *
     * @param due how many superseded revisions have passed their time
     * @param all how many superseded revisions there are, pinned ones included; counted only up to {@code 10 * due + 1}, so that the call costs
     *     little if little is due
     * @param now the time by the storage's clock (R4) that was used to decide what is due
     */
    record Backlog(long due, long all, Instant now) {}

    /**
     * All that is stored, in every store, with its history, revision numbers, write ids, times and ends of retention: read at one moment, and added
     * elsewhere as it was. Thread-safe; each {@link View} belongs to one thread at a time.
     *
     * <p>The order is that of store and key by their bytes. Of each entry the current revision comes first, then the superseded ones, oldest first.
     */
    interface Transfer {
        /** While this entry is there and no tombstone, the storage holds an unfinished copy, and no server may start on it. */
        EntryId UNFINISHED = new EntryId("~copy", "unfinished");

        /** Everything at one moment. Others go on writing meanwhile; what they write is not in the view. Close it: it keeps a connection. */
        View view();

        /**
         * Adds revisions exactly as they are, all of them or none (R5); what was added is durable against a power cut. A revision that is there stays
         * as it is: no number of history twice, and no second current revision, whatever that one is. It compares nothing else, so it is only for a
         * storage that no server uses.
         *
         * @param revisions at most {@link Limits#BATCH}, in the order of a view: of each entry the current revision at first
         * @return how many were not there
         * @throws IllegalArgumentException if there are too many, or one is damaged
         */
        int add(List<Revision> revisions);

        /** Everything that was stored at one moment. */
        interface View extends AutoCloseable {
            /** How much each store has, in no order; a store without anything is not listed. It may take seconds. */
            List<Tally> tallies();

            /**
             * What follows a place, in order; empty at the end. A storage may answer with fewer than the limit, so that they take a few MiB at most, or
             * a single revision. Damaged entries are among them.
             *
             * @param place where to begin: {@link Place#START}, or the place of a revision that was read
             * @param limit 1 to {@link Limits#BATCH}
             */
            List<Revision> after(Place place, int limit);

            /** Ends the view. Closing twice is fine. */
            @Override
            void close();
        }

        /**
         * A revision, and what only its storage knows of it.
         *
         * @param entry the revision
         * @param superseded false for the current one
         * @param end when a sweep may remove a superseded one, by the storage's clock (R4); null = never, and for the current one
         */
        record Revision(
                Entry entry, boolean superseded, @Nullable Instant end) {
            /** The place directly behind this revision. */
            public Place place() {
                return new Place(entry.id().store(), entry.id().key(), superseded ? entry.revision() : 0);
            }
        }

        /**
         * A place in the order of a view.
         *
         * @param store the store of the revision before it; empty at the start
         * @param key the key of that revision; empty at the start
         * @param revision the number of that revision if it is a superseded one; 0 if it is the current one
         */
        record Place(String store, String key, long revision) {
            /** Before everything. */
            public static final Place START = new Place("", "", 0);
        }

        /**
         * How much a store has.
         *
         * @param store the store's name
         * @param entries how many entries, tombstones included
         * @param superseded how many superseded revisions
         */
        record Tally(String store, long entries, long superseded) {}
    }

    /** Ends all listening and frees connections and files. Durable writes stay. */
    @Override
    void close();
}
