package dev.datasave;

/**
 * Which profile.
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
