package dev.datasave.tck;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
    public record Game(Duration at, String server, EntryId id, long session, Seen seen) implements Event {}

    /** What a game sees. A state names what the data was: the hash of all edits up to it. */
    public sealed interface Seen {
        /**
         * A server starts.
         *
         * @param outageGrace how long its sessions may stay suspended
         */
        record Starting(Duration outageGrace) implements Seen {}

        /**
         * A load began.
         *
         * @param stealAfter after how long it may steal; zero: at once
         */
        record Loading(Duration stealAfter) implements Seen {}

        /**
         * A load delivered a profile.
         *
         * @param state the state of its data
         */
        record Loaded(String state) implements Seen {}

        /**
         * A load that forces has waited for more than five seconds.
         *
         * @param time how long
         */
        record Waited(Duration time) implements Seen {}

        /**
         * A shop was told that a purchase was granted before.
         *
         * @param deed which
         * @param isPart whether it is said to be part of the data still
         */
        record WasGranted(String deed, boolean isPart) implements Seen {}

        /**
         * A load ended without a profile.
         *
         * @param reason why
         */
        record NotLoaded(String reason) implements Seen {}

        /**
         * An edit was accepted.
         *
         * @param from the state before
         * @param to the state after
         * @param late whether nobody promises that it is stored: it was made in {@code onLastSave}, or the server fell asleep in it
         */
        record Edited(String from, String to, boolean late) implements Seen {}

        /**
         * A function of the game made new data, which may come to nothing: in a transaction, a grant, an operator's edit, or an edit.
         *
         * @param from the state before
         * @param to the state after
         * @param deed what was done, by a name of its own: no data ever holds it twice
         * @param made what came into the world by it: how many of each thing; what only changes hands is not made
         */
        record Derived(String from, String to, String deed, Map<String, Long> made) implements Seen {
            /** Copies the map. */
            public Derived {
                made = Map.copyOf(made);
            }
        }

        /**
         * A transaction, a grant, or what an operator did was answered as stored.
         *
         * @param deed which
         */
        record Done(String deed) implements Seen {}

        /**
         * It was answered that nothing was done, and never will be.
         *
         * @param deed what
         */
        record NotDone(String deed) implements Seen {}

        /**
         * A message is being sent to the profile that brings something into the world.
         *
         * @param gift the name that its content bears
         */
        record Sending(String gift) implements Seen {}

        /**
         * That was answered as stored.
         *
         * @param message the message's id
         */
        record Sent(String message) implements Seen {}

        /**
         * A message to the profile is being withdrawn.
         *
         * @param message its id
         */
        record Withdrawing(String message) implements Seen {}

        /**
         * An operator wants a message to be sent to the profile again that a rollback took back.
         *
         * @param message its id
         */
        record SendingAgain(String message) implements Seen {}

        /**
         * An operator wants the profile to be as it was.
         *
         * @param revision in which revision
         * @param why the reason, as it will stand in history
         */
        record RollingBack(long revision, String why) implements Seen {}

        /**
         * The profile is being removed.
         *
         * @param erased with all that is known of its person
         */
        record Removing(boolean erased) implements Seen {}

        /**
         * The profile's person is erased, it was answered.
         *
         * @param left what the storage still has of what it had when that was asked for
         */
        record Erased(List<String> left) implements Seen {
            /** Copies the list. */
            public Erased {
                left = List.copyOf(left);
            }
        }

        /**
         * An edit was refused.
         *
         * @param busy whether because a transaction has the profile; else it is not active
         */
        record EditRefused(boolean busy) implements Seen {}

        /**
         * A save or a release was answered as durable.
         *
         * @param what which of both
         * @param state the state when it was asked for
         * @param revision the revision that it named
         */
        record Saved(String what, String state, long revision) implements Seen {}

        /**
         * A save or a release was answered as not saved.
         *
         * @param what which of both
         * @param reason why
         */
        record NotSaved(String what, String reason) implements Seen {}

        /**
         * A session ended; the game was told.
         *
         * @param reason why
         */
        record Released(String reason) implements Seen {}

        /**
         * The game was told of a lost update.
         *
         * @param reason how its session ended
         */
        record LostUpdate(String reason) implements Seen {}

        /**
         * The game was told that a state is in the spool.
         *
         * @param state which
         */
        record Spooled(String state) implements Seen {}

        /**
         * A future that was still open long after all faults had ended.
         *
         * @param what of what
         */
        record NeverAnswered(String what) implements Seen {}
    }
}
