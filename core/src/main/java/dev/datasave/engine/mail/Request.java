package dev.datasave.engine.mail;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.engine.commit.Drafts;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.entry.SideWrite;
import dev.datasave.engine.live.Draft;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A request for a session of this server (P13), to be answered exactly once. One write stores both the effect on the profile and a tombstone of the
 * request, which contains the outcome. If the asker has given up before, by a tombstone of its own, that write is refused and nothing is done. The
 * profile is written even if nothing in it changes, because only that proves that this server held it.
 */
public final class Request {
    private final Session<?> session;
    private final StoredMessage message;
    private final Consumer<Boolean> whenOver;
    private boolean isOver;

    /** {@code whenOver} is told, on the loop, true if the request was answered, or false if it is to be handled again. */
    Request(Session<?> session, StoredMessage message, Consumer<Boolean> whenOver) {
        this.session = session;
        this.message = message;
        this.whenOver = whenOver;
    }

    public Session<?> session() {
        return session;
    }

    String id() {
        return message.id();
    }

    public JsonElement payload() {
        return message.payload();
    }

    /** The request's entry, which the commit of the answer has to read. */
    public EntryId entry() {
        return message.entry().id();
    }

    /** Whether the asker still waits. Called by the work of a commit that reads {@link #entry}; if it is false, the work has nothing to do. */
    public boolean isOpen(Drafts drafts) {
        return drafts.entry(entry()).filter(found -> !found.isTombstone()).isPresent();
    }

    /** Adds the answer to a commit's writes. Called by the work of a commit that reads {@link #entry}, if the request {@link #isOpen}. */
    public void close(Drafts drafts, Draft<?> draft, JsonObject outcome) {
        draft.touch();
        JsonObject system = new JsonObject();
        system.add("outcome", outcome);
        Content tombstone = new Content(null, Set.of(), Map.of(), null, null, system.toString());
        drafts.write(new SideWrite(entry(), drafts.entry(entry()), tombstone, Mail.FOREIGN));
    }

    /**
     * Called on the loop when the request's commit is over. {@code isAnswered} is true if it is answered or its asker has given up; if false, the
     * request is handled again at the next heartbeat.
     */
    public void over(boolean isAnswered) {
        if (!isOver) {
            isOver = true;
            whenOver.accept(isAnswered);
        }
    }
}
