package dev.datasave;

import java.time.Instant;
import java.util.List;

/**
 * What was found of a person and what became of it (P14). It names the person and the keys: keep it no longer than it is needed as evidence.
 *
 * @param userId the person
 * @param begun when the erasure began, by this server's clock
 * @param lastPass when the last pass ended, by this server's clock
 * @param passes how many passes looked for entries
 * @param lastPassWasEmpty whether the last pass found nothing to be done
 * @param items what was found and done, in the order of store and key
 */
public record ErasureReceipt(
        String userId, Instant begun, Instant lastPass, int passes, boolean lastPassWasEmpty, List<Item> items) {

    /** Copies the list. */
    public ErasureReceipt {
        items = List.copyOf(items);
    }

    /** True if nothing is left but what was {@linkplain Done#KEPT kept on purpose}. */
    public boolean isComplete() {
        return lastPassWasEmpty && items.stream().noneMatch(item -> item.done() == Done.NOT_DONE);
    }

    /**
     * One entry.
     *
     * @param store its store
     * @param key its key
     * @param connection how it was found
     * @param done what was done
     * @param revision the revision that says so; 0 if none was written
     * @param note why, where nothing was done; else empty
     */
    public record Item(
            String store, String key, ConnectedEntry.Connection connection, Done done, long revision, String note) {}

    /** What was done to an entry. */
    public enum Done {
        /** Its value and all of its history are gone; a tombstone refuses what comes late. */
        ERASED,
        /** Others share it: it was rewritten without the person, and all of its history is gone. */
        DETACHED,
        /** It was not connected any more: those revisions of its history that were are gone. */
        HISTORY_ERASED,
        /** {@link UserDataOptions.Detach} wanted it kept. */
        KEPT,
        /** It could not be done; the note says why. */
        NOT_DONE
    }
}
