package dev.datasave.jdbc.sql;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage.Transfer.Revision;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of writes in every database: how a compare and set is judged (R1, R8), how long history is kept (R6), and the changes of history that
 * one statement makes. The dialect carries out the compare and set itself, see {@link Dialect#carryOut}.
 */
public final class Writes {
    private Writes() {}

    /** The fate of a write, given the current entry. */
    public enum Verdict {
        /** It is based on the current entry. */
        FITS,
        /** It was carried out before, and the entry has not changed since (R8). */
        REPEATED,
        /** The entry has changed since (R1). */
        REFUSED;

        /** Judges a write by the current entry's revision and write id; 0 and null where there is no entry. */
        public static Verdict of(Write write, long revision, @Nullable String writeId) {
            boolean isRepeated = !write.isForget()
                    && revision == write.expectedRevision() + 1
                    && write.writeId().equals(writeId);
            if (isRepeated) {
                return REPEATED;
            }
            boolean fits = revision == write.expectedRevision() && Objects.equals(writeId, write.expectedWriteId());
            return fits ? FITS : REFUSED;
        }
    }

    /**
     * The refusal of a write, with the current entry (R7).
     *
     * @throws StorageFailed if that entry is damaged: nobody is to take it for what was written
     */
    public static WriteResult.Refused refusal(Optional<Entry> current) {
        String damage = current.map(Entry::damage).orElse(null);
        if (damage != null) {
            throw StorageFailed.lasting(damage + "; a write that is not based on it was refused", null);
        }
        return new WriteResult.Refused(current);
    }

    /** The user ids that an entry with this content is listed under: none for a tombstone, whatever its content names. */
    public static Set<String> listedUnder(@Nullable Content content) {
        return content == null || content.value() == null ? Set.of() : content.userIds();
    }

    /** When a superseded revision may be removed, in milliseconds, or null for never. */
    public static @Nullable Long end(Retention retention, Instant now) {
        return retention instanceof Retention.Keep(Duration duration) ? later(now, duration) : null;
    }

    private static @Nullable Long later(Instant now, Duration duration) {
        try {
            return now.plus(duration).toEpochMilli();
        } catch (DateTimeException | ArithmeticException beyondTime) {
            return null;
        }
    }

    /** Changes how long a superseded revision is kept, or drops it; false if it is not in history. */
    public static boolean retain(Link link, EntryId id, long revision, Retention retention, Instant now)
            throws SQLException {
        if (retention instanceof Retention.Drop) {
            return link.update("drop_version", id.store(), id.key(), revision) > 0;
        }
        return link.update("retain_version", end(retention, now), id.store(), id.key(), revision) > 0;
    }

    /**
     * Adds revisions as they are, one after the other, and connects the people of the current ones; returns how many were not there.
     *
     * @param connectsHistory whether the people of the superseded ones are connected here, and not by a trigger
     */
    public static int add(Link link, List<Revision> revisions, boolean connectsHistory) throws SQLException {
        int added = 0;
        for (Revision revision : revisions) {
            Entry entry = revision.entry();
            String store = entry.id().store();
            String key = entry.id().key();
            if (link.update(revision.superseded() ? "add_history" : "add_entry", Rows.columns(revision)) == 0) {
                continue;
            }
            added++;
            if (!revision.superseded()) {
                for (String userId : listedUnder(entry.content())) {
                    link.update("connect_user", userId, store, key);
                }
            } else if (connectsHistory) {
                for (String userId : entry.content().userIds()) {
                    link.update("connect_past_user", userId, store, key, entry.revision());
                }
            }
        }
        return added;
    }

    /** Removes up to so many superseded revisions and tombstones whose time has passed; returns how many. */
    public static int sweep(Link link, int limit, Instant now) throws SQLException {
        int versions = link.update("sweep_history", now.toEpochMilli(), (long) limit);
        long over = now.minus(Limits.TOMBSTONE_KEPT).toEpochMilli();
        return versions + link.update("sweep_tombstones", over, (long) limit - versions);
    }
}
