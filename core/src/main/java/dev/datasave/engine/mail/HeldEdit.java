package dev.datasave.engine.mail;

import com.google.gson.JsonObject;
import dev.datasave.Transaction;
import dev.datasave.engine.commit.Commit;
import dev.datasave.engine.commit.Commits;
import dev.datasave.engine.commit.Drafts;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.entry.SideWrite;
import dev.datasave.engine.live.Draft;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of one message by the session that holds the message's profile (P11), perhaps in answer to a request. The message and the profile are
 * written together, which proves that the session still holds the profile. Meanwhile the profile is closed to edits, so that the message can't be
 * acknowledged. Loop only.
 */
final class HeldEdit<T> implements Commit.Done {
    /** The member of a request's outcome that says whether the message was changed. */
    static final String CHANGED = "changed";

    private final Session<T> session;
    private final Loop loop;
    private final Mailboxes boxes;
    private final Commits commits;
    private final EntryId entry;
    private final String id;
    private final MessageEdit edit;
    private final @Nullable Request request;
    private final Done done;
    private @Nullable Seized seized;
    private volatile long changedRevision;

    /** Is told the outcome, once. */
    interface Done {
        /** The change is stored if {@code isChanged}; otherwise there was nothing to change. */
        void decided(boolean isChanged);

        /** The change could not be tried, for instance because the session is no longer active. */
        void notNow(Optional<Throwable> failure);
    }

    HeldEdit(
            Session<T> session,
            Loop loop,
            Mailboxes boxes,
            Commits commits,
            EntryId entry,
            MessageEdit edit,
            @Nullable Request request,
            Done done) {
        this.session = session;
        this.loop = loop;
        this.boxes = boxes;
        this.commits = commits;
        this.entry = entry;
        this.id = StoredMessage.idOf(entry);
        this.edit = edit;
        this.request = request;
        this.done = done;
    }

    void start() {
        if (!session.takesMail()) {
            done.notNow(Optional.empty());
            return;
        }
        Seized taken = Seized.of(boxes, session, id, this::start);
        if (taken != null) {
            seized = taken;
            Set<EntryId> reads = new HashSet<>(Set.of(entry));
            if (request != null) {
                reads.add(request.entry());
            }
            commits.of(List.of(session), reads, drafts -> apply(drafts, taken), this)
                    .start();
        }
    }

    /** On a user thread. */
    private boolean apply(Drafts drafts, Seized taken) {
        changedRevision = 0;
        if (request != null && !request.isOpen(drafts)) {
            return false;
        }
        Draft<T> draft = drafts.of(session);
        Optional<Entry> base = drafts.entry(entry);
        Set<String> consumed = draft.meta().marks().consumed();
        Optional<Content> after = edit.on(base, consumed, loop.clock().now());
        if (after.isPresent()) {
            draft.touch();
            drafts.write(new SideWrite(entry, base, after.get(), Mail.REMOVED));
            drafts.whenStored(taken::close);
            changedRevision = base.orElseThrow().revision();
        }
        if (request != null) {
            JsonObject outcome = new JsonObject();
            outcome.addProperty(CHANGED, after.isPresent());
            request.close(drafts, draft, outcome);
        }
        return after.isPresent() || request != null;
    }

    @Override
    public void result(Transaction.Result result) {
        switch (result) {
            case Transaction.Result.Committed committed -> decided();
            case Transaction.Result.Declined declined -> decided();
            case Transaction.Result.NotActive notActive -> undecided(Optional.empty());
            case Transaction.Result.Busy later -> undecided(Optional.empty());
            case Transaction.Result.TooManyMessages full -> undecided(Optional.empty());
            case Transaction.Result.Held held -> undecided(Optional.empty());
            case Transaction.Result.Contended contended -> undecided(Optional.empty());
        }
    }

    @Override
    public void failed(Throwable failure) {
        undecided(Optional.of(failure));
    }

    private void decided() {
        free(changedRevision);
        done.decided(changedRevision > 0);
    }

    private void undecided(Optional<Throwable> failure) {
        free(0);
        done.notNow(failure);
    }

    private void free(long revision) {
        if (seized != null) {
            seized.free(revision);
        }
    }
}
