package dev.datasave;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What happened that no caller waits for. Every method does nothing by default. Called on the user's threads, never on the engine's; an
 * exception is logged and has no other effect.
 */
public interface DataSaveListener {

    /** This server owns a profile now. {@code how} it came to be. */
    default void acquired(ProfileId profile, Acquired how, Duration took) {}

    /** A session ended on this server. */
    default void released(ProfileId profile, ReleaseReason reason) {}

    /** A write was refused because the stored entry was no longer this session's: nothing was changed by it (P1). */
    default void staleWriteRefused(ProfileId profile) {}

    /** A state was not saved, and never will be unless it lies in the spool. By default it is logged. */
    default void lostUpdate(LostUpdate lost) {
        System.Logger log = System.getLogger(DataSave.class.getName());
        if (lost.spooled().isPresent()) {
            log.log(
                    System.Logger.Level.WARNING,
                    "Not saved yet: {0}, {1}; its state waits in {2}",
                    lost.profile(),
                    lost.reason(),
                    lost.spooled().get());
        } else {
            log.log(System.Logger.Level.ERROR, "Lost update of {0}: {1}", lost.profile(), lost.reason());
        }
    }

    /** A state from the spool is stored now, or turned out to be stored or part of what is. */
    default void replayed(ProfileId profile) {}

    /**
     * A state from the spool did not fit any more when the storage could take it: it is kept for {@link ProfileStore#orphansAsync}. By default it is
     * logged.
     *
     * @param orphan its {@link Orphan#id}
     */
    default void orphanKept(ProfileId profile, String orphan) {
        System.getLogger(DataSave.class.getName())
                .log(System.Logger.Level.WARNING, "Kept an orphan version of {0}: {1}", profile, orphan);
    }

    /** A state from the spool was dropped, because its profile has been erased since (P14). */
    default void spoolDropped(ProfileId profile) {}

    /**
     * A file of the spool, or the directory itself, can't be used: it can't be written, or what is in it can't be read or stored. What is there
     * stays there. By default it is logged.
     */
    default void spoolFailed(Path file, Throwable cause) {
        System.getLogger(DataSave.class.getName()).log(System.Logger.Level.ERROR, "Spool: " + file, cause);
    }

    /**
     * A write of this profile fails while others succeed, or its data can't be encoded: it is tried again. Or its validator refuses the data
     * ({@link DataSaveException.InvalidData}): that is tried again when it was edited.
     */
    default void saveFailed(ProfileId profile, Throwable cause) {}

    /** A storage call failed; it is tried again where that is needed. */
    default void storageFailed(Throwable cause) {}

    /** The lease has ended for this server: all profiles are suspended (P3). */
    default void suspended() {}

    /** The lease is valid again: profiles have resumed (P3). */
    default void resumed() {}

    /** The server's lease was removed by another; it goes on as a new incarnation (P3). */
    default void reincarnated(String incarnation) {}

    /** This server judged another one dead and removed its lease (P4). */
    default void buried(String serverName, String incarnation) {}

    /** A listener, an edit, a history policy or a {@code rankedBy} function of the game threw. */
    default void listenerFailed(ProfileId profile, Throwable cause) {}

    /** A listener had not returned in time and was passed over, or the home executor refused it. */
    default void listenerPassedOver(ProfileId profile, String which) {}

    /**
     * Sweeping history has stopped, because it would remove more than a tenth of it and the storage's clock may be wrong. Told every hour
     * until the clock is right; after seven days by that clock it is taken as right. By default a warning is logged.
     *
     * @param due how many superseded revisions have passed their time by that clock
     * @param all how many there are
     */
    default void sweepStopped(long due, long all) {
        System.getLogger(DataSave.class.getName())
                .log(
                        System.Logger.Level.WARNING,
                        "Sweep of history stopped: {0} of {1} superseded revisions have passed their time by the storage''s"
                                + " clock; is it right?",
                        due,
                        all);
    }

    /** A message was not acknowledged before it expired. It can be read as a dead letter for 30 days. */
    default void messageExpired(ProfileId profile, Message.Pending message) {}

    /** How a profile came to be owned. */
    enum Acquired {
        /** Nobody held it. */
        FREE,
        /** Its holder handed it over (P5). */
        HANDOVER,
        /** Its holder was dead (P4). */
        TAKEOVER,
        /** It was stolen (P8). */
        STEAL
    }

    /**
     * A part of DataSave met what it does not expect, or threw: a fault of DataSave itself, or of an {@link dev.datasave.spi.Environment}. DataSave goes on
     * with what it has. By default it is logged; please report it.
     */
    default void engineFault(Throwable fault) {
        System.getLogger(DataSave.class.getName())
                .log(System.Logger.Level.ERROR, "A fault of DataSave itself, please report it", fault);
    }
}
