package dev.datasave;

import com.google.gson.JsonElement;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The session-locked profiles of one kind. Every method may be called from any thread; futures complete on virtual threads.
 *
 * <p>Keys are 1 to 400 bytes of UTF-8 (R10); every method that takes a key throws {@link IllegalArgumentException} for any other, before any I/O.
 * Where a method's text does not say otherwise, its future fails with {@link DataSaveException.StorageFailed} if the storage can't be reached, and
 * with {@link DataSaveException.InvalidData} if stored data can't be read.
 *
 * @param <T> the type of the profiles' data
 */
public interface ProfileStore<T> {

    /** The store's name. */
    String name();

    /**
     * Loads a profile, and takes it from another server if the options say so. Barring a bug the future completes normally, with the active profile
     * or with the reason why it was not loaded. Only a profile that has never existed, or was removed, starts from the template.
     *
     * <p>The future is the load's handle. Completing or cancelling it from outside cancels the load, and a session that was acquired but not
     * delivered is released.
     */
    CompletableFuture<LoadResult<T>> loadProfileAsync(String key, LoadOptions options);

    /** Like {@link #loadProfileAsync(String, LoadOptions)}, with the default options. */
    default CompletableFuture<LoadResult<T>> loadProfileAsync(String key) {
        return loadProfileAsync(key, LoadOptions.defaults());
    }

    /**
     * Cancels a running load of the key and releases an active profile. Completes when this server no longer holds the profile; with the outcome of
     * the final save if there was a session.
     */
    CompletableFuture<Optional<SaveResult>> releaseAsync(String key);

    /** The profile, if it is active on this server and was {@linkplain Profile#cache() published}. */
    Optional<Profile<T>> findFirstProfile(String key);

    /**
     * Waits until the profile is published on this server. The wait always ends: as {@link NotLoadedReason.TimedOut} when the time is over, with the
     * load's reason if the load fails, or as {@link NotLoadedReason.Cancelled} if the profile is released before it is published.
     *
     * @throws IllegalArgumentException if the time is not 1 ms to 1 h
     */
    CompletableFuture<LoadResult<T>> waitForProfile(String key, Duration timeout);

    /** The profiles that are published on this server. */
    Collection<Profile<T>> profiles();

    /** Reads the stored state of a profile, whatever server holds it; empty if it has never existed or was removed. */
    CompletableFuture<Optional<ProfileView<T>>> viewProfileAsync(String key);

    /** Reads one stored revision of a profile; empty if there was no such revision or it is no longer kept. */
    CompletableFuture<Optional<ProfileView<T>>> viewProfileAsync(String key, long revision);

    /** Reads the newest kept revision of a profile that was written at or before a moment of the storage's clock; empty if there is none. */
    CompletableFuture<Optional<ProfileView<T>>> viewProfileAsync(String key, Instant at);

    /**
     * Edits a profile for an operator or a plugin (P13). If the profile is loaded on this server, the edit is applied to it; if no server holds it,
     * the edit is one checked write. History records the edit and its reason, and the replaced revision is kept for 30 days. A profile that another
     * server holds can only be edited by a {@linkplain #editAsync(String, String, JsonElement, String) named edit}. If the profile is loaded here and
     * suspended, the future fails with {@link DataSaveException.NotActive} and nothing is changed.
     *
     * @param edit returns the new data; it gets a copy, on a virtual thread
     * @param why the operator's reason, 1 to 1,000 bytes of UTF-8
     * @throws IllegalArgumentException if the reason is empty, too long or not representable
     */
    CompletableFuture<EditOutcome> editAsync(String key, UnaryOperator<T> edit, String why);

    /**
     * Edits a profile wherever it is loaded (P13). A {@linkplain ProfileOptions#namedEdit named edit} is known to every server, so the server that
     * holds the profile can be asked to apply it. It is applied exactly once or not at all; the outcome says which.
     *
     * @param edit the name of the edit
     * @param arguments the arguments that the edit gets
     * @param why the operator's reason, 1 to 1,000 bytes of UTF-8
     * @throws IllegalArgumentException if this server does not know the edit, or the reason is empty, too long or not representable
     */
    CompletableFuture<EditOutcome> editAsync(String key, String edit, JsonElement arguments, String why);

