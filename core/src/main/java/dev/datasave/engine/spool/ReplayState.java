package dev.datasave.engine.spool;

import dev.datasave.engine.loop.Transitions;
import java.util.EnumSet;

/** How far a file of the spool has come on its way into the storage. The table is drawn in {@code docs/architecture.md}. */
enum ReplayState {
    /** Too many others are under way. */
    NEW,
    /** The file is being read. */
    READS,
    /** A write is under way: the file's own, or an orphan's. */
    WRITES,
    /** The storage is being asked what became of it. */
    LOOKS,
    /** That failed, and is tried again later, or when the storage gives a sign of life. */
    RETRIES,
    /** An entry that its session still holds is being freed. */
    FREES,
    /** It is in the storage, or there is nothing to be done, or the server has closed. */
    OVER;

    /** What happens to a replay. */
    enum Event {
        /** It is its turn. */
        BEGUN,
        /** There is something to be written. */
        WRITE,
        /** What stands in the storage is to be looked at. */
        LOOK,
        /** The look failed. */
        FAILED,
        /** The entry is to be freed. */
        FREE,
        /** It is done, or can't be. */
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
