package dev.datasave;

import com.google.gson.JsonElement;
import java.time.Instant;
import java.util.Optional;

/**
 * A final state of a profile that could not be stored in time and no longer fit later, because another session had written the profile since. It is
 * kept for an operator to look at until it is {@linkplain ProfileStore#discardOrphanAsync discarded}.
 *
 * @param id its id, made of the profile's id, the revision that the state builds on, and a random part
 * @param data the data, migrated and reconciled as a load would do it; empty if this version of the game can't read it
 * @param stored the data as it is stored
 * @param info the rest of the state: the revision that it builds on, the people connected to it, and so on; {@code updated} is when the orphan was
 *     stored, by the storage's clock
 * @param server the name of the server whose session ended with this state
 * @param reason why that session ended
 * @param spooled when the state was spooled, by the clock of that server
 * @param <T> the data's type
 */
public record Orphan<T>(
        String id,
        Optional<T> data,
        JsonElement stored,
        ProfileInfo info,
        String server,
        ReleaseReason reason,
        Instant spooled) {}