    /** Like {@link #editAsync(String, UnaryOperator, String)}; the same revision also has what the options change beside the data. */
    CompletableFuture<EditOutcome> editAsync(String key, UnaryOperator<T> edit, EditOptions options, String why);

    /**
     * Like {@link #editAsync(String, String, JsonElement, String)}; the same revision also has what the options change beside the data. A server that runs
     * a release of DataSave without such edits doesn't answer: {@link EditOutcome.Expired}.
     */
    CompletableFuture<EditOutcome> editAsync(
            String key, String edit, JsonElement arguments, EditOptions options, String why);

    /**
     * Changes only what is beside a profile's data, wherever the profile is loaded, and without ending its session (P13). It is applied exactly once or
     * not at all; the outcome says which. If the result would break a limit of R10, it is {@link EditOutcome.Refused}.
     *
     * @param why the operator's reason, 1 to 1,000 bytes of UTF-8
     * @throws IllegalArgumentException if the reason is empty, too long or not representable
     */
    CompletableFuture<EditOutcome> editAsync(String key, EditOptions options, String why);

    /**
     * Edits single places in a profile's JSON tree, wherever the profile is loaded (P13). It needs neither a named edit nor the game's classes. The server
     * that holds the profile saves it, makes the changes, and reads the result as a load would do it; the next revision holds nothing but these changes. Each
     * change says what it replaces, so an edit that doesn't fit the present data is {@link EditOutcome.Refused}, as is one whose result the game can't read or
     * its validator refuses.
     *
     * @param changes the changes, as {@link JsonDiff#between} makes them. A profile that another server holds can be given at most 4 MiB of them
     * @param why the operator's reason, 1 to 1,000 bytes of UTF-8
     * @throws IllegalArgumentException if the reason is empty, too long or not representable
     */
    CompletableFuture<EditOutcome> patchAsync(String key, JsonDiff changes, String why);

    /**
     * Like {@link #patchAsync(String, JsonDiff, String)}, but only if the profile is still stored as the operator saw it; otherwise {@link
     * EditOutcome.Moved}.
     *
     * @param seen the revision that the operator saw
     */
    CompletableFuture<EditOutcome> patchAsync(String key, JsonDiff changes, long seen, String why);

    /**
     * Gives a profile the data of an older revision, wherever it is loaded, and also if it is not loaded or was removed (P13, F21). The older
     * revision is pinned. The current state is saved first and kept for 30 days. User ids and metadata stay as they are. If a session holds the
     * profile, it ends with {@link ReleaseReason#ROLLED_BACK}, unless the game {@linkplain Profile#onReplaced listens} for the replaced data.
     *
     * @param why the operator's reason, 1 to 1,000 bytes of UTF-8
     * @throws IllegalArgumentException if the reason is empty, too long or not representable, or the revision is not positive
     */
    CompletableFuture<RollbackOutcome> rollbackAsync(String key, long revision, String why);

    /**
     * Like {@link #rollbackAsync(String, long, String)}, but only if the profile is still at the revision that the operator saw; otherwise
     * {@link RollbackOutcome.Moved}.
     *
     * @param seen the revision that the operator saw
     */
    CompletableFuture<RollbackOutcome> rollbackAsync(String key, long revision, long seen, String why);

    /**
     * Removes a profile, whatever server holds it: takes it as a load with {@link WhenHeld#FORCE_LOAD} does, then stores a tombstone. A session of
     * the profile ends with {@link ReleaseReason#REMOVED} on this server and with {@link ReleaseReason#HANDED_OVER} on another. No late save can
     * bring the data back (F20).
     */
    CompletableFuture<WipeResult> wipeProfileAsync(String key);

