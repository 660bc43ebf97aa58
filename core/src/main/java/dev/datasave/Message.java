package dev.datasave;

import com.google.gson.JsonElement;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A message that was sent to a profile, on the server that has it loaded (P11): {@link Profile#onMessage}. It is kept until it is acknowledged, and comes again
 * with the next load of the profile if it is not. It may be kept and acknowledged later, from any thread.
 *
 * @param <T> the profile's data
 * @param <M> the message's class
 */
public interface Message<T, M> {

    /** Names it among the messages of its profile. */
    String id();

    /** What was sent, decoded anew. */
    M payload();

    /** When it was sent, by the storage's clock. */
    Instant sent();

    /** The name of the server that sent it. */
    String from();

    /**
     * Changes the profile's data and acknowledges the message, as one edit under the lock: both are saved with one write, so that the effect is there
     * exactly once, whatever dies in between (F28, F38). If the function throws, nothing was acknowledged.
     *
     * @param change the data with the message's effect; mutable data may be changed in place and returned
     * @return true if this call did it; false if there is nothing to acknowledge any more, because that was done before, or the message was withdrawn,
     *     replaced by an edited one, or has expired: nothing was changed then
     * @throws DataSaveException.NotActive if the profile is suspended or released
     * @throws DataSaveException.NestedEdit inside another edit of this profile
     * @throws DataSaveException.Busy if a transaction has the profile for more than 250 ms
     * @throws NullPointerException if the function returns null
     */
    boolean acknowledge(UnaryOperator<T> change);

    /** What became of sending a message (P11). */
    sealed interface Outcome {

        /**
         * It is stored, also against a power cut where the storage can, and will be delivered until it is acknowledged.
         *
         * @param id names it among the messages of its profile
         */
        record Sent(String id) implements Outcome {}

        /**
         * The profile has too many messages waiting to take one more: nothing was sent.
         *
         * @param limit how many may wait
         */
        record TooMany(int limit) implements Outcome {}
    }

    /** What became of withdrawing or editing a message that waits (P11). In every case but {@link Done} nothing was changed. */
    sealed interface Change {

        /** It is stored: the message as it was is never acknowledged any more. */
        record Done() implements Change {}

        /** There is no such message, or no longer: it was acknowledged or withdrawn, or has expired. */
        record NotPending() implements Change {}

        /**
         * The profile is held by a server that did not answer within 10 s, and will not do it any more. Try again.
         *
         * @param by who holds it
         */
        record NotReached(Holder by) implements Change {}
    }

    /**
     * A message that waits for its profile, or has waited in vain (P11): {@link ProfileStore#pendingMessagesAsync}.
     *
     * @param id names it among the messages of its profile
     * @param type the simple name of its class
     * @param payload its content
     * @param from the name of the server that sent it
     * @param sent when, by the storage's clock
     * @param expires when it is no longer to be delivered, if ever
     * @param isDead whether it has expired unread: a dead letter, kept for 30 days
     */
    record Pending(
            String id,
            String type,
            JsonElement payload,
            String from,
            Instant sent,
            Optional<Instant> expires,
            boolean isDead) {}
}
