package dev.datasave.engine.session;

import dev.datasave.ReleaseReason;
import dev.datasave.engine.live.Snapshot;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.spool.Spool;
import dev.datasave.engine.spool.SpoolFile;
import dev.datasave.engine.spool.SpoolWriter;
import dev.datasave.spi.Content;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Write;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rescues a final state that the storage doesn't take (F18). The state goes to the {@link Spool} before the session is given up, or earlier if no
 * write was answered for a while, because a process that is told to end often gets little time. If the state is stored after all, the file is
 * removed. If the server dies in between, the replay recognises the write by its id. Loop only.
 */
final class Rescue<T> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(3);
    private static final Duration AGAIN = Duration.ofMillis(10);

    private final Session<T> session;
    private final Ending<T> ending;
    private final Loop loop;
    private final Spool spool;
    private final String writeId;
    private Environment.Timer timer = () -> {};
    private Environment.Timer again = () -> {};
    private long answersBefore;
    private int looks;
    private Chain.@Nullable Link link;
    private @Nullable Snapshot<T> snapshot;
    private boolean isTaking;
    private SpoolWriter.@Nullable Keep keep;
    private @Nullable Path kept;
    private @Nullable Throwable cause;
    private @Nullable Runnable whenSettled;

    Rescue(Session<T> session, Ending<T> ending) {
        this.session = session;
        this.ending = ending;
        this.loop = session.loop();
        this.spool = session.sessions().spool();
        this.writeId = loop.ids().writeId();
    }

    /** The id of the final write: the same for every attempt, also for those of the replay. */
    String writeId() {
        return writeId;
    }

    /** Why the session ends. */
    ReleaseReason reason() {
        return ending.reason();
    }

    /** The session has begun to end. */
    void watch() {
        if (spool.isOn()) {
            answersBefore = loop.queue().answers();
            Duration quarter = loop.settings().closeTimeout().dividedBy(4);
            timer = loop.environment().schedule(quarter.compareTo(SILENCE) < 0 ? quarter : SILENCE, this::look);
        }
    }

    private void look() {
        boolean isSilent = loop.queue().answers() == answersBefore;
        if (ending.isFinal() && (isSilent || ++looks > 2)) {
            take();
        } else {
            watch();
        }
    }

    /** Remembers the final write that is under way, and its state. */
    void writing(Chain.Link newLink, Snapshot<T> state) {
        link = newLink;
        snapshot = state;
    }

    private void take() {
        if (isTaking) {
            return;
        }
        isTaking = true;
        Snapshot<T> state = snapshot;
        Chain.Link write = link;
        if (state != null && write != null) {
            taken(state, write);
        } else {
            long turns = session.chain().turns();
            session.snapshots().lastElsewhere(fresh -> took(turns, fresh), this::failed);
        }
    }

    /** A transaction may have been stored since the state was asked for. What was taken before it is not put on top of it, but taken once more. */
    private void took(long turns, Snapshot<T> fresh) {
        Chain chain = session.chain();
        if (chain.turns() != turns || chain.isAheadOfState()) {
            isTaking = false;
            again = loop.environment().schedule(AGAIN, this::take);
        } else {
            taken(fresh, chain.next(fresh, null, true, chain.nextFormat(true), writeId));
        }
    }

    private void taken(Snapshot<T> state, Chain.Link write) {
        isTaking = false;
        snapshot = state;
        if (whenSettled == null && !ending.isFinal()) {
            return;
        }
        if (!state.isChanged()) {
            settled();
            return;
        }
        isTaking = true;
        keep = spool.writer().keep(file(write), path -> {
            kept = path.orElse(null);
            isTaking = path.isPresent(); // if it failed, giving up tries once more
            settled();
        });
    }

    /** The spool file of the final write. Its content has no holder. */
    SpoolFile file(Chain.Link last) {
        Write write = last.write();
        Content content = write.content();
        if (content == null) {
            throw new IllegalArgumentException(session.id() + ": found a removal, expected a state");
        }
        Chain chain = session.chain();
        return new SpoolFile(
                SpoolFile.write(
                        write.id(),
                        write.expectedRevision(),
                        write.expectedWriteId(),
                        write.writeId(),
                        content.withHolder(null),
                        write.superseded()),
                chain.token(),
                chain.takenFrom(),
                chain.newer(),
                chain.stored().created(),
                loop.ids().serverName(),
                ending.reason(),
                loop.environment().wallClockMillis());
    }

    private void failed(Throwable failure) {
        isTaking = false;
        cause = failure;
        settled();
    }

    /** Ends the attempts to store the state: keeps it in the spool if possible, reports it, and then goes on. */
    void giveUp(@Nullable Throwable why, Runnable then) {
        timer.cancel();
        if (!spool.isOn()) {
            session.losses().report(ending.reason(), why);
            then.run();
            return;
        }
        cause = why;
        whenSettled = then;
        if (kept != null) {
            settled();
        } else {
            waitFor(spool.writer().answers());
            take();
        }
    }

    /** Waits for the file as long as other states still reach the disk. */
    private void waitFor(long answers) {
        timer = loop.environment().schedule(PATIENCE, () -> {
            long now = spool.writer().answers();
            if (now != answers) {
                waitFor(now);
            } else {
                settled();
            }
        });
    }

    private void settled() {
        Runnable then = whenSettled;
        if (then == null) {
            return; // not given up yet
        }
        whenSettled = null;
        timer.cancel();
        again.cancel();
        if (keep != null) {
            keep.stays();
            keep = null;
        }
        report();
        then.run();
    }

    private void report() {
        Snapshot<T> state = snapshot;
        ReleaseReason reason = ending.reason();
        if (state == null) {
            session.losses().report(reason, cause);
        } else if (state.isChanged()) {
            session.losses().tell(Optional.ofNullable(state.text()), reason, cause, Optional.ofNullable(kept));
        }
    }

    /** Drops the file, because the state needs none or must not be stored any more. */
    void drop() {
        timer.cancel();
        again.cancel();
        if (keep != null) {
            keep.drop();
            keep = null;
            kept = null;
            isTaking = false;
        }
    }
}
