package dev.datasave.engine.spool;

import dev.datasave.engine.loop.Transitions;
import java.util.EnumSet;

/** How far a file of the spool has come on its way into the storage. {@code docs/architecture.md} has a drawing of the table. */
enum ReplayState {
    /** The replay waits for its turn, because many others are under way. */
    NEW,
    /** The file is being read. */
    READS,
    /** A write is under way: the file's own, or an orphan's. */
    WRITES,
    /** The storage is being read, to find out what is to be done. */
    LOOKS,
    /** The read failed. It is tried again later, or when the storage gives a sign of life. */
    RETRIES,
    /** The entry, which still names the session, is being freed. */
    FREES,
    /** The state is stored, or nothing is left to do, or the server has closed. */
    OVER;

    /** What happens to a replay. */
    enum Event {
        /** The replay's turn has come. */
        BEGUN,
        /** A write is to be sent. */
        WRITE,
        /** The storage is to be read. */
        LOOK,
        /** The read failed. */
        FAILED,
        /** The entry is to be freed. */
        FREE,
        /** The replay is done, or can't be done. */
        ENDED
    }

    static final Transitions<ReplayState, Event> TABLE = Transitions.of(ReplayState.class, Event.class)
            .on(NEW, Event.BEGUN, READS)
            .on(EnumSet.of(READS, LOOKS), Event.WRITE, WRITES)
            .on(EnumSet.of(READS, WRITES, RETRIES, FREES), Event.LOOK, LOOKS)
            .on(LOOKS, Event.FAILED, RETRIES)
            .on(LOOKS, Event.FREE, FREES)
            .on(EnumSet.range(READS, FREES), Event.ENDED, OVER)
            .stays(OVER, Event.ENDED)
            .table();
}
