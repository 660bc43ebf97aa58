package dev.datasave;

import java.time.Instant;
import java.util.List;

/**
 * The record of an erasure: the entries that were found of a person, and what was done with each (P14). It names the person and the keys, so keep it
 * no longer than it is needed as evidence.
 *
 * <p>A message that the person sent to somebody else's profile is found only if it was sent with the person as its
 * {@linkplain Message.SendOptions#sender sender}. What a message says without that, and what operators wrote as their reason, is not looked at.
 *
 * @param userId the person
 * @param begun when the erasure began, by this server's clock
 * @param lastPass when the last pass ended, by this server's clock
 * @param passes how many passes were made over the stores
 * @param lastPassWasEmpty whether the last pass found nothing to be done
 * @param items the entries that were found, and what was done with each, in the order of store and key
 */
public record ErasureReceipt(
        String userId, Instant begun, Instant lastPass, int passes, boolean lastPassWasEmpty, List<Item> items) {

    /** Copies the list. */
    public ErasureReceipt {
        items = List.copyOf(items);
    }

    /** True if nothing is left but entries that were {@linkplain Done#KEPT kept on purpose}. */
    public boolean isComplete() {
        return lastPassWasEmpty && items.stream().noneMatch(item -> item.done() == Done.NOT_DONE);
    }

    /**
     * One entry that was found.
     *
     * @param store its store
     * @param key its key
     * @param connection how it was found
     * @param done what was done
     * @param revision the revision that was written to do it; 0 if none was written
     * @param note the reason, if nothing was done; the class and the receiver of a message that this erasure rewrote or
     *     withdrew; else empty
     */
    public record Item(
            String store, String key, ConnectedEntry.Connection connection, Done done, long revision, String note) {}

    /** What was done to an entry. */
    public enum Done {
        /** Its value and all of its history are gone; a tombstone refuses writes that arrive late. */
        ERASED,
        /** Others share it, or it is a message to somebody else. It was rewritten without the person, and all of its history is gone. */
        DETACHED,
        /** It was no longer connected to the person. The revisions of its history that were connected are gone. */
        HISTORY_ERASED,
        /** {@link UserDataOptions.Detach} or {@link UserDataOptions.SentMessages} decided to keep it. */
        KEPT,
        /** It could not be done; the note says why. */
        NOT_DONE
    }
}
