package dev.datasave.peers;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * The books of the items: what a player must have in the end is what was there, and what every server that let the player in has added or taken away with
 * the peer's consent. Thread-safe.
 *
 * @param differences what happened in the first hops after which something was missing, or too much
 */
record Items(LongAdder doubled, LongAdder lost, LongAdder refused, Queue<String> differences) {
    private static final int MOST = 20;

    Items() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new ConcurrentLinkedQueue<>());
    }

    /**
     * Compares what is stored with what must be.
     *
     * @param story what happened since the last comparison
     */
    void compare(long expected, long found, Iterable<String> story) {
        if (found > expected) {
            doubled.add(found - expected);
        } else {
            lost.add(expected - found);
        }
        if (found != expected && differences.size() < MOST) {
            differences.add("expected " + expected + ", found " + found + ": " + String.join("; ", story));
        }
    }
}
