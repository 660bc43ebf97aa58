package dev.datasave.tck.network;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What happened in a {@link VirtualNetwork}, in order: every accepted and refused write, and what the game saw. Not thread-safe. */
public final class Journal {
    private final List<Event> events = new ArrayList<>();

    /** An empty journal. */
    public Journal() {}

    /** Adds what happened next. */
    public void add(Event event) {
        events.add(event);
    }

    /** All of it, in order; a live, unmodifiable view. */
    public List<Event> events() {
        return Collections.unmodifiableList(events);
    }

    /** One thing that happened. */
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
     * @param after the entry after; empty if it was forgotten
     */
    public record Written(
            Duration at, String server, String writeId, EntryId id, Optional<Entry> before, Optional<Entry> after)
            implements Event {}

    /**
     * The storage refused a write.
     *
     * @param at when
     * @param server who sent it
     * @param write what it was
     * @param current what it answered
     */
    public record Refused(Duration at, String server, Write write, Optional<Entry> current) implements Event {}

    /**
     * The storage went back to what it was.
     *
     * @param at when
     * @param to as of when
     */
    public record SetBack(Duration at, Duration to) implements Event {}

    /**
     * The storage can't be reached by anybody.
     *
     * @param at from when
     * @param until until when; if it is now, an outage ends
     */
    public record Outage(Duration at, Duration until) implements Event {}

    /**
     * The storage can't store an entry.
     *
     * @param at from when
     * @param id which entry
     * @param until until when; if it is now, it can again
     */
    public record Broken(Duration at, EntryId id, Duration until) implements Event {}

    /**
     * All faults have ended long ago: everything has come to rest.
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
            /** It stands still inside of something that it does, after it has looked at a clock. */
            FELL_ASLEEP,
            /** One of its storage calls stands still between two operations. */
            CALL_FELL_ASLEEP,
            /** It goes on with what it was about to do. */
            WOKE_UP,
            /** It died. */
            KILLED,
            /** Its environment was closed: nothing of it may happen any more. */
            CLOSED,
            /** It asked for a storage call or a timer after it had been closed. */
            USED_AFTER_CLOSE,
            /** It has listeners for signals although it was closed. */
            STILL_LISTENING,
            /** It has steps or timers to come although it was closed long ago. */
            STILL_SCHEDULED,
            /** Although the storage takes everything again, states are left in its spool. */
            LEFT_IN_SPOOL,
            /** Its wall clock jumped. */
            CLOCK_JUMPED,
            /** The storage can't be reached by it. */
            CUT_OFF
        }
    }

    /**
     * Something else, for readers of a trace.
     *
     * @param at when
     * @param server who, or empty
     * @param text what
     */
    public record Note(Duration at, String server, String text) implements Event {}

    /**
     * The game was told something, or did something, about a profile.
     *
     * @param at when
     * @param server on which server
     * @param id which profile
     * @param session which of the game's sessions: a number that is its own for each profile that a load delivered; 0 before
     * @param seen what
     */
    public record Game(Duration at, String server, EntryId id, long session, GameEvent seen) implements Event {}
}
