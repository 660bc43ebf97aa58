package dev.datasave;

import java.util.Optional;

/** Why a load ended without a profile. The stored data was not changed. */
public sealed interface NotLoadedReason {

    /**
     * The load was cancelled: its future was completed or cancelled from outside, {@code releaseAsync} was called, or its policy answered
     * {@link WhenHeld#CANCEL} before delivery.
     */
    record Cancelled() implements NotLoadedReason {}

    /** A newer load of the same profile, on this server or another, took its place (P7). */
    record Superseded() implements NotLoadedReason {}

    /**
     * Another session holds the profile, and the load's policy did not allow taking it.
     *
     * @param by the session that holds it
     */
    record Held(Holder by) implements NotLoadedReason {}

    /**
     * The load or the wait took longer than its timeout.
     *
     * @param waitingFor the session that held the profile at the last look, if there was one
     */
    record TimedOut(Optional<Holder> waitingFor) implements NotLoadedReason {}

    /**
     * The stored data can't be read as a profile, or a migration threw. It stays as it is.
     *
     * @param problem the problem that was found, and where: the JSON path, what was found and what was expected. If the game's code threw (a constructor, a
     *     codec, a migration), it names the exception's class, and its message unless that quotes a value of the data. The exception itself is given to
     *     {@link DataSaveListener#loadRefused}
     */
    record Corrupt(String problem) implements NotLoadedReason {}

    /**
     * The stored data was written by a newer version of the game. It stays as it is.
     *
     * @param found the schema version that a reader must know
     * @param known the newest schema version that this server knows
     */
    record NewerSchema(int found, int known) implements NotLoadedReason {}

    /**
     * The storage did not answer in time, this server had no valid lease in time, or the template or the policy threw.
     *
     * @param cause the last error
     */
    record Unavailable(Throwable cause) implements NotLoadedReason {}

    /**
     * The profile was {@linkplain ProfileStore#moveProfileAsync moved} to another key (P15). Load that key instead.
     *
     * @param to the key under which the profile is now, however often it was moved
     */
    record Moved(String to) implements NotLoadedReason {}

    /** This server is closing or closed. */
    record Closing() implements NotLoadedReason {}
}
