package dev.datasave.engine.session;

import dev.datasave.engine.data.Problems;
import dev.datasave.engine.live.Snapshot;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.Once;
import dev.datasave.engine.spool.OrphanEntries;
import dev.datasave.engine.spool.OrphanWriter;
import dev.datasave.engine.spool.SpoolFile;
import dev.datasave.spi.Environment;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A last state that can't be read, or is refused (F5). Mutable data is read again a few times, because a task of the game may change it at this moment; and if it was
 * seen that one does, until the end's time is over (F18). Then the game is told, and what can be kept of the state becomes an orphan. Loop only.
 */
final class Unreadable<T> {
    /** How often mutable data is read that nothing is seen to change: for about a second and a half. Then the pauses grow no longer. */
    private static final int MOST_READS = 6;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Session<T> session;
    private final Rescue<T> rescue;
    private final Loop loop;
    private int reads;
    private boolean isChanging;
    private @Nullable Throwable failure;
    private boolean isTold;

    Unreadable(Session<T> session, Rescue<T> rescue) {
        this.session = session;
        this.rescue = rescue;
        this.loop = session.loop();
    }

    /** A read has failed: has it done again, or keeps what can be kept. */
    void failed(Throwable why, Runnable readAgain, Runnable whenKept) {
        failure = why;
        loop.events().tell(listener -> listener.saveFailed(session.profileId(), why));
        boolean mayChange =
                !session.kind().format().immutable() && !session.state().isRefused();
        isChanging |= Problems.tellsOfAChange(why);
        if (mayChange && (++reads < MOST_READS || isChanging)) {
            loop.retry(Math.min(reads, MOST_READS - 1) - 1, readAgain);
        } else {
            keep(whenKept);
        }
    }

    /** A read has succeeded after all. */
    void wasRead() {
        failure = null;
    }

    /** Whether the last read has failed. */
    boolean isOne() {
        return failure != null;
    }

    /** Tells the game of the loss and keeps an orphan, for which it waits a few seconds at most. The game is told only once. */
    void keep(Runnable then) {
        Throwable why = failure;
        if (isTold || why == null) {
            then.run();
            return;
        }
        isTold = true;
        Once once = new Once(then);
        Environment.Timer patience = loop.environment().schedule(PATIENCE, once);
        loop.elsewhere(session.state()::salvaged, found -> keep(found, why, patience, once), thrown -> {
            loop.events().tell(listener -> listener.saveFailed(session.profileId(), thrown));
            keep(Optional.empty(), why, patience, once);
        });
    }

    private void keep(Optional<Snapshot<T>> found, Throwable why, Environment.Timer patience, Once then) {
        session.losses().tell(found.map(Snapshot::text), rescue.reason(), why, Optional.empty());
        Runnable done = () -> {
            patience.cancel();
            then.run();
        };
        if (found.isEmpty()) {
            done.run();
            return;
        }
        Chain chain = session.chain();
        SpoolFile file = rescue.file(chain.next(found.get(), null, true, chain.nextFormat(true), rescue.writeId()));
        OrphanWriter.keep(loop, file, isKept -> {
            if (isKept) {
                String orphan = OrphanEntries.idOf(file).key();
                loop.events().tell(listener -> listener.orphanKept(session.profileId(), orphan));
            }
            done.run();
        });
    }
}
