package dev.datasave;

import dev.datasave.spi.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The shared records of one kind, such as guilds, shops or global settings. No server owns them, every server may write them, and each write is a
 * compare-and-set. Every method may be called from any thread; futures complete on virtual threads.
 *
 * <ul>
 *   <li>Writes of one key on one server are carried out one after the other, in the order of the calls. If another server wrote the key first, the
 *       write is tried again on top of that server's value.
 *   <li>A completed write is durable, also against a power cut where the storage supports that, and every read that starts later sees it (R3). User
 *       ids, metadata and score stay as they are unless {@link WriteOptions} say otherwise.
 *   <li>If a living server holds the entry as a profile, because it opened a profile store of the same name, a write is refused as
 *       {@link DataResult.Held}.
 * </ul>
 *
 * <p>Keys are 1 to 400 bytes of UTF-8 (R10); every method that takes a key throws {@link IllegalArgumentException} for any other, before any I/O. A
 * future fails with {@link DataSaveException.InvalidData} if a value can't be read or written; the stored value stays as it is. It fails with
 * {@link DataSaveException.StorageFailed} if the storage does not answer; a write is first repeated for the server's {@code outageGrace} (60 s), and
 * the message says whether it may have been stored. It fails with {@link DataSaveException.Closed} after the server was closed.
 *
 * @param <T> the type of the values
 */
public interface DataStore<T> {

    /** The store's name. */
    String name();

    /** Reads the current value; empty if the key has never been written, or was removed. */
    CompletableFuture<Optional<DataEntry<T>>> getAsync(String key);

    /** Like {@link #setAsync(String, Object, WriteOptions)}; keeps user ids, metadata and score. */
    default CompletableFuture<DataResult<T>> setAsync(String key, T value) {
        return setAsync(key, value, WriteOptions.defaults());
    }

    /**
     * Replaces the whole value, whatever it was. The result is never {@link DataResult.Declined}. The value is encoded before this method returns, so
     * the caller may change it afterwards. To change an existing value, use {@link #updateAsync}, because another server may write between a get and
     * a set.
     *
     * @throws IllegalStateException if the options set the score of a store that is {@linkplain DataStoreOptions#rankedBy ranked by} its values
     */
    CompletableFuture<DataResult<T>> setAsync(String key, T value, WriteOptions options);

    /** Like {@link #updateAsync(String, Function, WriteOptions)}; keeps user ids, metadata and score. */
    default CompletableFuture<DataResult<T>> updateAsync(
            String key, Function<? super Optional<DataEntry<T>>, Optional<T>> change) {
        return updateAsync(key, change, WriteOptions.defaults());
    }

    /**
     * Replaces the value by the function's result. The function gets the current entry, or empty if there is none; if it returns empty, nothing is
     * written and the result is {@link DataResult.Declined}. No other write comes between the entry that the function sees and the value that is
     * written.
     *
     * @param change a pure function, called on a virtual thread, and again if another server wrote first. If it throws, the future fails with that
     *     exception and nothing is written. Stored fields that the value's class does not have are kept
     * @throws IllegalStateException if the options set the score of a store that is {@linkplain DataStoreOptions#rankedBy ranked by} its values
     */
    CompletableFuture<DataResult<T>> updateAsync(
            String key, Function<? super Optional<DataEntry<T>>, Optional<T>> change, WriteOptions options);

    /**
     * Adds to a number; a key without a value counts as 0. If the type can't hold the sum, the future fails with
     * {@link DataSaveException.InvalidData} and nothing is written.
     *
     * @throws IllegalStateException if the store's values are not {@code Integer}, {@code Long} or {@code Double}
     */
    CompletableFuture<DataResult<T>> incrementAsync(String key, long delta);

    /**
     * Removes the value. The result is {@link DataResult.Written} with the removed value, or {@link DataResult.Declined} if there was none. History
     * keeps the removed value as the policy says. The key can be written again, and its revision goes on rising.
     */
    CompletableFuture<DataResult<T>> removeAsync(String key);

    /** Lists the keys that begin with a prefix, in the order of their UTF-8 bytes; an empty prefix lists all. */
    CompletableFuture<Page<KeyInfo>> listKeysAsync(String prefix, Paging paging);

    /**
     * Lists the earlier revisions of a key that are still kept, in the order of revision; never the current one. A page may hold fewer items than
     * asked for although another page follows.
     */
    CompletableFuture<Page<KeyInfo>> listVersionsAsync(String key, ProfileVersion.Range range, Paging paging);

    /** Reads the value of one revision, current or earlier; empty if the revision had none, or is no longer kept. */
    CompletableFuture<Optional<DataEntry<T>>> getVersionAsync(String key, long revision);

    /**
     * Reads the value that a key had at a moment of the storage's clock: that of the newest kept revision written at or before the moment. Empty if
     * there is no such revision, or if it removed the value.
     */
    CompletableFuture<Optional<DataEntry<T>>> getVersionAtTimeAsync(String key, Instant moment);

    /** Removes one earlier revision for ever; true if there was one to remove. The current revision stays; use {@link #removeAsync} for that. */
    CompletableFuture<Boolean> removeVersionAsync(String key, long revision);

    /**
     * Lists the entries of the store's {@linkplain DataStoreOptions#rankedBy ranking} with a stored score in the range, each with its rank. A page numbers
     * its places on from the page before, so what is stored between two pages can shift the numbers.
     */
    CompletableFuture<Page<Ranking.Place>> topAsync(Ranking.Range range, Paging paging);

    /**
     * The rank of an entry in the store's ranking, counted from 1 at the best end; empty if it is not listed. It counts the entries before this one on
     * the storage's index, which takes longer the further down the list it stands.
     */
    CompletableFuture<OptionalLong> rankAsync(String key);

    /** Counts the entries of the store's ranking with a stored score in the range; {@link Ranking.Range#all()} counts the whole list. */
    CompletableFuture<Long> rankedCountAsync(Ranking.Range range);

    /**
     * Lists an entry's place in the store's ranking and those around it, the best first; empty if it is not listed. Near an end of the list, there are
     * fewer places on that side. What is stored while this is read can leave an entry out or show it twice, and shift the ranks.
     *
     * @param before how many better places, 0 to 1,000
     * @param after how many worse ones, 0 to 1,000
     * @throws IllegalArgumentException if one of them is out of range
     */
    CompletableFuture<List<Ranking.Place>> rankingAroundAsync(String key, int before, int after);
}
