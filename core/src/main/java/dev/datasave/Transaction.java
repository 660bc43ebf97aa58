package dev.datasave;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The object that the function of a transaction works with (P12). It holds copies of the participating profiles and collects the other writes.
 * Nothing is changed until everything is stored. Only the function may use it: used later, or on another thread, it throws
 * {@link IllegalStateException}.
 */
public interface Transaction {

    /**
     * The data of a profile, with the changes of this transaction so far. Change it only by {@link #update} or {@link #edit}.
     *
     * @throws IllegalArgumentException if the profile does not take part
     */
    <T> T data(Profile<T> profile);

    /**
     * Replaces the data of a profile by the function's result, and returns that result.
     *
     * @throws IllegalArgumentException if the profile does not take part
     * @throws NullPointerException if the function returns null
     */
    <T> T update(Profile<T> profile, UnaryOperator<T> change);

    /**
     * Lets the function change a profile's mutable data in place.
     *
     * @throws IllegalArgumentException if the profile does not take part
     * @throws IllegalStateException if the data is immutable: use {@link #update}
     */
    <T> void edit(Profile<T> profile, Consumer<? super T> change);

    /**
     * The value of an entry, with the changes of this transaction so far; empty if there is none. If another server changes the entry after this
     * read, the transaction is stored all the same; to prevent that, {@link #set} the entry too.
     *
     * @throws IllegalArgumentException if the entry does not take part
     * @throws DataSaveException.InvalidData if the stored value can't be read
     */
    <T> Optional<T> get(DataStore<T> store, String key);

    /**
     * Gives an entry a value. User ids, metadata and score stay, as with {@link DataStore#updateAsync}. If another server writes the entry first, the
     * function runs again with the entry's new value.
     *
     * @throws IllegalArgumentException if the entry does not take part
     * @throws DataSaveException.InvalidData if the value can't be stored
     */
    <T> void set(DataStore<T> store, String key, T value);

    /**
     * Removes an entry; has no effect if there is none.
     *
     * @throws IllegalArgumentException if the entry does not take part
     */
    void remove(DataStore<?> store, String key);

    /**
     * Sends a message as part of the transaction: it is stored if, and only if, everything else is (P11, F37).
     *
     * @param store the store of the profile that the message is for; the profile need not be loaded
     * @param key the key of that profile
     * @param message the message; {@link Profile#onMessage} delivers it to handlers of its exact class
     * @throws DataSaveException.InvalidData if it can't be turned into JSON
     */
    void message(ProfileStore<?> store, String key, Object message);

    /**
     * Like {@link #message(ProfileStore, String, Object)}, but the message expires after that time.
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    void message(ProfileStore<?> store, String key, Object message, Duration expiry);

    /** Like {@link #message(ProfileStore, String, Object)}, with the options that say whether it expires and who sends it. */
    void message(ProfileStore<?> store, String key, Object message, Message.SendOptions options);

    /**
     * Withdraws a message that waits, as part of the transaction: it can't be acknowledged any more if, and only if, everything else is stored (P11). If
     * its profile is active on this server, that profile takes part.
     *
     * @param messageId as in {@link Message.Outcome.Sent} or {@link Message.Pending}
     * @return false, with nothing done, if no such message waits: there never was one, or it was acknowledged or withdrawn, or has expired
     * @throws IllegalArgumentException if the message does not {@linkplain Participants#and(ProfileStore, String, String) take part}
     */
    boolean withdrawMessage(ProfileStore<?> store, String key, String messageId);

    /**
     * Like {@link #withdrawMessage}, but replaces the content of the message, which keeps its id, its place and its expiry, and is delivered again.
     *
     * @throws DataSaveException.InvalidData if it can't be turned into JSON
     */
    boolean editMessage(ProfileStore<?> store, String key, String messageId, Object message);

    /** The outcome of a transaction (P12). In every case but {@link Committed} nothing was changed, neither in memory nor in the storage. */
    sealed interface Result {

        /** Everything is stored, also against a power cut where the storage supports that, and the profiles have their new data. */
        record Committed() implements Result {}

        /** The function returned false. */
        record Declined() implements Result {}

