package dev.datasave;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A stored entry that has to do with a person (P14), without its value.
 *
 * @param store the store; one that begins with {@code ~} is DataSave's own: messages, receipts and the like
 * @param key the key
 * @param connection how it was found
 * @param revision its newest revision; 0 if it was never written
 * @param isRemoved whether it was removed, and only its history is left
 * @param created when it was first written, by the storage's clock
 * @param updated when its newest revision was written, by the storage's clock
 * @param userIds the people connected to it now
 * @param holder who holds it, if anybody does
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

    /** How an entry has to do with a person. */
    public enum Connection {
        /** The person is among its user ids. */
        USER_ID,
        /** A revision in its history has the person among its user ids. */
        HISTORY,
        /** A {@linkplain UserDataOptions#keyTemplate key template} names it. */
        KEY_TEMPLATE,
        /** It belongs to a profile of the person: a message to it, a receipt of it. */
        PROFILE
    }

    /** Copies the user ids. */
    public ConnectedEntry {
        userIds = Set.copyOf(userIds);
    }

    /** True if it is one of DataSave's own entries, which are exported and erased with the profile that they belong to. */
    public boolean isInternal() {
        return store.startsWith("~");
    }
}
