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
 * What is to become of a spooled state, by what the storage holds. After each step it is asked again, so that the steps of a process that died are
 * gone on with by the next one.
 *
 * <ol>
 *   <li>Stands as it is, or was superseded since, or is part of what does: nothing is left to do.
 *   <li>Still the session's, or set back to what the session was taken from: the state is written on top (P10), by which the session ends.
 *   <li>Erased meanwhile: it must not come back, not as an orphan either (P14).
 *   <li>Otherwise another session has the profile, or had it: an orphan.
 * </ol>
 */
sealed interface SpoolVerdict {
    int PAGE = 20;

    /** How it may end. */
    enum End {
        STORED,
        ORPHAN,
        ERASED
    }

    /** Nothing is left to do. */
    record Over(End end) implements SpoolVerdict {}

    /** This is to be written. */
    record Put(Write write) implements SpoolVerdict {}

    /** What is stored is newer, and names the session still: only the release is missing. */
    record Free(Token token) implements SpoolVerdict {}

    /** Blocking: asks the storage. */
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

    /** The storage stands where the session was taken from nobody: it went back, and nobody has had the profile in that line since. */
    private static boolean isSetBack(SpoolFile file, Optional<Entry> current, long now) {
        return current.map(Entry::writeId).orElse("").equals(file.takenFrom())
                && (current.isPresent() || !isOlderThanTombstones(file, now));
    }

    /** Whether a removal after it may have left nothing that tells of it. */
    private static boolean isOlderThanTombstones(SpoolFile file, long now) {
        return now - file.at() >= Limits.TOMBSTONE_KEPT.toMillis();
    }

    /** It bears the mark, or may have borne one that was swept with its tombstone. */
    private static boolean isErased(SpoolFile file, Optional<Entry> current, long now) {
        boolean wasRemoved = current.isEmpty() || !current.get().created().equals(file.created());
        return Erased.covers(current, file.write().expectedRevision())
                || (wasRemoved && isOlderThanTombstones(file, now));
    }

    /** Whether the state is in the profile's history: it was stored, and superseded since. */
    private static boolean wasStored(Storage storage, SpoolFile file) {
        return Pages.all(storage, VersionQuery.all(file.id()).withLimit(PAGE)).anyMatch(file::isStored);
    }
}
