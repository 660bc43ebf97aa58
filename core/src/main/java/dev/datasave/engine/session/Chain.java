package dev.datasave.engine.session;

import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.entry.Stored;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.live.Snapshot;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session's chain of revisions: the token that names the session as the holder, the newest revision known to be stored, and the next write on top
 * of it (P1, P10). It is changed on the loop only; the token and the stored revision may be read from any thread.
 */
public final class Chain {
    private final Session<?> session;
    private volatile Token token;
    private volatile Stored stored;
    private boolean isAttached = true;
    private @Nullable String takenFrom;
    private long takenFromRevision;
    private Set<String> newer = Set.of();
    private long turns;

    Chain(Session<?> session, Token token, Stored stored) {
        this.session = session;
        this.token = token;
        this.stored = stored;
    }

    /** A write under way, and the engine's part of the entry as it will be once the write is accepted. */
    record Link(Write write, EntryFormat format) {
        /** The same link, but the revision that it supersedes is kept for at least that long. */
        Link keepingReplaced(Duration least) {
            return new Link(write.superseding(Stored.atLeast(write.superseded(), least)), format);
        }

        boolean isPowerSafe() {
            return write.durability() == Write.Durability.POWER;
        }
    }

    Token token() {
        return token;
    }

    Stored stored() {
        return stored;
    }

    /** Remembers the revision, or none, on top of which the load wrote this session. */
    public void takenFrom(Optional<Entry> superseded) {
        takenFrom = superseded.map(Entry::writeId).orElse("");
        takenFromRevision = superseded.map(Entry::revision).orElse(0L);
    }

    /** Whether the stored state is that of a revision: it is the newest one, or the one that the load took without changing anything. */
    boolean isAt(long revision) {
        long now = stored.revision();
        return revision == now || (revision == takenFromRevision && revision > 0 && now == revision + 1);
    }

    @Nullable
    String takenFrom() {
        return takenFrom;
    }

    /**
     * Remembers the id of the write by which a transaction writes this session; null when the transaction is over. That write contains the session's
     * state and the transaction's changes.
     */
    void newer(@Nullable String writeId) {
        newer = writeId == null ? Set.of() : Set.of(writeId);
        turns++;
    }

    /** How often a transaction has written the session, or ended, until now. */
    long turns() {
        return turns;
    }

    /** Whether a transaction's write is stored, and the live state does not have its changes for certain. */
    boolean isAheadOfState() {
        return newer.contains(stored.writeId());
    }

    Set<String> newer() {
        return newer;
    }

    /** Whether the stored entry names the current token. After {@link #reattach} it does so only once a write under the new token was accepted. */
    boolean isAttached() {
        return isAttached;
    }

    /** Moves the token to the server's current incarnation (P3). */
    void reattach() {
        Token next = token.under(session.loop().ids().incarnation());
        isAttached &= next.equals(token);
        token = next;
    }

    /** The engine's part of the next revision's entry. */
    EntryFormat nextFormat(boolean ends) {
        return stored.format().next(stored.updated(), ends);
    }

    /** The write of the snapshot on top of the stored revision. */
    Link next(Snapshot<?> snapshot, @Nullable Token holder, boolean power, EntryFormat format) {
        return next(snapshot, holder, power, format, newWriteId());
    }

    private String newWriteId() {
        return session.loop().ids().writeId();
    }

    /** The write of the snapshot on top of the stored revision, as one of several writes that share an id. */
    Link next(Snapshot<?> snapshot, @Nullable Token holder, boolean power, EntryFormat format, String writeId) {
        EntryFormat marked = format.withMarks(snapshot.meta().marks())
                .withUnlisted(!snapshot.meta().isListed());
        Content content = new Content(
                snapshot.text(),
                snapshot.meta().userIds(),
                snapshot.meta().metadata(),
                holder == null ? null : holder.toString(),
                snapshot.meta().score(),
                marked.text());
        return new Link(write(writeId, content, power, retention()), marked);
    }

    /**
     * The write that removes the profile by a tombstone on top of the stored revision. If {@code purges}, it also removes the history and marks the
     * entry as erased (P14).
     */
    Link removal(boolean purges) {
        Stored base = stored;
        Content tombstone =
                purges ? Erased.tombstone(base.revision()) : base.format().removed(base.revision() + 1);
        Write write = write(newWriteId(), tombstone, true, retention());
        return new Link(purges ? write.purging() : write, base.format());
    }

    /** The write of the snapshot without holder and without history, after one person was taken out of the data (P14). */
    Link cleansed(Snapshot<?> snapshot, String writeId) {
        EntryFormat format = nextFormat(true);
        Erased erased = format.memory().erased().withPart(stored.revision() + 1);
        Link link = next(snapshot, null, true, format.withErased(erased), writeId);
        return new Link(link.write().purging(), link.format());
    }

    private Retention retention() {
        Stored base = stored;
        Loop loop = session.loop();
        String author = loop.ids().incarnation();
        return loop.retention(
                session.profileId(),
                () -> base.retention(session.kind().options().history(), author));
    }

    private Write write(String writeId, Content content, boolean power, Retention retention) {
        Stored base = stored;
        return new Write(
                session.id(),
                base.revision(),
                base.revision() == 0 ? null : base.writeId(),
                writeId,
                content,
                power ? Write.Durability.POWER : Write.Durability.PROCESS,
                retention,
                false);
    }

    /** The link was accepted and is the stored revision now. */
    void accepted(Link link, long revision, @Nullable Instant updated) {
        Stored base = stored;
        stored = new Stored(
                revision,
                link.write().writeId(),
                base.created(),
                updated == null ? base.updated() : updated,
                link.format(),
                link.isPowerSafe(),
                token.incarnation());
        Content content = link.write().content();
        isAttached = content != null && token.toString().equals(content.holder());
    }

    /**
     * Whether the stored entry still belongs to this session although the session did not write it like that: it has the session's token, or it is
     * the free revision on top of which the session was written, because the storage was set back (F41). If so, it becomes the new base. Any other
     * older state may have been written by another session since.
     */
    boolean rebase(Optional<Entry> current) {
        Token holder =
                current.map(entry -> Token.parse(entry.content().holder())).orElse(null);
        boolean ours = token.isSameSession(holder);
        boolean setBack =
                holder == null && current.map(Entry::writeId).orElse("").equals(takenFrom);
        if (!ours && !setBack) {
            return false;
        }
        isAttached = token.equals(holder);
        Stored before = stored;
        stored = new Stored(
                current.map(Entry::revision).orElse(0L),
                current.map(Entry::writeId).orElse(""),
                current.map(Entry::created).orElse(before.created()),
                current.map(Entry::updated).orElse(before.updated()),
                before.format(),
                false,
                token.incarnation());
        return true;
    }
}
