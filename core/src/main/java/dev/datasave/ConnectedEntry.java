package dev.datasave;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A stored entry that is connected to a person in one of the ways of {@link Connection} (P14), without its value.
 *
 * @param store the name of its store; names that begin with {@code ~} are DataSave's own: messages, receipts and the like
 * @param key its key
 * @param connection how it was found
 * @param revision its newest revision; 0 if it was never written
 * @param isRemoved whether it was removed, so that only its history is left
 * @param created when it was first written, by the storage's clock
 * @param updated when its newest revision was written, by the storage's clock
 * @param userIds the people connected to it now
 * @param holder the session that holds it, if there is one
 */
public record ConnectedEntry(
        String store,
        String key,
        Connection connection,
        long revision,
        boolean isRemoved,
        Instant created,
        Instant updated,
        Set<String> userIds,
        Optional<Holder> holder) {

    /** How an entry is connected to a person. */
    public enum Connection {
        /** The person is among its user ids. */
        USER_ID,
        /** A revision in its history has the person among its user ids. */
        HISTORY,
        /** A {@linkplain UserDataOptions#keyTemplate key template} names it. */
        KEY_TEMPLATE,
        /** It belongs to a profile of the person: a message to that profile, or one of its receipts. */
        PROFILE
    }

    /** Copies the user ids. */
    public ConnectedEntry {
        userIds = Set.copyOf(userIds);
    }

    /**
     * True if it is one of DataSave's own entries. These are exported and erased together with the profile that they belong to; a message also by itself,
     * for those who sent it.
     */
    public boolean isInternal() {
        return store.startsWith("~");
    }
}
