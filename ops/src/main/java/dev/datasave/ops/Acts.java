package dev.datasave.ops;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.EditOutcome;
import dev.datasave.Holder;
import dev.datasave.JsonDiff;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.Message;
import dev.datasave.NotLoadedReason;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileVersion;
import dev.datasave.RollbackOutcome;
import dev.datasave.WhenHeld;
import dev.datasave.WipeResult;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.VersionQuery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** What operators do to one profile. Each act is a line of the audit log, which is written first and completed afterwards. */
final class Acts {
    private static final int MOST_TRIES = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Operations operations;
    private final ProfileDesk desk;
    private final EntryId id;

    Acts(Operations operations, ProfileDesk desk) {
        this.operations = operations;
        this.desk = desk;
        this.id = desk.id();
    }

    private ProfileStore<JsonElement> tree() {
        return desk.tree();
    }

    ActOutcome edit(String patch, OptionalLong seen, Mandate mandate) {
        JsonObject details = new JsonObject();
        seen.ifPresent(revision -> details.addProperty("seen", Long.toString(revision)));
        return act("edit", mandate, details, found -> patched(patch, seen, mandate));
    }

    /** One edit of many, whose line of the log is another's. */
    ActOutcome editNow(String patch, Mandate mandate) {
        return patched(patch, OptionalLong.empty(), mandate);
    }

