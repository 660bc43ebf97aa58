package dev.datasave.engine.spool;

import dev.datasave.ProfileId;
import dev.datasave.ReleaseReason;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Token;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file of the spool: the final write of a session, as it was sent or would have been sent, without a holder.
 *
 * @param write the write; every attempt, in this process and in later ones, has the same id, so that it is not carried out twice
 * @param token the session's token
 * @param takenFrom the write id of the revision that the session was taken from, "" if there was none; null if it was handed over
 * @param newer ids of writes that were under way and contain this state and more; if one of them was carried out, nothing is left to store
 * @param created when the profile was first stored
 * @param server the server's name
 * @param reason why the session ended
 * @param at when this object was made, by the wall clock, in milliseconds
 */
public record SpoolFile(
        Write write,
        Token token,
        @Nullable String takenFrom,
        Set<String> newer,
        Instant created,
        String server,
        ReleaseReason reason,
        long at) {
    public static Write write(
            EntryId id,
            long revision,
            @Nullable String writeId,
            String newWriteId,
            Content content,
            Retention superseded) {
        return new Write(id, revision, writeId, newWriteId, content, Write.Durability.POWER, superseded, false);
    }

    EntryId id() {
        return write.id();
    }

    ProfileId profile() {
        return Addresses.profile(write.id());
    }

    Content content() {
        Content content = write.content();
        return content == null ? Content.TOMBSTONE : content;
    }

    /** Whether the entry is this state or contains it. */
    boolean isStored(Entry entry) {
        return entry.writeId().equals(write.writeId()) || isNewer(entry);
    }

    /** Whether the entry comes from a write that contains this state and more. */
    boolean isNewer(Entry entry) {
        return newer.contains(entry.writeId());
    }

    /** The same write on top of another base. */
    Write on(Optional<Entry> base) {
        return write(
                id(),
                base.map(Entry::revision).orElse(0L),
                base.map(Entry::writeId).orElse(null),
                write.writeId(),
                content(),
                write.superseded());
    }
}
