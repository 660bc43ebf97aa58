package dev.datasave.platform;

import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import java.util.Optional;

/**
 * The answer to a connection that asks to come in.
 *
 * @param <T> the profile's data
 */
public sealed interface Arrival<T> {

    /**
     * The player may come in: the profile is loaded and published. Say {@link PlayerSessions#arrived} when he is in the game, and kick him when you are
     * told to.
     *
     * @param profile the player's profile on this server
     * @param isNew true if the profile has never been loaded before; the moment for a gift to new players, which no return to an earlier phase of the
     *     connection repeats
     * @param <T> its data
     */
    record LetIn<T>(Profile<T> profile, boolean isNew) implements Arrival<T> {}

    /**
     * The player may not come in: close the connection. His data was not changed, and this server does not hold it, or is giving it back.
     *
     * @param reason what to tell the player
     * @param load for the owner of the server: how the load ended, if it did end before the connection
     * @param <T> the profile's data
     */
    record Refused<T>(Reason reason, Optional<NotLoadedReason> load) implements Arrival<T> {}
}
