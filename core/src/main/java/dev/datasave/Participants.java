package dev.datasave;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** What takes part in a transaction (P12). Immutable: every method returns a changed copy. */
public final class Participants {
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
        return new Participants(profiles, List.of());
    }

    /** One profile more. */
    public Participants and(Profile<?> profile) {
        List<Profile<?>> more = new ArrayList<>(profiles);
        more.add(profile);
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
