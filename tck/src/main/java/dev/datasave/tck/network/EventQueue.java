package dev.datasave.tck.network;

import java.time.Duration;
import java.util.Optional;
import java.util.PriorityQueue;

/** Everything that will happen, ordered by virtual time and then by sequence. One thread. */
final class EventQueue {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Thread thread = Thread.currentThread();
    private long now;
    private long sequence;

    /** Nanoseconds since the start. */
    long now() {
        return now;
    }

    Duration elapsed() {
        return Duration.ofNanos(now);
    }

    /** Adds an event without an owner: it happens whatever the servers do. */
    Event add(long at, Runnable step) {
        return add(at, Owner.NOBODY, step);
    }

    Event add(long at, Owner owner, Runnable step) {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("virtual network: found a call on " + Thread.currentThread()
                    + ", expected only " + thread + "; in virtual time nothing may use threads or timers of its own");
        }
        Event event = new Event(Math.max(at, now), sequence++, owner, step);
        events.add(event);
        return event;
    }

    /** Puts back a deferred event. It stays ahead of the events that came after it. */
    void restore(Event event) {
        events.add(event);
    }

    /** Takes the next event that is due until then, and moves the clock to it. Skips events that their owners refuse. */
    Optional<Event> next(long until) {
        while (true) {
            Event event = events.peek();
            if (event == null || event.at > until) {
                return Optional.empty();
            }
            events.remove();
            if (event.cancelled) {
                continue;
            }
            now = Math.max(now, event.at);
            if (event.owner.accepts(event)) {
                return Optional.of(event);
            }
        }
    }

    void moveTo(long time) {
        now = Math.max(now, time);
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** How many events of an owner are still to come. */
    long waiting(Owner owner) {
        return events.stream()
                .filter(event -> event.owner.equals(owner) && !event.cancelled)
                .count();
    }

    /** The owner of the thread that an event runs on. */
    interface Owner {
        /** No owner: the event always runs. */
        Owner NOBODY = event -> true;

        /** Whether the event may run now. A paused owner keeps it for later, a dead one drops it. */
        boolean accepts(Event event);
    }

    /** One step at one time. */
    static final class Event implements Comparable<Event> {
        private final long at;
        private final long sequence;
        private final Owner owner;
        private final Runnable step;
        private boolean cancelled;

        private Event(long at, long sequence, Owner owner, Runnable step) {
            this.at = at;
            this.sequence = sequence;
            this.owner = owner;
            this.step = step;
        }

        void run() {
            step.run();
        }

        void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(sequence);
        }
    }
}