    /**
     * Moves a profile to another key: from an offline UUID to the online one, to a new id, into another account (P15). Data, user ids, metadata, score,
     * waiting messages, receipts and orphans go with it, and no message or purchase has its effect a second time. The operation takes the profile from
     * its holder, as {@link #wipeProfileAsync} does: a session on this server ends with {@link ReleaseReason#MOVED}, one on another server with {@link
     * ReleaseReason#HANDED_OVER}. A server that lives and does not answer is not robbed: after 60 s the outcome is {@link MoveOutcome.NotPossible}.
     *
     * <p>The old key remembers where the profile has gone. A load of it ends as {@link NotLoadedReason.Moved}; messages, edits and rollbacks that name it
     * reach the profile under its new key. Older revisions and their pins stay under the old key, where they can be viewed. The profile can be rolled
     * back to one of them by {@link #rollbackAsync} with the old key. It can be moved on, and back.
     *
     * <p>No crash leaves a profile under both keys or under none. If the future fails, or this server dies, call again: the answer is then as if it had
     * not been interrupted. The next load of either key finishes an interrupted move, too.
     *
     * @param why the operator's reason, 1 to 1,000 bytes of UTF-8; history shows it under both keys
     * @throws IllegalArgumentException if both keys are the same, or the reason is empty, too long or not representable
     */
    CompletableFuture<MoveOutcome> moveProfileAsync(String from, String to, String why);

    /** The outcome of a move (P15). In every case but {@link Moved} this call has changed nothing. */
    sealed interface MoveOutcome {
        /**
         * The profile is under the new key, with everything that belongs to it; also if an earlier call has moved it.
         *
         * @param revision its first revision there; 0 if it was removed since
         */
        record Moved(long revision) implements MoveOutcome {}

        /** There is a profile under the new key already. To merge two, see <i>Moving a profile</i> in the documentation. */
        record TargetExists() implements MoveOutcome {}

        /** There is no profile under the old key. */
        record Absent() implements MoveOutcome {}

        /**
         * The profile was moved before, to another key.
         *
         * @param to where it is now
         */
        record MovedElsewhere(String to) implements MoveOutcome {}

        /**
         * The profile could not be taken from its holder.
         *
         * @param reason why it could not be loaded
         */
        record NotPossible(NotLoadedReason reason) implements MoveOutcome {}
    }

    /**
     * Lists the profile's orphans, the one with the oldest base first: final states from a server's
     * {@linkplain DataSave.Builder#spoolDirectory spool} that no longer fit when they could be stored. They are kept until they are discarded or the
     * profile is erased.
     */
    CompletableFuture<List<Orphan<T>>> orphansAsync(String key);

    /**
     * Removes an orphan for ever; false if there is none with that id.
     *
     * @param orphan its {@link Orphan#id}
     * @throws IllegalArgumentException if the id is not that of an orphan of this profile
     */
    CompletableFuture<Boolean> discardOrphanAsync(String key, String orphan);

    /**
     * Lists the stored revisions of a profile, current and superseded, without decoding their data. No revision is listed twice, even if it is
     * superseded during the listing. A page may hold fewer items than asked for although another page follows.
     */
    CompletableFuture<Page<ProfileVersion>> profileVersionsAsync(String key, ProfileVersion.Range range, Paging paging);

    /**
     * Compares the stored data of two revisions, as stored: neither migrated nor reconciled. The result's changes lead from the first to the second.
     * A removal counts as JSON null. Empty if one of the revisions never existed or is no longer kept.
     */
    CompletableFuture<Optional<JsonDiff>> profileDiffAsync(String key, long fromRevision, long toRevision);

    /**
     * Keeps a revision for ever, under a name. Pinning it again changes the name. To pin the current state, the server that holds the profile, or
     * this one if none does, first saves the profile once more with all edits made since, so that the current state becomes history. The new revision
     * notes the pin.
     *
     * <p>The name is stored before the revision is marked as kept. If the call fails in between, repeat it to finish the pin.
     *
     * @param name 1 to 100 characters, not all blank
     * @throws IllegalArgumentException if the name is empty, blank or too long
     */
    CompletableFuture<ProfileVersion.PinResult> pinAsync(String key, long revision, String name);

    /**
     * Unpins a revision: the history policy applies to it again, but it is kept for at least 24 hours from now. True if the revision is in the
     * history. Its name is removed in any case.
     */
    CompletableFuture<Boolean> unpinAsync(String key, long revision);

    /** Lists the store's profiles whose key begins with a prefix, in the order of their UTF-8 bytes; an empty prefix lists all. */
    CompletableFuture<Page<KeyInfo>> profileKeysAsync(String prefix, Paging paging);

