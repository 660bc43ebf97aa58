package dev.datasave;

import com.google.gson.JsonElement;
import java.util.Map;
import java.util.Set;

/**
 * Takes one person out of an entry that others share (P14). Called on a virtual thread, again with the newer value if somebody has changed the
 * entry meanwhile: it should have no effect but its answer. If it throws, the entry stays as it is and the receipt says so.
 */
@FunctionalInterface
public interface Detach {

    /** What is to become of the entry. */
    Outcome detach(Shared entry);

    /**
     * An entry that others share.
     *
     * @param store its store
     * @param key its key
     * @param value its value, as it is stored: whatever its schema version is; a copy, which may be changed and given back
     * @param userIds the people connected to it, the one to be detached among them unless a key template named the entry
     * @param metadata its metadata
     * @param userId the person to be detached
     */
    record Shared(
            String store,
            String key,
            JsonElement value,
            Set<String> userIds,
            Map<String, String> metadata,
            String userId) {}

    /** What is to become of the entry. */
    sealed interface Outcome {
        /** It goes on with this value and this metadata, not connected to the person, and without its history. */
        static Outcome rewrite(JsonElement value, Map<String, String> metadata) {
            return new Rewrite(value, metadata);
        }

        /** It is removed as a whole, with its history. */
        static Outcome remove() {
            return new Remove();
        }

        /** It stays as it is, connected, with its history; why is for the receipt. */
        static Outcome keep(String why) {
            return new Keep(why);
        }
    }

    /**
     * See {@link Outcome#rewrite}.
     *
     * @param value the value without the person
     * @param metadata the metadata without the person
     */
    record Rewrite(JsonElement value, Map<String, String> metadata) implements Outcome {
        /** Copies the metadata. */
        public Rewrite {
            metadata = Map.copyOf(metadata);
        }
    }

    /** See {@link Outcome#remove}. */
    record Remove() implements Outcome {}

    /**
     * See {@link Outcome#keep}.
     *
     * @param why a reason, for the receipt
     */
    record Keep(String why) implements Outcome {}
}
