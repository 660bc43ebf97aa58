package dev.datasave.metrics;

import java.util.List;
import java.util.stream.Stream;

/** What is counted when it happens. All but what comes with each join and quit is there from the start as 0, so that an alert sees the first one. */
enum Told {
    REFUSED_LOAD("datasave.loads.refused", "Loads that ended because a profile can't be read, or something was thrown"),
    RELEASE("datasave.releases", "Sessions that have ended"),
    STALE_WRITE("datasave.writes.refused", "Writes that were refused, because the profile was no longer the session's"),
    LOST_UPDATE("datasave.updates.lost", "States that were not saved; kept=spool: they wait in the spool"),
    FAILED_SAVE("datasave.saves.failed", "Tries to save a profile that have failed while others succeeded"),
    PROFILE_SUSPENSION("datasave.profiles.suspensions", "How often one profile was suspended by itself"),
    PROFILE_RESUMPTION(
            "datasave.profiles.resumptions", "How often a profile suspended by itself could be stored again"),
    FAILED_LISTENER("datasave.listeners.failed", "How often code of the game threw"),
    LATE_LISTENER("datasave.listeners.late", "How often a listener of the game did not return in time, or was refused"),
    EXPIRED_MESSAGE("datasave.messages.expired", "Messages that were not acknowledged in time"),
    DAMAGED_ENTRY("datasave.entries.damaged", "Reads that have found a damaged entry"),
    SPOOLED_STATE("datasave.spool.states", "States of the spool, and what became of them"),
    FAILED_CALL("datasave.storage.failures", "Calls of the storage that have failed, or were overdue"),
    SUSPENSION("datasave.suspensions", "How often this server was suspended"),
    RESUMPTION("datasave.resumptions", "How often the lease became valid again"),
    REINCARNATION("datasave.reincarnations", "How often another server removed this server's lease"),
    BURIED_SERVER("datasave.servers.buried", "Servers that this server has found dead"),
    STOPPED_SWEEP("datasave.sweeps.stopped", "How often the sweep of history stopped, because the clock may be wrong"),
    ENGINE_FAULT("datasave.engine.faults", "Faults of DataSave itself"),
    STORAGE_WRITE("datasave.storage.writes", "Writes that the storage has decided");

    /** Label of the store. */
    static final String STORE = "store";

    private static final List<Told> OF_STORES = List.of(
            STALE_WRITE,
            FAILED_SAVE,
            PROFILE_SUSPENSION,
            PROFILE_RESUMPTION,
            FAILED_LISTENER,
            LATE_LISTENER,
            EXPIRED_MESSAGE,
            DAMAGED_ENTRY);
    private static final List<Told> OF_SERVERS =
            List.of(FAILED_CALL, SUSPENSION, RESUMPTION, REINCARNATION, BURIED_SERVER, STOPPED_SWEEP, ENGINE_FAULT);

    private final String meter;
    private final String description;

    Told(String meter, String description) {
        this.meter = meter;
        this.description = description;
    }

    /** The name of its counter. */
    String meter() {
        return meter;
    }

    String description() {
        return description;
    }

    /** Begins the counters of a server at 0. */
    static void begin(Meters meters) {
        OF_SERVERS.forEach(meters::zero);
        Stream.of("replayed", "orphan", "dropped", "failed")
                .forEach(outcome -> meters.zero(SPOOLED_STATE, "outcome", outcome));
    }

    /** Begins the counters of a store at 0. */
    static void begin(Meters meters, String store) {
        OF_STORES.forEach(told -> meters.zero(told, STORE, store));
        Stream.of("spool", "no").forEach(kept -> meters.zero(LOST_UPDATE, STORE, store, "kept", kept));
        Stream.of("corrupt", "newer-schema", "unavailable")
                .forEach(reason -> meters.zero(REFUSED_LOAD, STORE, store, "reason", reason));
    }
}
