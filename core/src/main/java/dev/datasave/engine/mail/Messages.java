package dev.datasave.engine.mail;

import com.google.gson.JsonElement;
import dev.datasave.DataSaveException;
import dev.datasave.Message;
import dev.datasave.engine.commit.NewMessage;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Departure;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.entry.Marks;
import dev.datasave.engine.load.Settling;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.Pages;
import dev.datasave.engine.session.Session;
import dev.datasave.engine.session.Sessions;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Storage;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The public side of messages (P11). Methods may be called from any thread. */
public final class Messages {
    private final Loop loop;
    private final Sessions sessions;
    private final Mail mail;

    public Messages(Loop loop, Sessions sessions, Mail mail) {
        this.loop = loop;
        this.sessions = sessions;
        this.mail = mail;
    }

    public CompletableFuture<Message.Outcome> send(EntryId to, Object message, Message.SendOptions options) {
        NewMessage outgoing = mail.format().outgoing(to, message, options);
        return loop.ask(future -> mail.sending().send(outgoing, future));
    }

    /**
     * Adds a handler for the profile's messages of a class; it gets those that wait first.
     *
     * @throws IllegalArgumentException if the class has no name, or Gson can't handle it
     */
    public <T, M> void hear(Session<T> session, Class<M> type, Consumer<? super Message<T, M>> handler) {
        Hearing<T, M> hearing =
                new Hearing<>(MessageFormat.typeName(type), mail.format().codec(type), handler);
        loop.environment().onLoop(() -> {
            if (session.takesMail()) {
                mail.boxes().of(session).hear(hearing);
            }
        });
    }

    public CompletableFuture<Message.Change> withdraw(EntryId profile, String id) {
        return mail.edits().change(profile, Mail.entryId(profile, id), new MessageEdit.Withdraw());
    }

    public CompletableFuture<Message.Change> edit(EntryId profile, String id, Object message) {
        MessageEdit edit = new MessageEdit.Edit(mail.format().typed(message));
        return mail.edits().change(profile, Mail.entryId(profile, id), edit);
    }

    /** Gives a message that waits other content of the same type. */
    public CompletableFuture<Message.Change> rewrite(StoredMessage message, JsonElement payload) {
        MessageEdit edit = new MessageEdit.Edit(new MessageFormat.Typed(message.type(), payload));
        return mail.edits().change(message.profile(), message.entry().id(), edit);
    }

    /**
     * Lists the stored messages that wait for a profile, without those that a session of this server has acknowledged, whether that is saved or not.
     */
    public CompletableFuture<List<Message.Pending>> pending(EntryId profile) {
        return loop.ask(future -> list(profile, future));
    }

    private void list(EntryId profile, CompletableFuture<List<Message.Pending>> future) {
        Session<?> session = sessions.session(profile);
        Set<String> consumed =
                session == null ? Set.of() : session.meta().marks().consumed();
        loop.port()
                .call(
                        storage -> Found.of(storage, new Settling(storage, loop.ids()::writeId), profile, consumed),
                        found -> {
                            brought(found.late());
                            if (found.present().equals(profile)) {
                                loop.answer(future, found.waiting());
                            } else {
                                list(found.present(), future);
                            }
                        },
                        failure -> loop.fail(future, wrapped("listing messages failed", failure)));
    }

    /**
     * What waits for a profile.
     *
     * @param present its present key; if that is another one, all is to be looked for there (P15)
     * @param late what had come late under former keys, and was brought here
     */
    private record Found(EntryId present, List<Settling.Forwarded> late, List<Message.Pending> waiting) {
        static Found of(Storage storage, Settling settling, EntryId profile, Set<String> consumedHere) {
            Optional<Entry> before = storage.read(List.of(profile)).getFirst();
            if (Departure.of(before).isPresent()) {
                return new Found(settling.follow(profile), List.of(), List.of());
            }
            List<Settling.Forwarded> late = settling.lateTo(profile, before);
            List<StoredMessage> messages = Pages.all(
                            storage, EntryQuery.keys(Addresses.MESSAGES, Addresses.prefix(profile)))
                    .filter(entry -> !entry.isDamaged())
                    .map(StoredMessage::of)
                    .toList();
            Optional<Entry> stored = storage.read(List.of(profile)).getFirst();
            Set<String> consumed = new HashSet<>(consumedHere);
            consumed.addAll(Marks.consumed(stored));
            Erased erased = Erased.of(stored);
            List<Message.Pending> waiting = messages.stream()
                    .filter(message -> !message.isRequest() && !consumed.contains(message.id()))
                    .filter(message -> !erased.wasSentBefore(message.entry()))
                    .map(message -> message.asPending(StoredMessage.isDead(message.entry())))
                    .toList();
            return new Found(Departure.follow(storage, profile, stored).id(), late, waiting);
        }
    }

    /** Messages that had come late under former keys of their profiles stand under the present ones now (P15). Loop only. */
    public void brought(List<Settling.Forwarded> late) {
        mail.forwarding().brought(late);
    }

    /** Seizes a message of a session here, so that a transaction can change it. Null if it is seized; {@code later} runs when it is free. Loop only. */
    public @Nullable Seized seize(Session<?> session, String id, Runnable later) {
        return Seized.of(mail.boxes(), session, id, later);
    }

    static Throwable wrapped(String what, Throwable failure) {
        return failure instanceof DataSaveException known ? known : new DataSaveException.StorageFailed(what, failure);
    }
}
