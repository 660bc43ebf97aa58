package dev.datasave.metrics;

import dev.datasave.DataSaveListener;
import dev.datasave.LostUpdate;
import dev.datasave.Message;
import dev.datasave.NotLoadedReason;
import dev.datasave.ProfileId;
import dev.datasave.ReleaseReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts each event, then passes it on. Thread-safe. */
final class MeteredListener implements DataSaveListener {
    private final DataSaveListener next;
    private final Meters meters;
    private final Set<String> stores = ConcurrentHashMap.newKeySet();

    MeteredListener(DataSaveListener next, Meters meters) {
        this.next = next;
        this.meters = meters;
        Told.begin(meters);
    }

    private String store(ProfileId profile) {
        return store(profile.store());
    }

    private String store(String name) {
        if (!stores.contains(name) && stores.add(name)) {
            Told.begin(meters, name);
        }
        return name;
    }

    private void count(Told what, ProfileId profile) {
        meters.more(what, Told.STORE, store(profile));
    }

    private void count(Told what, ProfileId profile, String label, String value) {
        meters.more(what, Told.STORE, store(profile), label, value);
    }

    @Override
    public void acquired(ProfileId profile, Acquired how, Duration took) {
        meters.took(
                took.toNanos(),
                "datasave.loads",
                "Loads that ended with a profile, and how it was got",
                Told.STORE,
                store(profile),
                "how",
                Meters.word(how));
        next.acquired(profile, how, took);
    }

    @Override
    public void loadRefused(ProfileId profile, NotLoadedReason reason, Optional<Throwable> cause) {
        count(Told.REFUSED_LOAD, profile, "reason", Meters.word(reason.getClass()));
        next.loadRefused(profile, reason, cause);
    }

    @Override
    public void released(ProfileId profile, ReleaseReason reason) {
        count(Told.RELEASE, profile, "reason", Meters.word(reason));
        next.released(profile, reason);
    }

    @Override
    public void staleWriteRefused(ProfileId profile) {
        count(Told.STALE_WRITE, profile);
        next.staleWriteRefused(profile);
    }

    @Override
    public void lostUpdate(LostUpdate lost) {
        count(Told.LOST_UPDATE, lost.profile(), "kept", lost.spooled().isPresent() ? "spool" : "no");
        next.lostUpdate(lost);
    }

    @Override
    public void replayed(ProfileId profile) {
        meters.more(Told.SPOOLED_STATE, "outcome", "replayed");
        next.replayed(profile);
    }

    @Override
    public void orphanKept(ProfileId profile, String orphan) {
        meters.more(Told.SPOOLED_STATE, "outcome", "orphan");
        next.orphanKept(profile, orphan);
    }

    @Override
    public void spoolDropped(ProfileId profile) {
        meters.more(Told.SPOOLED_STATE, "outcome", "dropped");
        next.spoolDropped(profile);
    }

    @Override
    public void spoolFailed(Path file, Throwable cause) {
        meters.more(Told.SPOOLED_STATE, "outcome", "failed");
        next.spoolFailed(file, cause);
    }

    @Override
    public void saveFailed(ProfileId profile, Throwable cause) {
        count(Told.FAILED_SAVE, profile);
        next.saveFailed(profile, cause);
    }

    @Override
    public void entryDamaged(String store, String key, String damage) {
        meters.more(Told.DAMAGED_ENTRY, Told.STORE, store(store));
        next.entryDamaged(store, key, damage);
    }

    @Override
    public void storageFailed(Throwable cause) {
        meters.more(Told.FAILED_CALL);
        next.storageFailed(cause);
    }

    @Override
    public void suspended(String why) {
        meters.more(Told.SUSPENSION);
        next.suspended(why);
    }

    @Override
    public void profileSuspended(ProfileId profile, String why) {
        count(Told.PROFILE_SUSPENSION, profile);
        next.profileSuspended(profile, why);
    }

    @Override
    public void profileResumed(ProfileId profile) {
        count(Told.PROFILE_RESUMPTION, profile);
        next.profileResumed(profile);
    }

    @Override
    public void resumed() {
        meters.more(Told.RESUMPTION);
        next.resumed();
    }

    @Override
    public void reincarnated(String incarnation) {
        meters.more(Told.REINCARNATION);
        next.reincarnated(incarnation);
    }

    @Override
    public void buried(String serverName, String incarnation) {
        meters.more(Told.BURIED_SERVER);
        next.buried(serverName, incarnation);
    }

    @Override
    public void listenerFailed(ProfileId profile, Throwable cause) {
        count(Told.FAILED_LISTENER, profile);
        next.listenerFailed(profile, cause);
    }

    @Override
    public void listenerPassedOver(ProfileId profile, String which) {
        count(Told.LATE_LISTENER, profile);
        next.listenerPassedOver(profile, which);
    }

    @Override
    public void sweepStopped(long due, long all) {
        meters.more(Told.STOPPED_SWEEP);
        next.sweepStopped(due, all);
    }

    @Override
    public void messageExpired(ProfileId profile, Message.Pending message) {
        count(Told.EXPIRED_MESSAGE, profile);
        next.messageExpired(profile, message);
    }

    @Override
    public void engineFault(Throwable fault) {
        meters.more(Told.ENGINE_FAULT);
        next.engineFault(fault);
    }
}