        /**
         * A profile was not active on this server when the transaction needed it.
         *
         * @param profile the profile
         * @param state the profile's state
         */
        record NotActive(ProfileId profile, ProfileState state) implements Result {}

        /**
         * The transaction did not get a profile within 5 s, because the profile's saves are stuck.
         *
         * @param profile the profile
         */
        record Busy(ProfileId profile) implements Result {}

        /**
         * Too many messages wait for a profile already.
         *
         * @param profile the profile
         * @param limit how many may wait
         */
        record TooManyMessages(ProfileId profile, int limit) implements Result {}

        /**
         * A living server holds an entry of a data store as a profile, or another server holds the profile of a message that takes part.
         *
         * @param entry the entry, or the profile
         * @param by the session that holds it
         */
        record Held(ProfileId entry, Holder by) implements Result {}

        /**
         * For 5 s, another writer always changed an entry of a data store, or a message or its profile, first.
         *
         * @param entry the entry
         */
        record Contended(ProfileId entry) implements Result {}
    }

    /** The profiles, entries and waiting messages that take part in a transaction (P12). Immutable: every method returns a changed copy. */
    static final class Participants {
        private final List<Profile<?>> profiles;
        private final List<SharedEntry> entries;
        private final List<WaitingMessage> messages;

        private Participants(
                Collection<? extends Profile<?>> profiles,
                Collection<SharedEntry> entries,
                Collection<WaitingMessage> messages) {
            this.profiles = List.copyOf(profiles);
            this.entries = List.copyOf(entries);
            this.messages = List.copyOf(messages);
        }

        /** The given profiles, which must be active on this server. */
        public static Participants of(Profile<?>... profiles) {
            return of(List.of(profiles));
        }

        /** The given profiles, which must be active on this server. */
        public static Participants of(Collection<? extends Profile<?>> profiles) {
            return new Participants(Objects.requireNonNull(profiles, "profiles"), List.of(), List.of());
        }

        /** These participants and one profile more. */
        public Participants and(Profile<?> profile) {
            List<Profile<?>> more = new ArrayList<>(profiles);
            more.add(Objects.requireNonNull(profile, "profile"));
            return new Participants(more, entries, messages);
        }

        /** These participants and one entry of a data store more, whether it exists or not. */
        public Participants and(DataStore<?> store, String key) {
            List<SharedEntry> more = new ArrayList<>(entries);
            more.add(new SharedEntry(store, key));
            return new Participants(profiles, more, messages);
        }

        /**
         * These participants and one message more that may be withdrawn or edited, whether it waits or not. Its profile must not be held by another server.
         *
         * @param store the store of the profile that the message is for
         * @param key the key of that profile, or one that it had before it was moved (P15)
         * @param messageId as in {@link Message.Outcome.Sent} or {@link Message.Pending}
         */
        public Participants and(ProfileStore<?> store, String key, String messageId) {
            List<WaitingMessage> more = new ArrayList<>(messages);
            more.add(new WaitingMessage(store, key, messageId));
            return new Participants(profiles, entries, more);
        }

        /** The profiles; unmodifiable. */
        public List<Profile<?>> profiles() {
            return profiles;
        }

        /** The entries of data stores; unmodifiable. */
        public List<SharedEntry> entries() {
            return entries;
        }

        /** The messages that may be withdrawn or edited; unmodifiable. */
        public List<WaitingMessage> messages() {
            return messages;
        }

        /**
         * A message that waits.
         *
         * @param store the store of the profile that it is for
         * @param key the key of that profile
         * @param id its id
         */
        public record WaitingMessage(ProfileStore<?> store, String key, String id) {
            /** Checks that none is null. */
            public WaitingMessage {
                Objects.requireNonNull(store, "store");
                Objects.requireNonNull(key, "key");
                Objects.requireNonNull(id, "id");
            }
        }

        /**
         * An entry of a data store.
         *
         * @param store the store
         * @param key its key
         */
        public record SharedEntry(DataStore<?> store, String key) {
            /** Checks that both are not null. */
            public SharedEntry {
                Objects.requireNonNull(store, "store");
                Objects.requireNonNull(key, "key");
            }
        }
    }
}
