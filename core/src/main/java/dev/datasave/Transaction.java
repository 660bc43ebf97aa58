package dev.datasave;

import java.time.Duration;
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
}
