package dev.datasave.engine.mail;

import dev.datasave.DataSaveException;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.OnceMore;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one session (P11). Most sessions have none, so a mailbox is made only when there is a message or a handler.
 *
 * <ol>
 *   <li>Messages are listed by key when the session is opened, and again whenever a new one is seen. So each sender's messages are found in order.
 *   <li>They are delivered one after the other, once to each handler of their class. A message that no handler acknowledges stays. Requests of the
 *       engine go to handlers of their own.
 *   <li>A message is acknowledged by an edit that puts its id into the profile's {@code Marks}, together with its effect on the data.
 *   <li>It is removed once a revision with the mark is stored. Ids of messages that are known to be removed are forgotten when there are too many of
 *       them.
 * </ol>
 *
 * <p>Loop only, but for {@link #acknowledge}.
 */
final class Mailbox<T> {
    private static final int KEPT_FROM_BEFORE = 32;
    private static final int KEPT = 256;

    private final Session<T> session;
    private final Loop loop;
    private final Mail mail;
    private final Shelf shelf = new Shelf();
    private final List<Hearing<T, ?>> handlers = new ArrayList<>(1);
    private final Set<String> removedBefore = ConcurrentHashMap.newKeySet();
    private final Set<String> removedHere = ConcurrentHashMap.newKeySet();
    private final OnceMore listing = new OnceMore(this::beginListing);
    private MailboxState state;
    private boolean isAnswering;
    private @Nullable Instant watched;
    private Environment.Timer watch = () -> {};

    /** {@code isListed} says whether the session's first listing was done already, and found nothing. */
    Mailbox(Session<T> session, Loop loop, Mail mail, boolean isListed) {
        this.session = session;
        this.loop = loop;
        this.mail = mail;
        if (isListed) {
            state = MailboxState.READY;
            removedBefore.addAll(consumed());
        } else {
            state = MailboxState.UNLISTED;
            listing.begun();
        }
    }

    private void on(MailboxState.Event event) {
        state = MailboxState.TABLE.next(state, event, loop.events(), session.id());
    }

    private Set<String> consumed() {
        return session.meta().marks().consumed();
    }

    Shelf shelf() {
        return shelf;
    }

    void hear(Hearing<T, ?> handler) {
        handlers.add(handler);
        proceed();
    }

    /** Lists the messages; if a listing is under way, lists once more after it. */
    void list() {
        listing.ask();
    }

    private void beginListing() {
        if (state != MailboxState.CLOSED) {
            Set<String> known = shelf.known();
            loop.port().call(storage -> MailListing.of(storage, session.id(), known), this::listed, failure -> {
                mail.boxes().later(this);
                listing.done();
            });
        }
    }

    /** Handles the result of a listing. */
    void listed(MailListing found) {
        boolean isFirst = state == MailboxState.UNLISTED;
        on(MailboxState.Event.LISTED);
        if (state == MailboxState.CLOSED) {
            return;
        }
        if (isFirst) {
            consumed().stream().filter(id -> !found.present().contains(id)).forEach(removedBefore::add);
        }
        found.broken().forEach(mail.boxes()::ignore);
        shelf.take(found.fresh(), consumed(), this::list);
        listing.done();
        if (isFirst) {
            // A removed message that appears again later is the sign of a storage that was set back (F41).
            // It waits for the next save.
            saved();
        }
        proceed();
    }

    /** Tries again what has failed. */
    void retry() {
        list();
        resume();
    }

    /** The session is active again. */
    void resume() {
        on(MailboxState.Event.RESUMED);
        proceed();
    }

    /** Goes on after there is a new message or handler, or the session is active again. */
    void proceed() {
        if (state == MailboxState.UNLISTED || state == MailboxState.CLOSED) {
            return;
        }
        if (session.isActive()) {
            answerNext();
            deliverNext();
            watchExpiry();
        } else if (!shelf.isEmpty()) {
            mail.boxes().later(this);
        }
    }

    /** Whether the message may be delivered to the game: it is neither acknowledged, nor being changed or removed. */
    private boolean isFree(Delivery delivery) {
        return !shelf.isSeized(delivery.id()) && !consumed().contains(delivery.id()) && !isOfTheErased(delivery);
    }

    /** Whether the message was sent to a profile that was erased since, so that it is not for the profile of that key now (P14). */
    private boolean isOfTheErased(Delivery delivery) {
        return isOfTheErased(delivery.entry());
    }

    private boolean isOfTheErased(Entry entry) {
        return session.stored().format().memory().erased().wasSentBefore(entry);
    }

    private void deliverNext() {
        for (Delivery delivery : shelf.inOrder()) {
            StoredMessage message = delivery.open();
            if (state != MailboxState.READY) {
                return;
            }
            if (message == null || message.isRequest() || !isFree(delivery)) {
                continue;
            }
            Hearing<T, ?> handler = message.isExpired(loop.clock().now()) ? null : delivery.next(handlers, message);
            if (handler != null) {
                deliver(handler, delivery, message);
            }
        }
    }

    private void deliver(Hearing<T, ?> handler, Delivery delivery, StoredMessage message) {
        on(MailboxState.Event.DELIVER);
        AtomicBoolean isNotNow = new AtomicBoolean();
        Runnable code = session.guarded(() -> {
            try {
                if (delivery.isOpenAs(message)) {
                    handler.hear(this, delivery, message);
                }
            } catch (DataSaveException.NotActive | DataSaveException.Busy thrown) {
                if (!delivery.wasRefusedBy(thrown)) {
                    throw thrown;
                }
                isNotNow.set(true);
            }
        });
        loop.home().run(session.home(), session.profileId(), "onMessage", code, inTime -> {
            if (isNotNow.get()) {
                delivery.hearAgain();
                on(MailboxState.Event.REFUSED);
                mail.boxes().later(this);
            } else {
                on(MailboxState.Event.HEARD);
            }
            proceed();
        });
    }

    /** From any thread: applies the message's effect and the mark as one edit; false if the message can't be acknowledged any more. */
    boolean acknowledge(Delivery delivery, StoredMessage message, UnaryOperator<T> change) {
        String id = delivery.id();
        try {
            return session.updateIf(
                    meta -> delivery.isOpenAs(message)
                            && !meta.marks().consumed().contains(id),
                    change,
                    meta -> meta.withMarks(meta.marks()
                            .withConsumed(id)
                            .forgetting(removedBefore::contains, KEPT_FROM_BEFORE)
                            .forgetting(removedHere::contains, KEPT)));
        } catch (DataSaveException.NotActive | DataSaveException.Busy notNow) {
            delivery.refused(notNow);
            throw notNow;
        }
    }

    /** The session's state was stored: removes the messages that it marks as consumed, and those that the profile must not get. */
    void saved() {
        Set<String> stored = session.stored().format().memory().marks().consumed();
        for (Delivery delivery : shelf.inOrder()) {
            if ((stored.contains(delivery.id()) || isOfTheErased(delivery)) && !shelf.isSeized(delivery.id())) {
                remove(delivery.id(), delivery.entry(), Content.TOMBSTONE);
            }
        }
        removedBefore.retainAll(consumed());
        removedHere.retainAll(consumed());
    }

    /** A seized message is free again. It was changed at that revision; at none if that is 0. */
    void free(String id, long changedRevision) {
        if (changedRevision > 0) {
            shelf.end(id, changedRevision);
            list(); // an edited message is delivered again
        } else {
            shelf.release(id);
            saved(); // what was written may be that the message was acknowledged
        }
    }

    private void remove(String id, Entry entry, Content tombstone) {
        if (shelf.seize(id, this::saved)) {
            removeSeized(id, entry, tombstone);
        }
    }

    /** Writes a tombstone, so that a late repeat of the message's write is refused. The superseded content can still be read for 30 days. */
    private void removeSeized(String id, Entry entry, Content tombstone) {
        Write write = Write.put(entry.id(), Optional.of(entry), loop.ids().writeId(), tombstone)
                .superseding(Mail.REMOVED);
        loop.queue()
                .submit(
                        isOfTheErased(entry) ? write.purging() : write,
                        false,
                        decision -> {
                            Optional<Entry> other = decision.current().filter(current -> !current.isTombstone());
                            if (!decision.written() && other.isPresent()) {
                                removeSeized(id, other.get(), tombstone); // the message was addressed anew meanwhile
                            } else {
                                removedHere.add(id);
                                shelf.end(id, Long.MAX_VALUE);
                            }
                        },
                        failure -> {});
    }

    private void answerNext() {
        for (Delivery delivery : shelf.inOrder()) {
            StoredMessage message = delivery.open();
            if (isAnswering) {
                return;
            }
            if (message == null || !message.isRequest() || shelf.isSeized(delivery.id())) {
                continue;
            }
            RequestHandler handler = mail.handler(message.type());
            if (message.isExpired(loop.clock().now())) {
                remove(delivery.id(), delivery.entry(), Content.TOMBSTONE); // its asker has given up, or is dead
            } else if (handler != null && shelf.seize(delivery.id(), this::proceed)) {
                answer(handler, message);
            }
        }
    }

    private void answer(RequestHandler handler, StoredMessage message) {
        isAnswering = true;
        Request request = new Request(session, message, isAnswered -> {
            isAnswering = false;
            if (isAnswered) {
                shelf.end(message.id(), Long.MAX_VALUE);
                loop.signal(message.asker());
                proceed();
            } else {
                shelf.release(message.id());
                mail.boxes().later(this);
            }
        });
        try {
            handler.handle(request);
        } catch (RuntimeException broken) {
            loop.events().tell(listener -> listener.storageFailed(broken));
            request.over(false);
        }
    }

    /** Expires the messages that are due, and runs again when the next one is. */
    private void watchExpiry() {
        Instant now = loop.clock().now();
        Instant next = Instant.MAX;
        for (Delivery delivery : shelf.inOrder()) {
            StoredMessage message = delivery.open();
            if (message != null && !message.isRequest() && isFree(delivery)) {
                Instant end = message.expires().orElse(Instant.MAX);
                if (end.isAfter(now)) {
                    next = end.isBefore(next) ? end : next;
                } else {
                    mail.edits().expireHere(session, message);
                }
            }
        }
        if (!next.equals(Instant.MAX) && !next.equals(watched)) {
            watch.cancel();
            watched = next;
            watch = loop.environment().schedule(Duration.between(now, next).plusMillis(1), this::expiryDue);
        }
    }

    private void expiryDue() {
        watched = null;
        proceed();
    }

    /** The session is over; {@code isSaved} says whether its final state was stored. */
    void close(boolean isSaved) {
        on(MailboxState.Event.CLOSED);
        watch.cancel();
        if (isSaved) {
            saved();
        }
    }
}
