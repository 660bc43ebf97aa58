package dev.datasave.tck.network;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The history of a {@link VirtualNetwork}, in order: every accepted and refused write, and everything that the game saw. Not thread-safe. */
public final class Journal {
    private final List<Event> events = new ArrayList<>();

    /** An empty journal. */
    public Journal() {}

    /** Adds the next event. */
    public void add(Event event) {
        events.add(event);
    }

    /** All events in order, as a live, unmodifiable view. */
    public List<Event> events() {
        return Collections.unmodifiableList(events);
    }

    /** One event. */
    public sealed interface Event {
        /** When, since the start. */
        Duration at();
    }

    /**
     * The storage accepted a write.
     *
     * @param at when
     * @param server who sent it
     * @param writeId the id of the write
     * @param id which entry
     * @param before the entry before
     * @param after the entry after; empty if the entry was removed without a tombstone
     */
    public record Written(
            Duration at, String server, String writeId, EntryId id, Optional<Entry> before, Optional<Entry> after)
            implements Event {}

    /**
     * The storage refused a write.
     *
     * @param at when
     * @param server who sent it
     * @param write the write
     * @param current the current entry, as the refusal carries it
     */
    public record Refused(Duration at, String server, Write write, Optional<Entry> current) implements Event {}

    /**
     * The storage was set back to an older state.
     *
     * @param at when
     * @param to the time of that state
     */
    public record SetBack(Duration at, Duration to) implements Event {}

    /**
     * No server can reach the storage.
     *
     * @param at from when
     * @param until until when; equal to {@code at} if an outage ends
     */
    public record Outage(Duration at, Duration until) implements Event {}

    /**
     * The storage can't store an entry.
     *
     * @param at from when
     * @param id which entry
     * @param until until when; equal to {@code at} if it can again
     */
    public record Broken(Duration at, EntryId id, Duration until) implements Event {}

    /**
     * A write failed, because the storage can't store that entry.
     *
     * @param at when
     * @param server who sent it
     * @param id which entry
     */
    public record Unstored(Duration at, String server, EntryId id) implements Event {}

    /**
     * The storage answers every write with a failure that lasts.
     *
     * @param at from when
     * @param until until when; equal to {@code at} if it is mended
     */
    public record Failing(Duration at, Duration until) implements Event {}

    /**
     * What is stored of an entry was damaged.
     *
     * @param at when
     * @param entry the entry as it was
     */
    public record Damaged(Duration at, Entry entry) implements Event {}

    /**
     * Everything that was damaged is as it was before.
     *
     * @param at when
     */
    public record Mended(Duration at) implements Event {}

    /**
     * All faults ended long ago, and everything has come to rest.
     *
     * @param at when
     */
    public record Rested(Duration at) implements Event {}

    /**
     * A server started, died, stood still, closed …
     *
     * @param at when
     * @param server which
     * @param what in words
     */
    public record ServerEvent(Duration at, String server, What what) implements Event {
        /** What happened to a server. */
        public enum What {
            /** It was built. */
            STARTED,
            /** It stands still. */
            PAUSED,
            /** It goes on. */
            RESUMED,
            /** It stands still in the middle of a step, after a look at a clock. */
            FELL_ASLEEP,
            /** One of its storage calls stands still between two operations. */
            CALL_FELL_ASLEEP,
            /** It goes on with that step. */
            WOKE_UP,
            /** It died. */
            KILLED,
            /** Its environment was closed: it may do nothing anymore. */
            CLOSED,
            /** It asked for a storage call or a timer after it was closed. */
            USED_AFTER_CLOSE,
            /** It still has listeners for signals although it was closed. */
            STILL_LISTENING,
            /** It still has steps or timers to come although it was closed long ago. */
            STILL_SCHEDULED,
            /** States are left in its spool although the storage takes everything again. */
            LEFT_IN_SPOOL,
            /** Its wall clock jumped. */
            CLOCK_JUMPED,
            /** It can't reach the storage. */
            CUT_OFF
        }
    }

    /**
     * A remark for readers of a trace.
     *
     * @param at when
     * @param server which server, or empty
     * @param text the remark
     */
    public record Note(Duration at, String server, String text) implements Event {}

    /**
     * The game was told something, or did something, about a profile.
     *
     * @param at when
     * @param server on which server
     * @param id which profile
     * @param session the number of the game's session; each profile that a load delivers gets its own number, and 0 means before that
     * @param seen the event
     */
    public record Game(Duration at, String server, EntryId id, long session, GameEvent seen) implements Event {}
}
