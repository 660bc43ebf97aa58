package dev.datasave;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What takes part in a transaction (P12). Immutable: every method returns a changed copy. */
public final class Participants {
    private final List<Profile<?>> profiles;

    private Participants(Collection<? extends Profile<?>> profiles) {
        this.profiles = List.copyOf(profiles);
    }

    /** These profiles, which are to be active on this server. */
    public static Participants of(Profile<?>... profiles) {
        return new Participants(List.of(profiles));
    }

    /** These profiles, which are to be active on this server. */
    public static Participants of(Collection<? extends Profile<?>> profiles) {
        return new Participants(profiles);
    }

    /** One profile more. */
    public Participants and(Profile<?> profile) {
        List<Profile<?>> more = new ArrayList<>(profiles);
        more.add(profile);
        return new Participants(more);
    }

    /** The profiles; unmodifiable. */
    public List<Profile<?>> profiles() {
        return profiles;
    }
}
