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
 * What the function of a transaction works with: copies of the profiles that take part, and what is to be written with them (P12). Nothing is
 * changed until everything is stored. For the function alone: used later, or on another thread, it throws {@link IllegalStateException}.
 */
public interface Transaction {

    /**
     * The data of a profile, with what this transaction has changed so far. Change it by {@link #update} or {@link #edit} only.
     *
     * @throws IllegalArgumentException if the profile does not take part
     */
    <T> T data(Profile<T> profile);

    /**
     * Replaces the data of a profile by what the function returns, and returns that.
     *
     * @throws IllegalArgumentException if the profile does not take part
     * @throws NullPointerException if the function returns null
     */
    <T> T update(Profile<T> profile, UnaryOperator<T> change);

    /**
     * Lets the function change mutable data in place.
     *
     * @throws IllegalArgumentException if the profile does not take part
     * @throws IllegalStateException if the data is immutable: use {@link #update}
     */
    <T> void edit(Profile<T> profile, Consumer<? super T> change);

    /**
     * The value of an entry, with what this transaction has changed so far; empty if there is none. That it was looked at is not checked when the
     * transaction is stored; {@link #set} it to make it count.
     *
     * @throws IllegalArgumentException if the entry does not take part
     * @throws DataSaveException.InvalidData if what is stored can't be read
     */
    <T> Optional<T> get(DataStore<T> store, String key);

    /**
     * Gives an entry a value. User ids, metadata and score stay, as with {@link DataStore#updateAsync}; if another writes the entry first, the
     * function runs again on what that has left.
     *
     * @throws IllegalArgumentException if the entry does not take part
     * @throws DataSaveException.InvalidData if the value can't be stored
     */
    <T> void set(DataStore<T> store, String key, T value);

    /**
     * Removes an entry; without effect if there is none.
     *
     * @throws IllegalArgumentException if the entry does not take part
     */
    void remove(DataStore<?> store, String key);

    /**
     * Sends a message with the transaction: it is there if, and only if, the rest is stored (P11, F37).
     *
     * @param store the store of the profile that it is for, loaded or not
     * @param key the key of that profile
     * @param message what {@link Profile#onMessage} will hear, as its own class
     * @throws DataSaveException.InvalidData if it can't be turned into JSON
     */
    void message(ProfileStore<?> store, String key, Object message);

    /**
     * {@link #message(ProfileStore, String, Object)}, to be delivered within that time.
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    void message(ProfileStore<?> store, String key, Object message, Duration expiry);

    /** What became of a transaction (P12). In every case but {@link Committed} nothing was changed, neither in memory nor in the storage. */
    sealed interface Result {

        /** Everything is stored, also against a power cut where the storage can, and is what the profiles hold now. */
        record Committed() implements Result {}

        /** The function answered false. */
        record Declined() implements Result {}

        /**
         * A profile was not active here when it mattered.
         *
         * @param profile which
         * @param state what it was instead
         */
        record NotActive(ProfileId profile, ProfileState state) implements Result {}

        /**
         * A profile could not be had for the transaction within 5 s, because its saves are stuck.
         *
         * @param profile which
         */
        record Busy(ProfileId profile) implements Result {}

        /**
         * A profile has too many messages waiting to take one more.
         *
         * @param profile which
         * @param limit how many may wait
         */
        record TooManyMessages(ProfileId profile, int limit) implements Result {}

        /**
         * A living server holds an entry of a data store as a profile.
         *
         * @param entry which
         * @param by who holds it
         */
        record Held(ProfileId entry, Holder by) implements Result {}

        /**
         * Others kept changing an entry of a data store first, for 5 s.
         *
         * @param entry which
         */
        record Contended(ProfileId entry) implements Result {}
    }

    /** What takes part in a transaction (P12). Immutable: every method returns a changed copy. */
    static final class Participants {
        private final List<Profile<?>> profiles;
        private final List<SharedEntry> entries;

        private Participants(Collection<? extends Profile<?>> profiles, Collection<SharedEntry> entries) {
            this.profiles = List.copyOf(profiles);
            this.entries = List.copyOf(entries);
        }

        /** These profiles, which are to be active on this server. */
        public static Participants of(Profile<?>... profiles) {
            return of(List.of(profiles));
        }

        /** These profiles, which are to be active on this server. */
        public static Participants of(Collection<? extends Profile<?>> profiles) {
            return new Participants(Objects.requireNonNull(profiles, "profiles"), List.of());
        }

        /** One profile more. */
        public Participants and(Profile<?> profile) {
            List<Profile<?>> more = new ArrayList<>(profiles);
            more.add(Objects.requireNonNull(profile, "profile"));
            return new Participants(more, entries);
        }

        /** One entry of a data store more, whether it exists or not. */
        public Participants and(DataStore<?> store, String key) {
            List<SharedEntry> more = new ArrayList<>(entries);
            more.add(new SharedEntry(store, key));
            return new Participants(profiles, more);
        }

        /** The profiles; unmodifiable. */
        public List<Profile<?>> profiles() {
            return profiles;
        }

        /** The entries of data stores; unmodifiable. */
        public List<SharedEntry> entries() {
            return entries;
        }

        /**
         * An entry of a data store.
         *
         * @param store the store
         * @param key its key
         */
        public record SharedEntry(DataStore<?> store, String key) {
            /** Checks that both are there. */
            public SharedEntry {
                Objects.requireNonNull(store, "store");
                Objects.requireNonNull(key, "key");
            }
        }
    }
}
