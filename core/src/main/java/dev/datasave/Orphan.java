package dev.datasave;

import com.google.gson.JsonElement;
import java.time.Instant;
import java.util.Optional;

/**
 * A final state of a profile that could not be stored in time, and that did not fit any more when it could: another session had written since.
 * Kept for an operator to look at, until it is {@linkplain ProfileStore#discardOrphanAsync discarded}.
 *
 * @param id its name: what it belongs to, the revision that it builds on, and a random part
 * @param data the data, migrated and reconciled like a load's; empty if this version of the game can't read it
 * @param stored the data as it lies there
 * @param info what belongs to it: the revision that it builds on, whom it is connected to; {@code updated} is when it was kept, by the storage's clock
 * @param server the name of the server that had the state
 * @param reason how its session ended
 * @param spooled when it was spooled, by the clock of that server
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
