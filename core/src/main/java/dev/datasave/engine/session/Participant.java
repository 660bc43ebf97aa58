package dev.datasave.engine.session;

import dev.datasave.ProfileState;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.live.Draft;
import dev.datasave.engine.live.Snapshot;
import dev.datasave.engine.loop.SaveQueue;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Write;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session that takes part in a {@code Commit}: it is reserved, then drafted, then written. Methods run on the loop unless they say otherwise. */
public final class Participant<T> {
    private final Session<T> session;
    private Saver.@Nullable Reservation reservation;
    private boolean isReserved;
    private volatile boolean isDrafted;
    private volatile @Nullable Draft<T> draft;
    private volatile @Nullable Snapshot<T> snapshot;
    private Chain.@Nullable Link link;

    public Participant(Session<T> session) {
        this.session = session;
    }

    public Session<T> session() {
        return session;
    }

    /** Reserves the session once no other write of it is under way. Runs {@code granted}, or {@code refused} if the session is ending. */
    public void reserve(Runnable granted, Runnable refused) {
        Saver.Reservation wanted = new Saver.Reservation(
                () -> {
                    isReserved = true;
                    granted.run();
                },
                refused);
        reservation = wanted;
        session.saver().reserve(wanted);
    }

    /** Withdraws a reservation that was not granted yet. */
    public void withdraw() {
        if (reservation != null) {
            session.saver().withdraw(reservation);
        }
    }

    public boolean isActive() {
        return session.ending() == null && session.state().state() == ProfileState.ACTIVE;
    }

    /** The state to report for a session that can't take part. */
    public ProfileState state() {
        ProfileState now = session.state().state();
        return session.ending() != null || now == ProfileState.ACTIVE ? ProfileState.RELEASED : now;
    }

    /** On a user thread: closes the profile to edits and returns the copy to work on. */
    public Draft<T> draft(Thread worker) {
        isDrafted = true;
        Draft<T> fresh = session.state().draft(worker);
        draft = fresh;
        snapshot = null;
        return fresh;
    }

    /** On a user thread: the work is done with the copy, or has thrown. */
    public void worked() {
        if (isDrafted) {
            session.state().drafted();
        }
    }

    /** On a user thread, after the work: encodes the changed draft. */
    public void encode() {
        Draft<T> changed = draft;
        if (changed != null && changed.isChanged()) {
            snapshot = session.state().snapshot(changed);
        }
    }

    /** The draft's write on top of the stored revision, as one of several writes that share the id; null if nothing was changed. */
    @Nullable
    public Write write(String writeId) {
        Snapshot<T> encoded = snapshot;
        Draft<T> drafted = draft;
        if (encoded == null || drafted == null) {
            link = null;
            return null;
        }
        Chain chain = session.chain();
        EntryFormat format =
                drafted.format(chain.nextFormat(false), chain.stored().revision() + 1);
        Chain.Link next =
                chain.next(encoded, chain.token(), true, format, writeId).keepingReplaced(drafted.keepsReplaced());
        link = next;
        chain.newer(writeId);
        return next.write();
    }

    /** The write was accepted. */
    public void accepted(SaveQueue.Decision decision) {
        Chain.Link accepted = link;
        if (accepted != null) {
            session.chain().accepted(accepted, decision.revision(), decision.updated());
        }
    }

    /** The write was refused. Returns whether the stored entry still belongs to this session (F41), so that the write can be tried again. */
    public boolean rebase(Optional<Entry> current) {
        return session.chain().rebase(current);
    }

    /** Another session holds the profile now. */
    public void lose(Optional<Entry> current) {
        session.lost(session.saver().reasonFor(current), List.of());
    }

    public boolean isWritten() {
        return link != null;
    }

    /** Saves the state as it is. After that no other write that is based on the same revision can be accepted. */
    public void fence(Consumer<Boolean> then) {
        session.snapshots()
                .elsewhere(
                        true,
                        snapshot -> {
                            Chain chain = session.chain();
                            Chain.Link plain = chain.next(snapshot, chain.token(), true, chain.nextFormat(false));
                            session.saver().submit(plain, snapshot, decision -> then.accept(decision.written()));
                        },
                        failure -> then.accept(false));
    }

    /** On a user thread: makes the stored draft the profile's state. */
    public void commit() {
        Draft<T> drafted = draft;
        Snapshot<T> encoded = snapshot;
        if (drafted != null && encoded != null) {
            if (drafted.endsSession()) {
                session.state().stopEdits();
            }
            session.state().commit(drafted, encoded);
        }
    }

    /** On a user thread: lets edits go on. */
    public void open() {
        if (isDrafted) {
            session.state().open();
        }
    }

    /** Ends the reservation. */
    public void end(boolean isStored) {
        if (isStored && link != null) {
            session.afterSave();
        }
        if (isReserved) {
            isReserved = false;
            session.chain().newer(null);
            session.saver().unreserve();
        }
    }
}