    /** Like {@link #migrateAllAsync(MigrationProgress, Consumer)}, from the beginning. */
    default CompletableFuture<MigrationProgress> migrateAllAsync(Consumer<MigrationProgress> progress) {
        return migrateAllAsync(MigrationProgress.none(), progress);
    }

    /**
     * Migrates all stored profiles to the current schema, in the background, page by page. Only profiles of an older schema are read and written. A
     * migrated profile is a new revision, and the revision before it is kept for 30 days. Held profiles are left alone: they are migrated when they
     * are loaded, and until then an older server may go on using them. A profile that can't be migrated, or that the validator refuses, stays as it
     * is and is reported.
     *
     * <p>Completes with the final progress. If the migration is cancelled, or ends because the storage failed for a minute or this server closed, it
     * can continue later, on this server or another, from the last progress that was reported. Started from the beginning again, it writes only the
     * profiles that are left.
     *
     * @param from where to continue; its counts are continued too
     * @param progress called after each page, on a virtual thread; the next page waits for it. If it throws, the migration ends
     */
    CompletableFuture<MigrationProgress> migrateAllAsync(MigrationProgress from, Consumer<MigrationProgress> progress);

    /**
     * Sends a message to a profile, whether the profile is loaded here, on another server, nowhere, or does not exist yet (P11). The message is
     * delivered to {@link Profile#onMessage} and kept until it is acknowledged. Messages from this server to one profile arrive in the order of the
     * calls. Completes when the message is stored.
     *
     * <p>To send it together with a change, for instance of the giver's own profile, use {@link Transaction#message}.
     *
     * @param message the message; stored as JSON, under the {@link Message.Name} of its class, or its simple name
     * @throws DataSaveException.InvalidData if it can't be turned into JSON, or exceeds a limit (R10)
     * @throws IllegalArgumentException if its class has no name
     */
    CompletableFuture<Message.Outcome> messageAsync(String key, Object message);

    /**
     * Like {@link #messageAsync(String, Object)}, but the message expires. If it is not acknowledged within that time it becomes a dead letter, and
     * {@link DataSaveListener#messageExpired} is called.
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    CompletableFuture<Message.Outcome> messageAsync(String key, Object message, Duration expiry);

    /** Like {@link #messageAsync(String, Object)}, with the options that say whether the message expires and who sends it. */
    CompletableFuture<Message.Outcome> messageAsync(String key, Object message, Message.SendOptions options);

    /** Lists the messages that wait for a profile, and its dead letters of the last 30 days; those of each sender in order. */
    CompletableFuture<List<Message.Pending>> pendingMessagesAsync(String key);

    /**
     * Withdraws a message that was not acknowledged yet, wherever the profile is loaded.
     *
     * @param messageId as in {@link Message.Outcome.Sent} or {@link Message.Pending}
     * @throws IllegalArgumentException if the id can't be that of a message
     */
    CompletableFuture<Message.Change> withdrawMessageAsync(String key, String messageId);

    /**
     * Replaces the content of a message that was not acknowledged yet, wherever the profile is loaded. The message keeps its id, its place and its
     * expiry, and is delivered again.
     *
     * @param messageId as in {@link Message.Outcome.Sent} or {@link Message.Pending}
     * @throws DataSaveException.InvalidData if it can't be turned into JSON, or exceeds a limit (R10)
     * @throws IllegalArgumentException if the id can't be that of a message, or the message's class has no name
     */
    CompletableFuture<Message.Change> editMessageAsync(String key, String messageId, Object message);

    /**
     * Sends a message again whose effect a rollback took back, wherever the profile is loaded (P13). It has the same content and a new id, and does
     * not expire. However often this is called, the message is sent once for each time that it was taken back; for any other id the outcome is
     * {@link EditOutcome.Refused}.
     *
     * @param messageId as in {@link RollbackOutcome.TakenBack}
     * @param why the operator's reason, 1 to 1,000 bytes of UTF-8
     * @throws IllegalArgumentException if the id can't be that of a message, or the reason is empty, too long or not representable
     */
    CompletableFuture<EditOutcome> messageAgainAsync(String key, String messageId, String why);

