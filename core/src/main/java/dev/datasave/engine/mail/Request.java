package dev.datasave.engine.mail;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.engine.commit.Drafts;
import dev.datasave.engine.entry.SideWrite;
import dev.datasave.engine.live.Draft;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A request for a session of this server (P13), to be answered exactly once: the effect on the profile, and a tombstone of the request that holds the
 * outcome, are one write. If the asker has given up before, by a tombstone of his own, that write is refused, and nothing was done. The profile is
 * written even where nothing in it changes: only so is it certain that this server held it.
 */
public final class Request {
    private final Session<?> session;
    private final StoredMessage message;
    private final Consumer<Boolean> whenOver;
    private boolean isOver;

    /** {@code whenOver} is told, on the loop, whether there is an answer, or the request is to be handled again. */
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

    /** The entry that the commit of the answer has to read. */
    public EntryId entry() {
        return message.entry().id();
    }

    /** Whether the asker still waits. For the work of a commit that reads {@link #entry}; if not, it has nothing to do. */
    public boolean isOpen(Drafts drafts) {
        return drafts.entry(entry()).filter(found -> !found.isTombstone()).isPresent();
    }

    /** Adds the answer to what a commit writes. For the work of a commit that reads {@link #entry}, if the request {@link #isOpen}. */
    public void close(Drafts drafts, Draft<?> draft, JsonObject outcome) {
        draft.touch();
        JsonObject system = new JsonObject();
        system.add("outcome", outcome);
        Content tombstone = new Content(null, Set.of(), Map.of(), null, null, system.toString());
        drafts.write(new SideWrite(entry(), drafts.entry(entry()), tombstone, Mail.FOREIGN));
    }

    /** On the loop, when its commit is over: it is answered, or its asker has given up; or it is to be handled again, at the next heartbeat. */
    public void over(boolean isAnswered) {
        if (!isOver) {
            isOver = true;
            whenOver.accept(isAnswered);
        }
    }
}
