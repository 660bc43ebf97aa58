package dev.datasave.engine.people;

import com.google.gson.JsonElement;
import dev.datasave.DataSaveException;
import dev.datasave.ErasureReceipt.Done;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.UserDataOptions;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonText;
import dev.datasave.engine.loop.Errand;
import dev.datasave.engine.session.Finale;
import dev.datasave.engine.session.Kind;
import dev.datasave.engine.session.LiveProfile;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes a person out of an entry that others share (P14). The game's callback says what becomes of the entry, and one checked write stores that,
 * without the user id and without history. A profile is first taken from its holder; the session here ends with that write (P1). Loop only, but for
 * the callback.
 */
final class Detachment {
    private final EntryErasure step;
    private final Erasure erasure;
    private final Errand errand;
    private final Entry entry;
    private final boolean needsSession;
    private final String userId;

    Detachment(EntryErasure step, Entry entry, boolean needsSession) {
        this.step = step;
        this.erasure = step.erasure();
        this.errand = erasure.errand();
        this.entry = entry;
        this.needsSession = needsSession;
        this.userId = erasure.connections().userId();
    }

    void start() {
        UserDataOptions.Detach detach = erasure.options().detach().orElse(null);
        if (detach == null) {
            step.cannot("found it shared, expected a detach that takes one person out of it");
        } else if (needsSession) {
            hold(detach);
        } else {
            rewrite(detach);
        }
    }

    private void rewrite(UserDataOptions.Detach detach) {
        step.doing("detaching");
        Content content = entry.content();
        errand.elsewhere(
                () -> asked(detach, tree(content), content.userIds(), content.metadata()),
                outcome -> {
                    switch (outcome) {
                        case UserDataOptions.Detach.Keep(var why) -> step.kept(why);
                        case UserDataOptions.Detach.Remove remove -> step.tombstone(entry);
                        case UserDataOptions.Detach.Rewrite(var value, var metadata) ->
                            step.put(entry, without(content, value, metadata), Done.DETACHED);
                    }
                },
                this::failed);
    }

    private Content without(Content content, JsonElement value, Map<String, String> metadata) {
        Set<String> others = new HashSet<>(content.userIds());
        others.remove(userId);
        String system = Erased.marked(content.system(), entry.revision());
        return new Content(JsonText.write(value), others, metadata, null, content.score(), system);
    }

    /** The callback's answer, checked. On a user thread. */
    private UserDataOptions.Detach.Outcome asked(
            UserDataOptions.Detach detach, JsonElement value, Set<String> userIds, Map<String, String> metadata) {
        UserDataOptions.Detach.Outcome outcome = detach.detach(new UserDataOptions.Detach.Shared(
                entry.id().store(), entry.id().key(), value, userIds, metadata, userId));
        switch (outcome) {
            case UserDataOptions.Detach.Rewrite(var newValue, var newMetadata) -> {
                var unused = new Content(JsonText.write(newValue), Set.of(), newMetadata, null, null, null);
            }
            case UserDataOptions.Detach.Remove remove -> {}
            case UserDataOptions.Detach.Keep keep -> {}
        }
        return outcome;
    }

    private static JsonElement tree(Content content) {
        return JsonText.parse(String.valueOf(content.value()));
    }

    private void hold(UserDataOptions.Detach detach) {
        step.doing("taking it from its holder");
        erasure.loads()
                .take(
                        Kind.raw(entry.id().store()),
                        entry.id(),
                        step.patience(),
                        ReleaseReason.REPLACED,
                        session -> held(detach, session),
                        reason -> step.notYet("it could not be taken: " + reason),
                        failure -> step.notYet("it could not be taken: " + failure));
    }

    private void held(UserDataOptions.Detach detach, Session<JsonElement> session) {
        LiveProfile<JsonElement> profile = session.profile();
        errand.whenOver(
                () -> { // whatever becomes of the callback
                    var unused = session.ended(ReleaseReason.RELEASED);
                });
        step.doing("detaching");
        errand.elsewhere(
                () -> changed(detach, profile),
                outcome -> {
                    switch (outcome) {
                        case UserDataOptions.Detach.Keep(var why) ->
                            end(session, Finale.STATE, saved -> step.kept(why));
                        case UserDataOptions.Detach.Remove remove -> step.take();
                        case UserDataOptions.Detach.Rewrite rewrite ->
                            end(
                                    session,
                                    Finale.CLEANSED,
                                    saved -> step.erased(Done.DETACHED, saved.revision(), saved.updated()));
                    }
                },
                thrown -> end(session, Finale.STATE, saved -> failed(thrown)));
    }

    /** Asks the callback and puts its answer into the session. On a user thread. */
    private UserDataOptions.Detach.Outcome changed(UserDataOptions.Detach detach, LiveProfile<JsonElement> profile) {
        Map<String, String> before = profile.metadata();
        UserDataOptions.Detach.Outcome outcome = asked(detach, profile.data().deepCopy(), profile.userIds(), before);
        if (outcome instanceof UserDataOptions.Detach.Rewrite(var value, var metadata)) {
            profile.update(data -> value);
            before.keySet().stream()
                    .filter(name -> !metadata.containsKey(name))
                    .forEach(name -> profile.metadata(name, null));
            metadata.forEach(profile::metadata);
            profile.removeUserId(userId);
        }
        return outcome;
    }

    /** Ends the session that way. If it has ended differently, the step begins anew. */
    private void end(Session<?> session, Finale finale, Consumer<SaveResult.Saved> then) {
        boolean isAsWanted = session.endAs(ReleaseReason.RELEASED, finale);
        CompletableFuture<SaveResult> ended = session.ended(ReleaseReason.RELEASED);
        errand.await(ended, () -> {
            if (isAsWanted && ended.join() instanceof SaveResult.Saved saved) {
                then.accept(saved);
            } else {
                step.again();
            }
        });
    }

    private void failed(Throwable thrown) {
        if (thrown instanceof DataSaveException.NotActive) {
            step.again(); // the session or the lease has ended meanwhile
        } else {
            step.cannot("detach failed: " + words(thrown));
        }
    }

    /** What is wrong, without the message of what the game threw: it may hold data that is to be erased. */
    static String words(Throwable thrown) {
        @Nullable String message = thrown instanceof FormatProblem ? thrown.getMessage() : null;
        return message == null ? "found " + thrown.getClass().getName() + " thrown, expected an outcome" : message;
    }
}
