package dev.datasave.engine.operator;

import com.google.gson.JsonObject;
import dev.datasave.engine.commit.Drafts;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.entry.Marks;
import dev.datasave.engine.entry.SideWrite;
import dev.datasave.engine.live.Draft;
import dev.datasave.engine.loop.StoragePort;
import dev.datasave.engine.mail.Mail;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a message again after a rollback has taken its effect out of the profile's data (P11, P13). One commit sends it under a new id and makes sure
 * that the old one is not sent again. So it has its effect once, however often an operator asks for it.
 *
 * @param messageId the message's id
 * @param why the reason given
 * @param by which server asked for it
 */
record Resending<T>(String messageId, String why, String by) implements OperatorAct<T> {

    @Override
    public Optional<Travel> travel() {
        JsonObject payload = OperatorAct.payload(why, by);
        payload.addProperty("message", messageId);
        return Optional.of(new Travel(AGAIN, payload));
    }

    @Override
    public void prepare(StoragePort port, Session<T> session, Consumer<Ready<T>> then, Consumer<Throwable> failed) {
        EntryId message = Mail.entryId(session.id(), messageId);
        port.call(
                storage -> newest(storage, message).or(() -> underFormerKeys(storage, session)),
                found -> then.accept(new Prepared(session, message, found)),
                failed);
    }

    /** The message as it was before it was removed. */
    private static Optional<Entry> newest(Storage storage, EntryId message) {
        return withContent(storage.read(List.of(message)).getFirst())
                .or(() -> storage.versions(VersionQuery.all(message)).items().stream()
                        .filter(entry -> !entry.isTombstone())
                        .findFirst());
    }

    /** The message as it was under a key that the profile had before it was moved (P15). */
    private Optional<Entry> underFormerKeys(Storage storage, Session<?> session) {
        return session.stored().format().memory().way().stays().stream()
                .map(stay -> new EntryId(session.id().store(), stay.key()))
                .flatMap(former -> newest(storage, Mail.entryId(former, messageId)).stream())
                .findFirst();
    }

    private static Optional<Entry> withContent(Optional<Entry> entry) {
        return entry.filter(found -> !found.isTombstone());
    }

    private final class Prepared implements Ready<T> {
        private final Session<T> session;
        private final EntryId message;
        private final Optional<Entry> stored;

        private Prepared(Session<T> session, EntryId message, Optional<Entry> stored) {
            this.session = session;
            this.message = message;
            this.stored = stored;
        }

        @Override
        public Set<EntryId> reads() {
            return Set.of(message);
        }

        @Override
        public ActResult apply(Drafts drafts, Draft<T> draft) {
            Marks marks = draft.meta().marks();
            if (!marks.takenBack().contains(messageId)) {
                return new ActResult.Refused(
                        "message " + messageId + ": found none of that id that a rollback took back"
                                + " and that was not sent again since, expected one of " + marks.takenBack());
            }
            Optional<Entry> waiting = withContent(drafts.entry(message));
            @Nullable Entry entry = waiting.or(() -> stored).orElse(null);
            if (entry == null) {
                return new ActResult.Refused("message " + messageId + ": found nothing of it in the history,"
                        + " which keeps it for 30 days after it was acknowledged");
            }
            drafts.send(StoredMessage.of(entry).again(session.id()));
            waiting.ifPresent(old -> drafts.write(new SideWrite(message, waiting, Content.TOMBSTONE, Mail.REMOVED)));
            draft.meta(draft.meta().withMarks(marks.sentAgain(messageId)));
            draft.note(OperatorAct.note("message " + messageId + " again", why, by));
            return new ActResult.Applied(session.stored().revision() + 1);
        }
    }
}