    private ActOutcome patched(String patch, OptionalLong seen, Mandate mandate) {
        ActOutcome outcome =
                new ActOutcome.Refused("found the profile written again and again, expected a moment without a write");
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Entry now = desk.current().orElse(null);
            if (now == null || now.isTombstone()) {
                return new ActOutcome.NotFound(
                        id + ": it was removed; a rollback to an earlier revision brings it back");
            }
            Entry base = seen.isPresent() ? desk.entry(seen.getAsLong()).orElse(null) : now;
            if (base == null) {
                return new ActOutcome.Conflict(seen.getAsLong(), now.revision(), Optional.empty());
            }
            JsonElement before = ProfileDesk.tree(base);
            JsonDiff changes;
            try {
                changes = JsonDiff.between(before, JsonPatches.apply(patch, before));
            } catch (JsonPatches.Unfit unfit) {
                return new ActOutcome.Refused(String.valueOf(unfit.getMessage()));
            }
            if (changes.isEmpty()) {
                return new ActOutcome.Refused("the patch: found nothing that it changes, expected a change");
            }
            JsonDiff since = JsonDiff.between(before, ProfileDesk.tree(now));
            if (seen.isPresent() && !since.isEmpty()) {
                return new ActOutcome.Conflict(seen.getAsLong(), now.revision(), Optional.of(since));
            }
            EditOutcome edit = Operations.await(tree().patchAsync(id.key(), changes, now.revision(), mandate.text("")));
            if (!(edit instanceof EditOutcome.Moved)) {
                return outcome(edit, "edited");
            }
        }
        return outcome;
    }

    ActOutcome rollBack(long revision, OptionalLong seen, Mandate mandate) {
        JsonObject details = new JsonObject();
        details.addProperty("revision", Long.toString(revision));
        return act("rollback", mandate, details, found -> rolledBack(revision, seen, mandate));
    }

    private ActOutcome rolledBack(long revision, OptionalLong seen, Mandate mandate) {
        if (desk.entry(revision).isEmpty()) {
            return new ActOutcome.NotFound(id + ": revision " + revision + " never was, or is not kept any more");
        }
        String why = mandate.text("");
        RollbackOutcome outcome = Operations.await(
                seen.isPresent()
                        ? tree().rollbackAsync(id.key(), revision, seen.getAsLong(), why)
                        : tree().rollbackAsync(id.key(), revision, why));
        return switch (outcome) {
            case RollbackOutcome.RolledBack done ->
                new ActOutcome.Done(
                        "rolled back to revision " + revision,
                        where(done.where()),
                        OptionalLong.of(done.revision()),
                        OptionalLong.of(done.undo()),
                        Optional.of(done.takenBack()));
            case RollbackOutcome.Moved(long now) ->
                new ActOutcome.Conflict(seen.orElse(0), now, desk.diff(seen.orElse(0), now));
            case RollbackOutcome.NoSuchRevision gone ->
                new ActOutcome.NotFound(id + ": revision " + revision + " is a removal, or is not kept any more");
            case RollbackOutcome.Refused(var problem) -> new ActOutcome.Refused(problem);
            case RollbackOutcome.Expired expired -> noAnswer();
            case RollbackOutcome.NotPossible(var reason) -> notPossible(reason);
        };
    }

    ActOutcome pin(long revision, String name, Mandate mandate) {
        JsonObject details = new JsonObject();
        details.addProperty("revision", Long.toString(revision));
        details.addProperty("name", name);
        return act(
                "pin", mandate, details, found -> switch (Operations.await(tree().pinAsync(id.key(), revision, name))) {
                    case ProfileVersion.PinResult.Pinned pinned -> done("pinned revision " + pinned.revision());
                    case ProfileVersion.PinResult.NotKept gone ->
                        new ActOutcome.NotFound(
                                id + ": revision " + revision + " never was, is a removal, or is not kept any more");
                    case ProfileVersion.PinResult.StillCurrent(var by) -> new ActOutcome.NoAnswer(by.serverName());
                });
    }

    ActOutcome unpin(long revision, Mandate mandate) {
        JsonObject details = new JsonObject();
        details.addProperty("revision", Long.toString(revision));
        return act(
                "unpin",
                mandate,
                details,
                found -> Operations.await(tree().unpinAsync(id.key(), revision))
                        ? done("unpinned revision " + revision)
                        : new ActOutcome.NotFound(id + ": revision " + revision + " is not in the history"));
    }

    /**
     * History is told of it before, because nothing can be noted in a profile that is gone: so the note says what is intended, and the removal that follows it,
     * or a second note, says what came of it.
     */
    ActOutcome wipe(Mandate mandate) {
        return act("wipe", mandate, new JsonObject(), found -> {
            ActOutcome announced = noted("to be wiped", mandate);
            if (!(announced instanceof ActOutcome.Done)) {
                return announced;
            }
            return switch (Operations.await(tree().wipeProfileAsync(id.key()))) {
                case WipeResult.Wiped(long revision) ->
                    new ActOutcome.Done(
                            "wiped", ActOutcome.Where.HERE, OptionalLong.of(revision), newestKept(), Optional.empty());
                case WipeResult.Absent absent -> new ActOutcome.NotFound(id + ": it was removed meanwhile");
                case WipeResult.NotPossible(var reason) -> {
                    ActOutcome outcome = notPossible(reason);
                    var unused = noted("not wiped", mandate);
                    yield outcome;
                }
            };
        });
    }

    /** The newest superseded revision that has data. */
    private OptionalLong newestKept() {
        return operations.storage().versions(VersionQuery.all(id).withLimit(10)).items().stream()
                .filter(entry -> !entry.isTombstone() && !entry.isDamaged())
                .mapToLong(Entry::revision)
                .findFirst();
    }

    ActOutcome release(Mandate mandate) {
        return act(
                "release", mandate, new JsonObject(), found -> taken(found, "released", WhenHeld.FORCE_LOAD, mandate));
    }

    ActOutcome steal(Mandate mandate) {
        return act("steal", mandate, new JsonObject(), found -> taken(found, "stolen", WhenHeld.STEAL, mandate));
    }

    /** Takes the profile from its server, notes in the history that this was done, and gives it back. */
    private ActOutcome taken(Entry found, String done, WhenHeld how, Mandate mandate) {
        if (StoredForms.incarnation(found.content().holder()).isEmpty()) {
            return new ActOutcome.Refused(id + ": found that no server has it, expected one");
        }
        LoadOptions options = LoadOptions.defaults().timeout(PATIENCE).whenHeld(how);
        return switch (Operations.await(tree().loadProfileAsync(id.key(), options))) {
            case LoadResult.Loaded<JsonElement>(var profile) -> {
                ActOutcome noted;
                try {
                    noted = noted(done, mandate);
                } finally {
                    var unused = Operations.await(profile.releaseAsync());
                }
                yield noted instanceof ActOutcome.Done note
                        ? new ActOutcome.Done(
                                done, ActOutcome.Where.HERE, note.revision(), OptionalLong.empty(), Optional.empty())
                        : done(done + ", but the profile's history does not say so: " + noted.sentence());
            }
            case LoadResult.NotLoaded<JsonElement>(var reason) -> notPossible(reason);
        };
    }

    /** Notes something in the history, and why, without changing anything. */
    private ActOutcome noted(String done, Mandate mandate) {
        return outcome(
                Operations.await(tree().editAsync(id.key(), ProfileStore.EditOptions.defaults(), mandate.text(done))),
                done);
    }

    ActOutcome resend(String messageId, Mandate mandate) {
        JsonObject details = new JsonObject();
        details.addProperty("message", messageId);
        return act(
                "resend",
                mandate,
                details,
                found -> outcome(
                        Operations.await(
                                tree().messageAgainAsync(id.key(), messageId, mandate.text("message sent again"))),
                        "message sent again"));
    }

    ActOutcome withdraw(String messageId, Mandate mandate) {
        JsonObject details = new JsonObject();
        details.addProperty("message", messageId);
        return act("withdraw", mandate, details, found -> switch (Operations.await(
                tree().withdrawMessageAsync(id.key(), messageId))) {
            case Message.Change.Done done -> done("message withdrawn");
            case Message.Change.NotPending not ->
                new ActOutcome.NotFound(id + ": no message " + messageId + " waits for it");
            case Message.Change.NotReached(var by) -> new ActOutcome.NoAnswer(by.serverName());
        });
    }

    private ActOutcome outcome(EditOutcome edit, String done) {
        return switch (edit) {
            case EditOutcome.Applied(var where, long revision) ->
                new ActOutcome.Done(
                        done, where(where), OptionalLong.of(revision), OptionalLong.of(revision - 1), Optional.empty());
            case EditOutcome.HeldElsewhere(var by) -> new ActOutcome.NoAnswer(by.serverName());
            case EditOutcome.Absent absent -> new ActOutcome.NotFound(id + ": there is no profile");
            case EditOutcome.Refused(var why) -> new ActOutcome.Refused(why);
            case EditOutcome.Moved(long now) -> new ActOutcome.Conflict(0, now, Optional.empty());
            case EditOutcome.Expired expired -> noAnswer();
            case EditOutcome.NotPossible(var reason) -> notPossible(reason);
        };
    }

    private static ActOutcome.Done done(String what) {
        return new ActOutcome.Done(
                what, ActOutcome.Where.HERE, OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
    }

    private static ActOutcome.Where where(EditOutcome.Where where) {
        return where == EditOutcome.Where.OWNER ? ActOutcome.Where.OWNER : ActOutcome.Where.HERE;
    }

    private ActOutcome noAnswer() {
        return new ActOutcome.NoAnswer(Operations.await(tree().holderAsync(id.key()))
                .map(Holder::serverName)
                .orElse("?"));
    }

    private ActOutcome notPossible(NotLoadedReason reason) {
        return switch (reason) {
            case NotLoadedReason.TimedOut(var by)
            when by.isPresent() -> new ActOutcome.NoAnswer(by.get().serverName());
            case NotLoadedReason.Held(var by) -> new ActOutcome.NoAnswer(by.serverName());
            case NotLoadedReason.Moved(var to) -> new ActOutcome.NotFound(id + ": it was moved to " + to);
            case NotLoadedReason.Unavailable(RuntimeException cause) -> throw cause;
            default -> new ActOutcome.Refused(id + ": could not be taken: " + reason);
        };
    }

    /** Writes the line of the log, acts, and completes the line. */
    private ActOutcome act(String action, Mandate mandate, JsonObject details, Function<Entry, ActOutcome> act) {
        Entry found = desk.current().orElse(null);
        if (found == null) {
            return new ActOutcome.NotFound(id + ": found nothing under this key, expected a profile");
        }
        if (found.isDamaged()) {
            return new ActOutcome.Refused(id + ": " + found.damage());
        }
        if (!found.isTombstone() && !StoredForms.isProfile(found)) {
            return new ActOutcome.Refused(
                    id
                            + ": found a record that no server has ever loaded, expected a profile; shared records are changed by the game");
        }
        Optional<String> movedTo = StoredForms.movedTo(found);
        if (movedTo.isPresent()) {
            return new ActOutcome.NotFound(id + ": it was moved to the key " + movedTo.get());
        }
        AuditLog.Open line = operations.audit().begin(mandate, action, Optional.of(id), people(found), details);
        return ended(line, () -> act.apply(found));
    }

    private static ActOutcome ended(AuditLog.Open line, Supplier<ActOutcome> act) {
        ActOutcome outcome = line.watch(act);
        line.end(
                outcome instanceof ActOutcome.Done ? AuditLog.State.DONE : AuditLog.State.NOT_DONE, outcome.sentence());
        return outcome;
    }

    /** Whom the entry is connected to; if it was removed, whom its last state was. */
    private Set<String> people(Entry found) {
        if (!found.isTombstone()) {
            return found.content().userIds();
        }
        List<Entry> last =
                operations.storage().versions(VersionQuery.all(id).withLimit(1)).items();
        return last.isEmpty() || last.getFirst().isDamaged()
                ? Set.of()
                : last.getFirst().content().userIds();
    }
}
