package dev.datasave.importing;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a source has, one after the other. */
public sealed interface ImportItem {

    /** Where in the source it stands, for people: a file, a line, a row. */
    String where();

    /**
     * A profile.
     *
     * @param where where it stands
     * @param key the key that it gets
     * @param versions its states, oldest first; the last one is the present state, the others become history. At least one
     * @param userIds the people it is connected to
     * @param updates what waits to be given to the profile, oldest first; each becomes a message
     */
    record Profile(String where, String key, List<Version> versions, Set<String> userIds, List<GlobalUpdate> updates)
            implements ImportItem {
        /**
         * Copies the collections.
         *
         * @throws IllegalArgumentException if there is no version
         */
        public Profile {
            versions = List.copyOf(versions);
            userIds = Set.copyOf(userIds);
            updates = List.copyOf(updates);
            if (versions.isEmpty()) {
                throw new IllegalArgumentException(where + ": found no state, expected one at least");
            }
        }

        /** A profile of one state, without messages. */
        public static Profile of(
                String where, String key, JsonElement value, Set<String> userIds, Map<String, String> metadata) {
            return new Profile(where, key, List.of(new Version(value, metadata, false, "")), userIds, List.of());
        }
    }

    /**
     * One state of a profile.
     *
     * @param value its data
     * @param metadata its metadata
     * @param isPinned whether history keeps it for ever, if it is not the present state. It becomes a pin, named after its origin
     * @param origin when and why the source saved it, for people: history shows it as the reason. Empty if there is nothing to say
     */
    record Version(JsonElement value, Map<String, String> metadata, boolean isPinned, String origin) {
        /** Copies the map. */
        public Version {
            metadata = Map.copyOf(metadata);
        }
    }

    /**
     * Something that can't be imported. The others can.
     *
     * @param where where it stands
     * @param why what was found and expected, without payloads
     */
    record Unusable(String where, String why) implements ImportItem {}
}
