package dev.datasave;

import java.util.Optional;

/** Why a load ended without a profile. Nothing was changed in the stored data. */
public sealed interface NotLoadedReason {

    /** The load's future was completed or cancelled, {@code releaseAsync} was called, or its policy said cancel before delivery. */
    record Cancelled() implements NotLoadedReason {}

    /** A newer load of the same profile, here or elsewhere, came after this one (P7). */
    record Superseded() implements NotLoadedReason {}

    /**
     * Another session holds it and the load was not to take it.
     *
     * @param by who
     */
    record Held(Holder by) implements NotLoadedReason {}

    /**
     * The time was over.
     *
     * @param waitingFor who held it at the last look, if anybody did
     */
    record TimedOut(Optional<Holder> waitingFor) implements NotLoadedReason {}

    /**
     * The stored data can't be read as a profile; it stays as it is.
     *
     * @param problem what was found, and where
     */
    record Corrupt(String problem) implements NotLoadedReason {}

    /**
     * The stored data was written by a newer version of the game; it stays as it is.
     *
     * @param found the schema version that a reader must know
     * @param known the newest schema version that this server knows
     */
    record NewerSchema(int found, int known) implements NotLoadedReason {}

    /**
     * The storage, or this server's lease, was not to be had in time; or the template, a migration or the policy threw.
     *
     * @param cause the last error
     */
    record Unavailable(Throwable cause) implements NotLoadedReason {}

    /** This server is closing or closed. */
    record Closing() implements NotLoadedReason {}
}
