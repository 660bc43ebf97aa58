package dev.datasave.engine.people;

import com.google.gson.JsonObject;
import dev.datasave.ErasureReceipt.Done;
import dev.datasave.Message;
import dev.datasave.UserDataOptions;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.engine.json.JsonText;
import dev.datasave.engine.loop.Errand;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Takes a person out of a message that the person sent and that waits for a profile (P11, P14).
 *
 * <ol>
 *   <li>The game's callback says what becomes of the message. It belongs to its receiver, so without a callback it stays.
 *   <li>The owner of the profile rewrites or withdraws it, as for any such change, so that it can't be acknowledged as it was.
 *   <li>One checked write takes the person's id out of the entry and drops the history.
 * </ol>
 *
 * <p>After a crash in between, the message is found again by the user id that it still has, now or in history. Loop only, but for the callback.
 */
final class SentMessage {
    private final EntryErasure step;
    private final Erasure erasure;
    private final Errand errand;
    private final StoredMessage message;
    private final String userId;

    SentMessage(EntryErasure step, StoredMessage message) {
        this.step = step;
        this.erasure = step.erasure();
        this.errand = erasure.errand();
        this.message = message;
        this.userId = erasure.connections().userId();
    }

    /** The message in an entry of any store; empty if the entry holds none. */
    static Optional<StoredMessage> in(Entry entry) {
        try {
            return entry.id().store().equals(Addresses.MESSAGES)
                    ? Optional.of(StoredMessage.of(entry))
                    : Optional.empty();
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    void start() {
        step.note(message.type() + " to " + message.profile());
        UserDataOptions.SentMessages callback = erasure.options().sentMessages().orElse(null);
        if (StoredMessage.isDead(message.entry())
                || message.isExpired(erasure.loop().clock().now())) {
            step.tombstone(message.entry()); // nobody gets it any more
        } else if (callback == null) {
            step.cannot("found " + message.type() + " waiting for " + message.profile()
                    + ", expected a sentMessages that decides about it");
        } else {
            step.doing("asking what becomes of a message");
            errand.elsewhere(() -> asked(callback), this::carryOut, this::failed);
        }
    }

    /** The callback's answer, checked. On a user thread. */
    private UserDataOptions.Detach.Outcome asked(UserDataOptions.SentMessages callback) {
        UserDataOptions.Detach.Outcome outcome = callback.detach(new UserDataOptions.SentMessages.Sent(
                Addresses.profile(message.profile()),
                message.id(),
                message.type(),
                message.payload().deepCopy(),
                message.entry().created(),
                userId));
        switch (outcome) {
            case UserDataOptions.Detach.Rewrite(var payload, var none) -> {
                var unused = Content.of(JsonText.write(payload));
            }
            case UserDataOptions.Detach.Remove remove -> {}
            case UserDataOptions.Detach.Keep keep -> {}
        }
        return outcome;
    }

    private void carryOut(UserDataOptions.Detach.Outcome outcome) {
        step.doing("having its owner change it");
        switch (outcome) {
            case UserDataOptions.Detach.Keep(var why) -> step.kept(why);
            case UserDataOptions.Detach.Remove remove ->
                change(erasure.messages().withdraw(message.profile(), message.id()), this::withdrawn);
            case UserDataOptions.Detach.Rewrite(var payload, var none) ->
                change(erasure.messages().rewrite(message, payload), this::rewritten);
        }
    }

    private void change(CompletableFuture<Message.Change> changing, Consumer<Entry> then) {
        errand.await(changing, () -> {
            if (changing.isCompletedExceptionally()) {
                step.notYet("it could not be changed: " + changing.exceptionNow());
                return;
            }
            switch (changing.join()) {
                case Message.Change.Done done -> read(then);
                case Message.Change.NotPending gone -> read(this::acknowledged);
                case Message.Change.NotReached(var by) ->
                    step.notYet("its owner " + by.serverName() + " did not answer");
            }
        });
    }

    private void read(Consumer<Entry> then) {
        errand.ask(
                storage -> storage.read(List.of(message.entry().id())).getFirst(),
                found -> found.ifPresentOrElse(then, step::again));
    }

    private void withdrawn(Entry now) {
        if (now.isTombstone()) {
            step.tombstone(now); // once more, without the history
        } else {
            step.again();
        }
    }

    private void rewritten(Entry now) {
        if (now.isTombstone() || !erasure.connections().connects(now)) {
            step.again();
        } else {
            step.put(now, without(now.content()), Done.DETACHED);
        }
    }

    /** It is removed when the effect that it had is stored, and not before. */
    private void acknowledged(Entry now) {
        if (now.isTombstone()) {
            step.again();
        } else {
            step.notYet("it was acknowledged, and that is not stored yet");
        }
    }

    private Content without(Content content) {
        JsonObject json = EntryFormat.object(String.valueOf(content.value()), "message " + message.id());
        Set<String> senders = new HashSet<>(JsonFields.texts(StoredMessage.SENDERS, json.get(StoredMessage.SENDERS)));
        senders.remove(userId);
        json.remove(StoredMessage.SENDERS);
        if (!senders.isEmpty()) {
            json.add(StoredMessage.SENDERS, JsonFields.array(senders));
        }
        Set<String> others = new HashSet<>(content.userIds());
        others.remove(userId);
        return new Content(
                JsonText.write(json), others, content.metadata(), content.holder(), content.score(), content.system());
    }

    private void failed(Throwable thrown) {
        step.cannot("sentMessages failed: " + Detachment.words(thrown));
    }
}
