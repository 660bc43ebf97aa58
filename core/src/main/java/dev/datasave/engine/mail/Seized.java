package dev.datasave.engine.mail;

import dev.datasave.engine.session.Session;
import org.jspecify.annotations.Nullable;

/** A message of a session here that a commit changes. Meanwhile it is neither delivered nor removed. Loop only, except {@link #close}. */
public final class Seized {
    private final Session<?> session;
    private final Mailbox<?> box;
    private final String id;
    private final @Nullable Delivery delivery;

    private Seized(Session<?> session, Mailbox<?> box, String id) {
        this.session = session;
        this.box = box;
        this.id = id;
        this.delivery = box.shelf().get(id);
    }

    /** Seizes a message, whether it is known here or not. Null if it is seized already; {@code later} then runs when it is free. */
    static @Nullable Seized of(Mailboxes boxes, Session<?> session, String id, Runnable later) {
        Mailbox<?> box = boxes.of(session);
        return box.shelf().seize(id, later) ? new Seized(session, box, id) : null;
    }

    public Session<?> session() {
        return session;
    }

    /** The change is stored: what was delivered can't be acknowledged any more. From any thread, before edits of the profile go on. */
    public void close() {
        if (delivery != null) {
            delivery.close();
        }
    }

    /** It is over. The message was changed at that revision; at none if that is 0. */
    public void free(long changedRevision) {
        box.free(id, changedRevision);
    }
}
