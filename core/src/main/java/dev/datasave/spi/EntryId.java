package dev.datasave.spi;

/**
 * The id of an entry: a store and a key within it. Both are compared and listed by their UTF-8 bytes.
 *
 * @param store 1 to 100 bytes of UTF-8; names that start with {@code ~} belong to the engine
 * @param key 1 to 400 bytes of UTF-8
 */
public record EntryId(String store, String key) {

    /**
     * Checks both parts.
     *
     * @throws IllegalArgumentException if a part is empty, too long, or has a character that R10 forbids
     */
    public EntryId {
        Limits.checkStore(store);
        Limits.checkKey(key);
    }

    @Override
    public String toString() {
        return store + "/" + key;
    }
}
