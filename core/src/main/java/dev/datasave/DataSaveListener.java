package dev.datasave;

import dev.datasave.engine.loop.EventLog;
import dev.datasave.engine.loop.LoggedCause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Receives the events that no caller waits for. By default, whatever costs a player or an owner something is logged: each kind of cause at once, and then, at the end
 * of the minute, how often it came. The log has classes, places and stacks of what the game's code threw, but not its messages, which may quote a player's data. What a
 * method says nothing about is not logged. Methods are called on virtual threads, never on the engine's loop; an exception that
 * one throws is logged and has no other effect. {@link DataSave#close} waits until all have returned, for 5 s.
 */
public interface DataSaveListener {

    /** This server owns a profile now. {@code how} says how it got the profile, {@code took} how long the load took. */
    default void acquired(ProfileId profile, Acquired how, Duration took) {}

    /**
     * A load ended without a profile, because the profile can't be read, is of a newer version, or something failed. By default it is logged.
     *
     * @param reason one of {@link NotLoadedReason.Corrupt}, {@link NotLoadedReason.NewerSchema}, {@link NotLoadedReason.Unavailable}
     * @param cause what was thrown, if anything was: also by a migration, a codec or a template of the game
     */
    default void loadRefused(ProfileId profile, NotLoadedReason reason, Optional<Throwable> cause) {
        String what = reason instanceof NotLoadedReason.Unavailable
                ? "A load failed"
                : "A profile can't be loaded: " + reason.getClass().getSimpleName();
        if (cause.isPresent()) {
            EventLog.OF_PROCESS.failed(
                    System.Logger.Level.ERROR, what, profile.toString(), LoggedCause.of(cause.get()));
        } else {
            String why = reason instanceof NotLoadedReason.NewerSchema ? reason.toString() : "";
            EventLog.OF_PROCESS.log(System.Logger.Level.ERROR, what, profile.toString(), why);
        }
    }

    /** A session ended on this server. */
    default void released(ProfileId profile, ReleaseReason reason) {}

    /** A write was refused because the stored entry no longer belonged to the session. The write changed nothing (P1). */
    default void staleWriteRefused(ProfileId profile) {}

    /** A state was not saved, and never will be unless it is in the spool. By default each one is logged, with the profile's name. */
    default void lostUpdate(LostUpdate lost) {
        LoggedCause cause = lost.cause().map(LoggedCause::of).orElse(null);
        String of = lost.profile() + ", " + lost.reason();
        if (lost.spooled().isPresent()) {
            String where = lost.spooled().get().toString();
            EventLog.OF_PROCESS.each(
                    System.Logger.Level.WARNING, "Not saved yet: " + of + "; its state waits in " + where, cause);
        } else {
            EventLog.OF_PROCESS.each(System.Logger.Level.ERROR, "Lost update of " + of, cause);
        }
    }

    /** A state from the spool is now stored, or turned out to have been stored before, by itself or as part of a newer state. */
    default void replayed(ProfileId profile) {}

    /**
     * A state from the spool no longer fit when the storage could take it, because another session had written the profile. It is kept for
     * {@link ProfileStore#orphansAsync}. By default it is logged.
     *
     * @param orphan its {@link Orphan#id}
     */
    default void orphanKept(ProfileId profile, String orphan) {
        EventLog.OF_PROCESS.each(
                System.Logger.Level.WARNING, "Kept an orphan version of " + profile + ": " + orphan, null);
    }

    /** A state from the spool was dropped, because its profile has been erased since (P14). */
    default void spoolDropped(ProfileId profile) {}

    /**
     * A file of the spool, or its directory, can't be used: it can't be written, or its content can't be read or stored. The file stays where it is.
     * By default the failure is logged.
     */
    default void spoolFailed(Path file, Throwable cause) {
        EventLog.OF_PROCESS.failed(
                System.Logger.Level.ERROR, "The spool can't be used", file.toString(), LoggedCause.ofStorage(cause));
    }

    /**
     * This profile can't be saved. Either its write fails while others succeed, or its data can't be encoded; both are tried again. Or its validator
     * refuses the data ({@link DataSaveException.InvalidData}), which is tried again after the next edit.
     */
    default void saveFailed(ProfileId profile, Throwable cause) {
        EventLog.OF_PROCESS.failed(
                System.Logger.Level.WARNING,
                "A save fails, and is tried again",
                profile.toString(),
                LoggedCause.of(cause));
    }

    /**
     * The storage has found an entry damaged: it does not match its checksum, or its place in the file can't be read. It is not delivered and stays as it is.
     * By default it is logged.
     *
     * @param store a store's name, or one of DataSave's own, which begin with {@code ~}
     * @param damage what was found and expected
     */
    default void entryDamaged(String store, String key, String damage) {
        EventLog.OF_PROCESS.log(System.Logger.Level.ERROR, "A stored entry is damaged", store + "/" + key, damage);
    }

    /** A storage call failed. It is tried again where that is needed. */
    default void storageFailed(Throwable cause) {
        EventLog.OF_PROCESS.failed(
                System.Logger.Level.WARNING, "A call of the storage failed", "", LoggedCause.ofStorage(cause));
    }

    /**
     * This server's lease has ended, or the storage fails for a reason that lasts. All its profiles are suspended (P3).
     *
     * @param why what the storage has answered, or that it has not
     */
    default void suspended(String why) {
        EventLog.OF_PROCESS.log(
                System.Logger.Level.WARNING, "Suspended: this server refuses all edits for now", "", why);
    }

    /**
     * One profile is suspended, because the storage does not take its state, while it takes others: at once if the storage knows that this lasts, else
     * after as long as a lease is valid. The state is kept and sent again until it is stored. If the session ends before, the state goes to the spool,
     * or is reported as {@link #lostUpdate}.
     *
     * @param why what the storage has answered
     */
    default void profileSuspended(ProfileId profile, String why) {
        EventLog.OF_PROCESS.log(
                System.Logger.Level.ERROR, "Suspended: a profile refuses edits for now", profile.toString(), why);
    }

    /** The storage has taken the state of a profile that was suspended alone. It has resumed, unless the server is suspended. */
    default void profileResumed(ProfileId profile) {
        EventLog.OF_PROCESS.log(
                System.Logger.Level.INFO, "Resumed: the profile can be stored again", profile.toString(), "");
    }

    /** The lease is valid again. The profiles have resumed (P3). */
    default void resumed() {
        EventLog.OF_PROCESS.log(System.Logger.Level.INFO, "Resumed: the lease is valid again", "", "");
    }

    /** Another server removed this server's lease. This server goes on as a new incarnation (P3). */
    default void reincarnated(String incarnation) {
        EventLog.OF_PROCESS.log(
                System.Logger.Level.WARNING,
                "The lease was removed by another server; this one goes on under a new name",
                incarnation,
                "");
    }

    /** This server found another one dead and removed its lease (P4). */
    default void buried(String serverName, String incarnation) {
        EventLog.OF_PROCESS.log(
                System.Logger.Level.WARNING,
                "A server is taken for dead, and its profiles are free",
                serverName + ", " + incarnation,
                "");
    }

    /** A listener, an edit, a history policy or a {@code rankedBy} function of the game threw. */
    default void listenerFailed(ProfileId profile, Throwable cause) {
        EventLog.OF_PROCESS.failed(
                System.Logger.Level.ERROR, "Code of the game threw", profile.toString(), LoggedCause.of(cause));
    }

    /** A listener did not return in time or the home executor refused it. The engine went on without it. */
    default void listenerPassedOver(ProfileId profile, String which) {
        EventLog.OF_PROCESS.log(
                System.Logger.Level.WARNING,
                "Passed over: " + which + " did not return in time",
                profile.toString(),
                "");
    }

    /**
     * Sweeping history has stopped, because a sweep would remove more than a tenth of it and the storage's clock may be wrong. This is called every
     * hour until the clock is right; after seven days by that clock it is taken as right. By default a warning is logged.
     *
     * @param due how many superseded revisions are due for removal by that clock
     * @param all how many superseded revisions there are
     */
    default void sweepStopped(long due, long all) {
        EventLog.OF_PROCESS.each(
                System.Logger.Level.WARNING,
                "Sweep of history stopped: " + due + " of " + all
                        + " superseded revisions have passed their time by the" + " storage's clock; is it right?",
                null);
    }

    /** A message was not acknowledged before it expired. It can be read as a dead letter for 30 days. */
    default void messageExpired(ProfileId profile, Message.Pending message) {
        EventLog.OF_PROCESS.log(
                System.Logger.Level.WARNING,
                "A message expired before its player came: " + message.type(),
                profile + ", " + message.id(),
                "");
    }

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
        EventLog.OF_PROCESS.failed(
                System.Logger.Level.ERROR, "A fault of DataSave itself, please report it", "", LoggedCause.of(fault));
    }
}
