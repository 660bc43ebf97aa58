package dev.datasave;

import java.time.Instant;
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
}
