package dev.datasave;

import com.google.gson.JsonElement;
import dev.datasave.spi.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

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
     * Edits a profile for an operator or a plugin (P13): here if it is loaded here, else as one checked write if nobody holds it. What was done and why
     * stands in history, and what it replaced is kept for 30 days. For a profile that another server holds, name the edit. The future fails with
     * {@link DataSaveException.NotActive}, and nothing is changed, if the profile is loaded here and suspended.
     *
     * @param edit what to do; runs on a copy, on a user thread
     * @param why the reason, 1 to 1,000 bytes of UTF-8
     * @throws IllegalArgumentException if the reason is empty, too long or not representable
     */
    CompletableFuture<EditOutcome> editAsync(String key, UnaryOperator<T> edit, String why);

    /**
     * Edits a profile wherever it is: a {@linkplain ProfileOptions#namedEdit named edit} is known to every server, so it can be asked of the one that
     * holds the profile (P13). It is applied exactly once, or not at all; the outcome says which.
     *
     * @param edit the name of the edit
     * @param arguments what it is given
     * @param why the reason, 1 to 1,000 bytes of UTF-8
     * @throws IllegalArgumentException if this server does not know the edit, or the reason is empty, too long or not representable
     */
    CompletableFuture<EditOutcome> editAsync(String key, String edit, JsonElement arguments, String why);

    /**
     * Gives a profile the data of an older revision, wherever it is loaded, or if it is not, or was removed (P13, F21). That revision is pinned, the present
     * state is saved first and kept for 30 days; user ids and metadata stay as they are. A session that has the profile ends with {@link
     * ReleaseReason#ROLLED_BACK}, unless the game {@linkplain Profile#onReplaced listens}.
     *
     * @param why the reason, 1 to 1,000 bytes of UTF-8
     * @throws IllegalArgumentException if the reason is empty, too long or not representable, or the revision is not positive
     */
    CompletableFuture<RollbackOutcome> rollbackAsync(String key, long revision, String why);

    /**
     * {@link #rollbackAsync(String, long, String)}, only if the profile still is at the revision that the operator saw.
     *
     * @param seen that revision
     */
    CompletableFuture<RollbackOutcome> rollbackAsync(String key, long revision, long seen, String why);

    /**
     * Removes a profile, whoever holds it: takes it like a load that forces, then stores a tombstone. A session that it had ends with {@link
     * ReleaseReason#REMOVED} here and {@link ReleaseReason#HANDED_OVER} on another server; no late save brings it back (F20).
     */
    CompletableFuture<WipeResult> wipeProfileAsync(String key);

    /**
     * The profile's orphan versions, the oldest base first: final states that lay in a server's {@linkplain DataSave.Builder#spoolDirectory spool}
     * and did not fit any more when they could be stored. They are kept until they are discarded, or the profile is erased.
     */
    CompletableFuture<List<Orphan<T>>> orphansAsync(String key);

    /**
     * Removes an orphan version for ever; false if there is none of that id.
     *
     * @param orphan its {@link Orphan#id}
     * @throws IllegalArgumentException if the id is not of an orphan of that profile
     */
    CompletableFuture<Boolean> discardOrphanAsync(String key, String orphan);

    /**
     * What is stored of a profile: its present revision and the superseded ones that are kept, without decoding any data. A revision is shown once, also
     * where it is superseded meanwhile. A page may hold fewer than asked for although another follows.
     */
    CompletableFuture<Page<ProfileVersion>> profileVersionsAsync(String key, ProfileVersion.Range range, Paging paging);

    /**
     * What leads from the stored data of one revision to that of another, as it stands there: not migrated, not reconciled. A removal counts as JSON
     * null. Empty if one of them is not, or is no longer, stored.
     */
    CompletableFuture<Optional<JsonDiff>> profileDiffAsync(String key, long fromRevision, long toRevision);

    /**
     * Keeps a revision for ever, under a name. Pinned once more, it gets the new name. The present state is written once more, to become history: by
     * the server that holds the profile, wherever that is, with what was edited since; the revision that comes of it notes the pin.
     *
     * <p>The name is stored first and counts when the revision is kept; if this fails in between, the same call again brings it to an end.
     *
     * @param name 1 to 100 characters, not all blank
     * @throws IllegalArgumentException if the name is another
     */
    CompletableFuture<ProfileVersion.PinResult> pinAsync(String key, long revision, String name);

    /**
     * Gives a pinned revision back to the history policy, for 24 hours from now at least; true if that revision is in the history. Its name is
     * forgotten in any case.
     */
    CompletableFuture<Boolean> unpinAsync(String key, long revision);

    /** The store's profiles whose key begins with a prefix, in the order of their UTF-8 bytes; the empty prefix = all. */
    CompletableFuture<Page<KeyInfo>> profileKeysAsync(String prefix, Paging paging);

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

    /**
     * Sends a message to a profile: loaded here, on another server, nowhere, or not yet existing (P11). It is delivered to {@link Profile#onMessage} and kept until it is
     * acknowledged. Messages of this server to one profile come in the order of the calls. Completes when it is stored.
     *
     * <p>To send it together with a change, for instance of the giver's own profile, use {@link Transaction#message}.
     *
     * @param message travels as JSON, under the simple name of its class
     * @throws DataSaveException.InvalidData if it can't be turned into JSON, or exceeds a limit (R10)
     * @throws IllegalArgumentException if its class has no name
     */
    CompletableFuture<Message.Outcome> messageAsync(String key, Object message);

    /**
     * {@link #messageAsync(String, Object)}, to be delivered within that time. What was not acknowledged by then becomes a dead letter: {@link
     * DataSaveListener#messageExpired}.
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    CompletableFuture<Message.Outcome> messageAsync(String key, Object message, Duration expiry);

    /** The messages that wait for a profile, and the dead letters of the last 30 days; each sender's in order. */
    CompletableFuture<List<Message.Pending>> pendingMessagesAsync(String key);

    /**
     * Takes a message back that nobody has acknowledged, wherever the profile is.
     *
     * @param messageId as in {@link Message.Outcome.Sent} or {@link Message.Pending}
     * @throws IllegalArgumentException if it can't be the id of a message
     */
    CompletableFuture<Message.Change> withdrawMessageAsync(String key, String messageId);

    /**
     * Replaces a message that nobody has acknowledged, wherever the profile is; it keeps its id, its place and its expiry, and is delivered again.
     *
     * @param messageId as in {@link Message.Outcome.Sent} or {@link Message.Pending}
     * @throws DataSaveException.InvalidData if it can't be turned into JSON, or exceeds a limit (R10)
     * @throws IllegalArgumentException if that can't be the id of a message, or the message's class has no name
     */
    CompletableFuture<Message.Change> editMessageAsync(String key, String messageId, Object message);

    /**
     * Sends a message again that a rollback took back, wherever the profile is (P13): with the content that it had, under a new id, without an end of its
     * time. It is sent once for each time that it was taken back, however often this is called; any other id is {@link EditOutcome.Refused}.
     *
     * @param messageId as in {@link RollbackOutcome.TakenBack}
     * @param why the reason, 1 to 1,000 bytes of UTF-8
     * @throws IllegalArgumentException if that can't be the id of a message, or the reason is empty, too long or not representable
     */
    CompletableFuture<EditOutcome> messageAgainAsync(String key, String messageId, String why);

    /** The profiles that have a score in the range, in the order of their scores and, where these are equal, of their keys; as they are stored. */
    CompletableFuture<Page<KeyInfo>> topAsync(ScoreRange range, Paging paging);

    /** Who holds a profile, if anybody does. */
    CompletableFuture<Optional<Holder>> holderAsync(String key);

    /** The same store over a private in-memory storage: nothing done with it reaches the real one. Always the same object. */
    ProfileStore<T> mock();
}
