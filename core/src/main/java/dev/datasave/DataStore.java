package dev.datasave;

import dev.datasave.spi.Page;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The shared records of one kind (guilds, shops, global settings): nobody owns them, every server may write them, and each write is a
 * compare-and-set. Every method may be called from any thread; futures complete on virtual threads.
 *
 * <ul>
 *   <li>Writes of one key on one server are carried out one after the other, in the order of the calls. Against other servers a write that comes
 *       too late is tried again on what it met.
 *   <li>A write that has completed is durable, also against a power cut where the storage can, and is seen by every read that starts later
 *       (R3). User ids, metadata and score stay as they are unless {@link WriteOptions} say otherwise.
 *   <li>A write to an entry that a living server holds as a profile is refused as {@link DataResult.Held}, whatever the name of the store is there.
 * </ul>
 *
 * <p>Keys are 1 to 400 bytes of UTF-8 (R10); every method that takes one throws {@link IllegalArgumentException} for another, before any I/O. A
 * future completes with {@link DataSaveException.InvalidData} where a value can't be read or written, and is left as it is; with {@link
 * DataSaveException.StorageFailed} if the storage does not answer (a write is repeated for 60 s, the server's {@code outageGrace}, before that; the
 * message says whether it may have been stored); and with {@link DataSaveException.Closed} after the server was closed.
 *
 * @param <T> the values
 */
public interface DataStore<T> {

    /** The store's name. */
    String name();

    /** The present value; empty if the key has never been written, or was removed. */
    CompletableFuture<Optional<DataEntry<T>>> getAsync(String key);

    /** {@link #setAsync(String, Object, WriteOptions)} that keeps user ids, metadata and score. */
    default CompletableFuture<DataResult<T>> setAsync(String key, T value) {
        return setAsync(key, value, WriteOptions.defaults());
    }

    /**
     * Replaces the value, whatever it was, as a whole; never {@link DataResult.Declined}. The value is encoded before this returns, so that it may
     * change afterwards. To change what is there, use {@link #updateAsync}: between a get and a set others may write.
     *
     * @throws IllegalStateException if the options set the score of a store that is {@linkplain DataStoreOptions#rankedBy ranked by} its values
     */
    CompletableFuture<DataResult<T>> setAsync(String key, T value, WriteOptions options);

    /** {@link #updateAsync(String, Function, WriteOptions)} that keeps user ids, metadata and score. */
    default CompletableFuture<DataResult<T>> updateAsync(
            String key, Function<? super Optional<DataEntry<T>>, Optional<T>> change) {
        return updateAsync(key, change, WriteOptions.defaults());
    }

    /**
     * Replaces the value by what the function makes of the present entry, which is empty where there is none; if it answers empty, nothing is
     * written and the result is {@link DataResult.Declined}. Nothing comes between what the function sees and what is written.
     *
     * @param change pure: it runs again when another server was quicker. On a virtual thread; what it throws, the future completes with, and nothing
     *     is written. What stored data has beyond the value's class is kept
     * @throws IllegalStateException if the options set the score of a store that is {@linkplain DataStoreOptions#rankedBy ranked by} its values
     */
    CompletableFuture<DataResult<T>> updateAsync(
            String key, Function<? super Optional<DataEntry<T>>, Optional<T>> change, WriteOptions options);

    /**
     * Adds to a number; a key that has no value counts as 0. A sum that the type can't hold is {@link DataSaveException.InvalidData}, and nothing is
     * written.
     *
     * @throws IllegalStateException if the store's values are not {@code Integer}, {@code Long} or {@code Double}
     */
    CompletableFuture<DataResult<T>> incrementAsync(String key, long delta);

    /**
     * Removes the value and answers {@link DataResult.Written} with what it was, or {@link DataResult.Declined} if there was none. What it was stays
     * in the history as the policy says. The key can be written again; its revision goes on rising.
     */
    CompletableFuture<DataResult<T>> removeAsync(String key);

    /** The keys that begin with a prefix, in the order of their UTF-8 bytes; the empty prefix = all. */
    CompletableFuture<Page<KeyInfo>> listKeysAsync(String prefix, Paging paging);

    /**
     * The earlier values of a key that are still kept, by revision; never the present one. A page may hold fewer than asked for although another
     * follows.
     */
    CompletableFuture<Page<KeyInfo>> listVersionsAsync(String key, ProfileVersion.Range range, Paging paging);

    /** The value of one revision, present or earlier; empty if there was none, or it is no longer kept. */
    CompletableFuture<Optional<DataEntry<T>>> getVersionAsync(String key, long revision);

    /**
     * The value that a key had at a moment of the storage's clock: of the newest revision written at or before it that is kept; empty if there is
     * none, or if that revision removed the value.
     */
    CompletableFuture<Optional<DataEntry<T>>> getVersionAtTimeAsync(String key, Instant moment);

    /** Removes one earlier revision for ever; true if it was kept. The present one is removed by {@link #removeAsync}, not by this. */
    CompletableFuture<Boolean> removeVersionAsync(String key, long revision);

    /** The keys that have a score in the range, in the order of their scores and, where these are equal, of their keys. */
    CompletableFuture<Page<KeyInfo>> topAsync(ScoreRange range, Paging paging);
}
