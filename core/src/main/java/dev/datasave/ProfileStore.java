package dev.datasave;

import dev.datasave.spi.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The session-locked profiles of one kind. Every method may be called from any thread; futures complete on virtual threads.
 *
 * <p>Keys are 1 to 400 bytes of UTF-8 (R10); every method that takes one throws {@link IllegalArgumentException} for another, before any I/O.
 *
 * @param <T> the profiles' data
 */
public interface ProfileStore<T> {

    /** The store's name. */
    String name();

    /**
     * Loads a profile, taking it from another server if the options say so. Completes normally in every case but a bug: with the
     * profile, active here, or with the reason why not. Only a profile that has never existed or was removed starts from the template.
     *
     * <p>The future is the load's handle: completing or cancelling it cancels the load, and a session that nobody took is released.
     */
    CompletableFuture<LoadResult<T>> loadProfileAsync(String key, LoadOptions options);

    /** {@link #loadProfileAsync(String, LoadOptions)} with the default options. */
    default CompletableFuture<LoadResult<T>> loadProfileAsync(String key) {
        return loadProfileAsync(key, LoadOptions.defaults());
    }

    /**
     * Ends whatever this server has of the key: cancels a running load, releases an active profile. Completes when nothing is held
     * any more, with the final save's outcome where there was a session.
     */
    CompletableFuture<Optional<SaveResult>> releaseAsync(String key);

    /** The profile that is active here and was {@linkplain Profile#cache() published}. */
    Optional<Profile<T>> findFirstProfile(String key);

    /**
     * Waits until the profile is published here. Ends as {@link NotLoadedReason.TimedOut} when the time is over, with the load's reason if it
     * fails, as {@link NotLoadedReason.Cancelled} if the profile is released before; never hangs.
     *
     * @throws IllegalArgumentException if the time is not 1 ms to 1 h
     */
    CompletableFuture<LoadResult<T>> waitForProfile(String key, Duration timeout);

    /** The profiles that are published here. */
    Collection<Profile<T>> profiles();

    /** The stored state of a profile, whoever holds it; empty if it has never existed or was removed. */
    CompletableFuture<Optional<ProfileView<T>>> viewProfileAsync(String key);

    /** One stored revision; empty if there is none or it is no longer kept. */
    CompletableFuture<Optional<ProfileView<T>>> viewProfileAsync(String key, long revision);

    /** The newest kept revision that was written at or before a moment of the storage's clock. */
    CompletableFuture<Optional<ProfileView<T>>> viewProfileAsync(String key, Instant at);

    /**
     * Removes a profile, whoever holds it: takes it like a load that forces, then stores a tombstone. A session that it had ends with {@link
     * ReleaseReason#REMOVED} here and {@link ReleaseReason#HANDED_OVER} on another server; no late save brings it back (F20).
     */
    CompletableFuture<WipeResult> wipeProfileAsync(String key);

    /**
     * What is stored of a profile: its present revision and the superseded ones that are kept, without decoding any data. A revision is shown once, also
     * where it is superseded meanwhile.
     */
    CompletableFuture<Page<ProfileVersion>> profileVersionsAsync(String key, VersionRange range, Paging paging);

    /**
     * What leads from the stored data of one revision to that of another, as it stands there: not migrated, not reconciled. A removal counts as JSON
     * null. Empty if one of them is not, or is no longer, stored.
     */
    CompletableFuture<Optional<JsonDiff>> profileDiffAsync(String key, long fromRevision, long toRevision);

    /**
     * Keeps a revision for ever, under a name. Pinned once more, it gets the new name. The present state is written once more to become history: by
     * this server where it holds the profile, with its unsaved edits on top, or where nobody does; if another one holds it, the result says so.
     *
     * <p>The name is stored first and counts when the revision is kept; if this fails in between, the same call again brings it to an end.
     *
     * @param name 1 to 100 characters, not all blank
     * @throws IllegalArgumentException if the name is another
     */
    CompletableFuture<PinResult> pinAsync(String key, long revision, String name);

    /**
     * Gives a pinned revision back to the history policy, for 24 hours from now at least; true if that revision is in the history. Its name is
     * forgotten in any case.
     */
    CompletableFuture<Boolean> unpinAsync(String key, long revision);

    /** The keys of the store's profiles that begin with a prefix, in the order of their UTF-8 bytes; the empty prefix = all. */
    CompletableFuture<Page<String>> profileKeysAsync(String prefix, Paging paging);

    /** {@link #migrateAllAsync(MigrationProgress, Consumer)} from the beginning. */
    default CompletableFuture<MigrationProgress> migrateAllAsync(Consumer<MigrationProgress> progress) {
        return migrateAllAsync(MigrationProgress.none(), progress);
    }

    /**
     * Brings all profiles to the present schema, in the background, page by page. Only those of an older schema are read and written; a migrated one is a
     * revision like any other, and what it was is kept for 30 days. Held ones are left alone: they are migrated when they are loaded, and until
     * then an older server may go on with them. What can't be migrated, or is refused by the validator, stays as it is and is reported.
     *
     * <p>Completes with the last progress. Cancelled, or ended by the storage's failing for a minute or by closing, it can go on later, here or
     * elsewhere, from the last progress that was told; begun anew, it does only what is left.
     *
     * @param from where to go on; counts go on too
     * @param progress is told after each page, on a virtual thread; the next page waits for it. What it throws ends the migration
     */
    CompletableFuture<MigrationProgress> migrateAllAsync(MigrationProgress from, Consumer<MigrationProgress> progress);

    /** Who holds a profile, if anybody does. */
    CompletableFuture<Optional<Holder>> holderAsync(String key);

    /** The same store over a private in-memory storage: nothing done with it reaches the real one. Always the same object. */
    ProfileStore<T> mock();
}
