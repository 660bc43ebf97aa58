package dev.datasave.engine.spool;

import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.loop.Pages;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import java.util.List;
import java.util.Optional;

/**
 * Decides, from the content of the storage, what is to be done with a spooled state. It is asked again after each step, so that another process can
 * go on where one has died.
 *
 * <ol>
 *   <li>The state is stored as the current revision or an earlier one, or a stored write contains it: nothing is left to do.
 *   <li>The entry still belongs to the session, or was set back to the revision on top of which the session was written: the state is written on top
 *       (P10), which also ends the session.
 *   <li>The profile was erased meanwhile: the state must not come back, not even as an orphan (P14).
 *   <li>Otherwise another session has or had the profile: the state becomes an orphan.
 * </ol>
 */
sealed interface SpoolVerdict {
    int PAGE = 20;

    /** How a replay may end. */
    enum End {
        STORED,
        ORPHAN,
        ERASED
    }

    /** The replay is over. */
    record Over(End end) implements SpoolVerdict {}

    /** A write is to be sent. */
    record Put(Write write) implements SpoolVerdict {}

    /** The stored revision is newer than the state and still names the session: only the release is missing. */
    record Free(Token token) implements SpoolVerdict {}

    /** Reads the storage and decides. Blocking. */
    static SpoolVerdict of(Storage storage, SpoolFile file, long now) {
        EntryId orphanId = OrphanEntries.idOf(file);
        List<Optional<Entry>> found = storage.read(List.of(file.id(), orphanId));
        Optional<Entry> current = found.get(0);
        Optional<Entry> orphan = found.get(1);
        Token holder =
                current.map(entry -> Token.parse(entry.content().holder())).orElse(null);
        boolean isOurs = file.token().isSameSession(holder);
        if (isOurs && holder != null && current.filter(file::isNewer).isPresent()) {
            return new Free(holder);
        }
        if (current.filter(file::isStored).isPresent()) {
            return new Over(End.STORED);
        }
        if (isOurs || (holder == null && isSetBack(file, current, now))) {
            return new Put(file.on(current));
        }
        if (wasStored(storage, file)) {
            return new Over(End.STORED);
        }
        if (isErased(file, current, now)) {
            return orphan.filter(entry -> !entry.isTombstone())
                    .<SpoolVerdict>map(entry ->
                            new Put(OrphanEntries.removal(entry, file.write().writeId() + "-")))
                    .orElse(new Over(End.ERASED));
        }
        return orphan.isPresent() ? new Over(End.ORPHAN) : new Put(OrphanEntries.write(file));
    }

    /**
     * Whether the storage was set back to the free revision on top of which the session was written, so that no other session has had the profile
     * since in that line of revisions.
     */
    private static boolean isSetBack(SpoolFile file, Optional<Entry> current, long now) {
        return current.map(Entry::writeId).orElse("").equals(file.takenFrom())
                && (current.isPresent() || !isOlderThanTombstones(file, now));
    }

    /** Whether the state is so old that the tombstone of a later removal may have been swept. */
    private static boolean isOlderThanTombstones(SpoolFile file, long now) {
        return now - file.at() >= Limits.TOMBSTONE_KEPT.toMillis();
    }

    /** Whether the profile was erased since: the entry has the mark of an erasure, or may have had one that was swept with its tombstone. */
    static boolean isErased(SpoolFile file, Optional<Entry> current, long now) {
        boolean wasRemoved = current.isEmpty() || !current.get().created().equals(file.created());
        return Erased.covers(current, file.write().expectedRevision())
                || (wasRemoved && isOlderThanTombstones(file, now));
    }

    /** Whether the state is in the profile's history, so that it was stored and superseded since. */
    private static boolean wasStored(Storage storage, SpoolFile file) {
        return Pages.all(storage, VersionQuery.all(file.id()).withLimit(PAGE)).anyMatch(file::isStored);
    }
}
