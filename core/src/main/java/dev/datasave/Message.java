package dev.datasave;

import com.google.gson.JsonElement;
import dev.datasave.spi.Limits;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A message to a profile, as {@link Profile#onMessage} gets it on the server that has the profile loaded (P11). It stays stored until it is
 * acknowledged, and is delivered again with the next load if it was not. The object may be kept and acknowledged later, from any thread.
 *
 * @param <T> the profile's data
 * @param <M> the message's class
 */
public interface Message<T, M> {

    /**
     * The name under which messages of a class are stored and travel. Without it, that is the class's simple name. A name belongs to one class on a server. Keep
     * it if the class is renamed, because messages under the old name may still wait.
     */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Name {
        /** 1 to 100 bytes in UTF-8; not beginning with {@code ~}. */
        String value();
    }

    /** The id of the message, unique among those of its profile. */
    String id();

    /** The message's content, decoded anew at each call. */
    M payload();

    /** When it was sent, by the storage's clock. */
    Instant sent();

    /** The name of the server that sent it. */
    String from();

    /**
     * Changes the profile's data and acknowledges the message, as one edit under the lock. Both are saved with one write, so the message takes effect
     * exactly once, whatever crashes in between (F28, F38). If the function throws, nothing is changed or acknowledged.
     *
     * @param change returns the data with the message's effect; it may change mutable data in place and return it
     * @return true if this call acknowledged the message; false, with nothing changed, if it was acknowledged before, or was withdrawn, replaced by
     *     an edited one, or has expired
     * @throws DataSaveException.NotActive if the profile is suspended or released
     * @throws DataSaveException.NestedEdit inside another edit of this profile
     * @throws DataSaveException.Busy if a transaction has the profile for more than 250 ms
     * @throws NullPointerException if the function returns null
     */
    boolean acknowledge(UnaryOperator<T> change);

    /** How a message is sent. Immutable: every method returns a changed copy. */
    final class SendOptions {
        private static final int MOST_SENDERS = 10;
        private static final SendOptions DEFAULTS = new SendOptions(Optional.empty(), Set.of());

        private final Optional<Duration> expiry;
        private final Set<String> senders;

        private SendOptions(Optional<Duration> expiry, Set<String> senders) {
            this.expiry = expiry;
            this.senders = senders;
        }

        /** The defaults: the message does not expire, and is connected to no sender. */
        public static SendOptions defaults() {
            return DEFAULTS;
        }

        /**
         * The message becomes a dead letter if it is not acknowledged within that time; by default it never does.
         *
         * @throws IllegalArgumentException if the time is not positive
         */
        public SendOptions expiry(Duration time) {
            Objects.requireNonNull(time, "expiry");
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("expiry of a message: found " + time + ", expected a positive time");
            }
            return new SendOptions(Optional.of(time), senders);
        }

        /**
         * Adds a person who sends the message, up to 10. The message is connected to the person: it is found by {@link DataSave#exportUserAsync},
         * and by {@link DataSave#eraseUserAsync}, which asks {@link UserDataOptions#sentMessages} what becomes of it. Without a sender, a message is
         * found as data of its receiver only.
         *
         * @param userId the person's user id
         * @throws IllegalArgumentException if it is not 1 to 100 bytes of UTF-8 (R10), or there would be more than 10 senders
         */
        public SendOptions sender(String userId) {
            Set<String> more = new HashSet<>(senders);
            more.addAll(Limits.checkUserIds(Set.of(Objects.requireNonNull(userId, "user id"))));
            if (more.size() > MOST_SENDERS) {
                throw new IllegalArgumentException(
                        "senders of a message: found " + more.size() + ", expected at most " + MOST_SENDERS);
            }
            return new SendOptions(expiry, Set.copyOf(more));
        }

        /** See {@link #expiry(Duration)}; empty = never. */
        public Optional<Duration> expiry() {
            return expiry;
        }

        /** See {@link #sender}; unmodifiable. */
        public Set<String> senders() {
            return senders;
        }
    }

    /** The outcome of sending a message (P11). */
    sealed interface Outcome {

        /**
         * The message is stored, also against a power cut where the storage supports that, and will be delivered until it is acknowledged.
         *
         * @param id the id of the message, unique among those of its profile
         */
        record Sent(String id) implements Outcome {}

        /**
         * Too many messages wait for the profile already. Nothing was sent.
         *
         * @param limit how many may wait
         */
        record TooMany(int limit) implements Outcome {}
    }

    /** The outcome of withdrawing or editing a message that waits (P11). In every case but {@link Done} nothing was changed. */
    sealed interface Change {

        /** The change is stored. The message as it was before can no longer be acknowledged. */
        record Done() implements Change {}

        /** No such message waits: there never was one, or it was acknowledged or withdrawn, or has expired. */
        record NotPending() implements Change {}

        /**
         * The server that holds the profile did not answer within 10 s. It will not carry the change out later either; try again.
         *
         * @param by the session that holds the profile
         */
        record NotReached(Holder by) implements Change {}
    }

    /**
     * A message that waits to be acknowledged, or that has expired unread (P11). {@link ProfileStore#pendingMessagesAsync} lists them.
     *
     * @param id the id of the message, unique among those of its profile
     * @param type the {@link Name} of its class, or its simple name
     * @param payload its content
     * @param from the name of the server that sent it
     * @param sent when it was sent, by the storage's clock
     * @param expires when it expires, by the storage's clock; empty if it never does
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