    /**
     * Lists the profiles of the store's {@linkplain ProfileOptions#rankedBy ranking} with a stored score in the range, each with its rank. A page numbers
     * its places on from the page before, so what is stored between two pages can shift the numbers.
     */
    CompletableFuture<Page<Ranking.Place>> topAsync(Ranking.Range range, Paging paging);

    /**
     * The rank of a profile in the store's ranking, counted from 1 at the best end; empty if it is not listed. It counts the profiles before this one on
     * the storage's index, which takes longer the further down the list it stands.
     */
    CompletableFuture<OptionalLong> rankAsync(String key);

    /** Counts the profiles of the store's ranking with a stored score in the range; {@link Ranking.Range#all()} counts the whole list. */
    CompletableFuture<Long> rankedCountAsync(Ranking.Range range);

    /**
     * Lists a profile's place in the store's ranking and those around it, the best first; empty if it is not listed. Near an end of the list, there are
     * fewer places on that side. What is stored while this is read can leave an entry out or show it twice, and shift the ranks.
     *
     * @param before how many better places, 0 to 1,000
     * @param after how many worse ones, 0 to 1,000
     * @throws IllegalArgumentException if one of them is out of range
     */
    CompletableFuture<List<Ranking.Place>> rankingAroundAsync(String key, int before, int after);

    /** The living session that holds a profile, on whatever server; empty if there is none. */
    CompletableFuture<Optional<Holder>> holderAsync(String key);

    /**
     * The same store over a private in-memory storage, for tests: nothing done with it reaches the real storage. Every call returns the same object.
     */
    ProfileStore<T> mock();

    /** What an edit changes beside a profile's data: user ids and metadata. Immutable: every method returns a changed copy. */
    final class EditOptions {
        private static final EditOptions NOTHING = new EditOptions(Set.of(), Set.of(), Map.of());

        private final Set<String> added;
        private final Set<String> removed;
        private final Map<String, Optional<String>> metadata;

        private EditOptions(Set<String> added, Set<String> removed, Map<String, Optional<String>> metadata) {
            this.added = added;
            this.removed = removed;
            this.metadata = metadata;
        }

        /** The defaults: user ids and metadata stay as they are. */
        public static EditOptions defaults() {
            return NOTHING;
        }

        /**
         * Connects one more person to the profile.
         *
         * @throws IllegalArgumentException if the user id is not 1 to 100 bytes of UTF-8 (R10)
         */
        public EditOptions addUserId(String userId) {
            return new EditOptions(with(added, userId), without(removed, userId), metadata);
        }

        /**
         * Disconnects a person from the profile.
         *
         * @throws IllegalArgumentException if the user id is not 1 to 100 bytes of UTF-8 (R10)
         */
        public EditOptions removeUserId(String userId) {
            return new EditOptions(without(added, userId), with(removed, userId), metadata);
        }

        /**
         * Sets one pair of the metadata, or removes it if the value is null.
         *
         * @throws IllegalArgumentException if the pair breaks R10: all metadata are at most 4 KiB of UTF-8 together
         */
        public EditOptions metadata(String name, @Nullable String value) {
            Limits.checkMetadata(Map.of(Objects.requireNonNull(name, "name of metadata"), value == null ? "" : value));
            Map<String, Optional<String>> all = new HashMap<>(metadata);
            all.put(name, Optional.ofNullable(value));
            return new EditOptions(added, removed, Map.copyOf(all));
        }

        private static Set<String> with(Set<String> some, String userId) {
            Set<String> more = new HashSet<>(some);
            more.addAll(Limits.checkUserIds(Set.of(Objects.requireNonNull(userId, "user id"))));
            return Set.copyOf(more);
        }

        private static Set<String> without(Set<String> some, String userId) {
            Set<String> fewer = new HashSet<>(some);
            fewer.remove(userId);
            return Set.copyOf(fewer);
        }

        /** See {@link #addUserId}; unmodifiable. */
        public Set<String> addedUserIds() {
            return added;
        }

        /** See {@link #removeUserId}; unmodifiable. */
        public Set<String> removedUserIds() {
            return removed;
        }

        /** See {@link #metadata(String, String)}; an empty value removes the pair; unmodifiable. */
        public Map<String, Optional<String>> metadata() {
            return metadata;
        }
    }
}
