package dev.datasave.ops;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonParseException;
import dev.datasave.DataSaveException;
import dev.datasave.JsonDiff;
import dev.datasave.Paging;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileVersion;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One profile, as an operator sees it: what is stored, its past, and what can be done about it. Of a shared record, which no server owns, there is only what
 * can be seen. Acts find the profile wherever it is: the server that has it carries them out; if no server has it, this tool does so in one checked write.
 *
 * <p>Thread-safe. See {@link Operations} for what all methods throw.
 */
public final class ProfileDesk {
    private final Operations operations;
    private final EntryId id;

    ProfileDesk(Operations operations, String store, String key) {
        this.operations = operations;
        this.id = new EntryId(store, key);
        if (store.startsWith("~")) {
            throw new IllegalArgumentException("store: found \"" + store
                    + "\", expected one of the game's; names that begin with ~ are DataSave's own");
        }
    }

    /** What is stored now; empty if the key was never written. */
    public Optional<ProfileReport> report() {
        return new ProfileReading(operations.storage(), tree(), id).report();
    }

    /** Its revisions, the present one included, without their data. */
    public Page<ProfileVersion> history(ProfileVersion.Range range, Paging paging) {
        return Operations.await(tree().profileVersionsAsync(id.key(), range, paging));
    }

    /**
     * The JSON tree of one revision; JSON null if it is a removal; empty if there was no such revision or it is not kept.
     *
     * @throws DataSaveException.InvalidData if it can't be read
     */
    public Optional<JsonElement> tree(long revision) {
        return entry(revision).map(ProfileDesk::tree);
    }

    /** The changes that lead from one revision to another; empty if one of them never was, or is not kept. A removal counts as JSON null. */
    public Optional<JsonDiff> diff(long from, long to) {
        return tree(from).flatMap(before -> tree(to).map(after -> JsonDiff.between(before, after)));
    }

    /**
     * What a JSON patch would change in the present data; empty if there is no data.
     *
     * @throws IllegalArgumentException if the text is no patch, or it doesn't fit the data
     */
    public Optional<JsonDiff> editPreview(String patch) {
        return current()
                .filter(entry -> !entry.isTombstone())
                .map(ProfileDesk::tree)
                .map(now -> JsonDiff.between(now, JsonPatches.apply(patch, now)));
    }

    /**
     * Changes the data by a JSON patch (RFC 6902). The patch is carried out on the revision that the operator saw, and what it changes there is then changed in
     * the present data, if that still has the values that are replaced.
     *
     * @param patch the text of the patch
     * @param seen the revision that the operator saw. If the profile was written since, the outcome is {@link ActOutcome.Conflict}, which shows what was
     *     changed. Empty = the operator means whatever is there
     * @throws IllegalArgumentException if the text is no patch
     */
    public ActOutcome edit(String patch, OptionalLong seen, Mandate mandate) {
        return new Acts(operations, this).edit(patch, seen, mandate);
    }

    /** What a rollback to a revision would change; empty if that revision never was, or is not kept. */
    public Optional<JsonDiff> rollbackPreview(long revision) {
        Optional<JsonElement> now = current().map(ProfileDesk::tree);
        return tree(revision).map(then -> JsonDiff.between(now.orElse(JsonNull.INSTANCE), then));
    }

    /**
     * Gives the profile the data of an older revision, also if it was removed. Its present state is stored first, so that the rollback can be undone. The outcome
     * names the messages and grants whose effects are taken back.
     *
     * @param revision the older revision
     * @param seen the revision that the operator saw, as in {@link #edit}
     */
    public ActOutcome rollBack(long revision, OptionalLong seen, Mandate mandate) {
        return new Acts(operations, this).rollBack(revision, seen, mandate);
    }

    /**
     * Keeps a revision for ever, under a name.
     *
     * @param name 1 to 100 characters
     */
    public ActOutcome pin(long revision, String name, Mandate mandate) {
        return new Acts(operations, this).pin(revision, name, mandate);
    }

    /** Lets the history policy apply to a revision again; it is kept for 24 hours at least. */
    public ActOutcome unpin(long revision, Mandate mandate) {
        return new Acts(operations, this).unpin(revision, mandate);
    }

    /** Removes the profile; a server that has it loses it. It can be rolled back to what it was as long as its history is kept. */
    public ActOutcome wipe(Mandate mandate) {
        return new Acts(operations, this).wipe(mandate);
    }

    /** Lets the server that has the profile save it and give it up; the game then removes its player. */
    public ActOutcome release(Mandate mandate) {
        return new Acts(operations, this).release(mandate);
    }

    /** Takes the profile from a server without asking it. What that server has not saved is lost, so try {@link #release} before. */
    public ActOutcome steal(Mandate mandate) {
        return new Acts(operations, this).steal(mandate);
    }

    /** Sends a message again whose effect a rollback has taken back; at most once for each time that it was taken back. */
    public ActOutcome resend(String messageId, Mandate mandate) {
        return new Acts(operations, this).resend(messageId, mandate);
    }

    /** Takes back a message that was not acknowledged yet. */
    public ActOutcome withdraw(String messageId, Mandate mandate) {
        return new Acts(operations, this).withdraw(messageId, mandate);
    }

    EntryId id() {
        return id;
    }

    ProfileStore<JsonElement> tree() {
        return operations.server().storedProfiles(id.store());
    }

    Optional<Entry> current() {
        return operations.storage().read(List.of(id)).getFirst();
    }

    Optional<Entry> entry(long revision) {
        Storage storage = operations.storage();
        return current()
                .filter(entry -> entry.revision() == revision)
                .or(() -> storage.versions(VersionQuery.revision(id, revision)).items().stream()
                        .findFirst());
    }

    static JsonElement tree(Entry entry) {
        if (entry.isDamaged()) {
            throw new DataSaveException.InvalidData(
                    entry.id() + ", revision " + entry.revision() + ": " + entry.damage(), null);
        }
        String value = entry.content().value();
        try {
            return value == null ? JsonNull.INSTANCE : StoredForms.parse(value);
        } catch (JsonParseException broken) {
            throw new DataSaveException.InvalidData(
                    entry.id() + ", revision " + entry.revision() + ": found malformed JSON, or more than 255 levels",
                    null);
        }
    }
}
