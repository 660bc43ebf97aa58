package dev.datasave.engine.session;

import dev.datasave.engine.live.Snapshot;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.spool.OrphanEntries;
import dev.datasave.engine.spool.SpoolFile;
import java.util.List;
import java.util.Optional;

/**
 * A last state that can't be read, or is refused. Perhaps a task of the game changes it at this moment: so it is read again, a few times. Then what can be
 * kept of it becomes an orphan, the game is told, and the entry is freed or handed over as it is stored (F5). Loop only.
 */
final class Unreadable<T> {
    /** How often the state is read: for about a second and a half. */
    private static final int MOST_READS = 6;

    private final Session<T> session;
    private final Ending<T> ending;
    private final Rescue<T> rescue;
    private final Loop loop;
    private int reads;
    private boolean isLossTold;

    Unreadable(Session<T> session, Ending<T> ending, Rescue<T> rescue) {
        this.session = session;
        this.ending = ending;
        this.rescue = rescue;
        this.loop = session.loop();
    }

    /** Whether the game was told that the state is lost. */
    boolean isLossTold() {
        return isLossTold;
    }

    /** Reading the state has failed. */
    void failed(Throwable failure) {
        loop.events().tell(listener -> listener.saveFailed(session.profileId(), failure));
        if (!session.state().isRefused() && ++reads < MOST_READS) {
            loop.retry(reads - 1, ending::readAgain);
            return;
        }
        isLossTold = true;
        loop.elsewhere(
                session.state()::salvaged, found -> keep(found, failure), thrown -> keep(Optional.empty(), failure));
    }

    private void keep(Optional<Snapshot<T>> found, Throwable failure) {
        session.losses().tell(found.map(Snapshot::text), ending.reason(), failure, Optional.empty());
        if (found.isEmpty()) {
            ending.passOn();
            return;
        }
        Chain chain = session.chain();
        SpoolFile file = rescue.file(chain.next(found.get(), null, true, chain.nextFormat(true), rescue.writeId()));
        loop.queue()
                .submitBriefly(
                        List.of(OrphanEntries.write(file)),
                        true,
                        group -> {
                            if (group.written()) {
                                String orphan = OrphanEntries.idOf(file).key();
                                loop.events().tell(listener -> listener.orphanKept(session.profileId(), orphan));
                            }
                            ending.passOn();
                        },
                        notKept -> ending.passOn());
    }
}
