package dev.datasave;

/**
 * The id of a profile.
 *
 * @param store the name of its store
 * @param key its key
 */
public record ProfileId(String store, String key) {
    @Override
    public String toString() {
        return store + "/" + key;
    }
}
