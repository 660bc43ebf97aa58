package dev.datasave.peers;

import java.util.concurrent.atomic.LongAdder;

/**
 * The books of the items: what a player must have in the end is what was there, and what every server that let the player in has added or taken away with
 * the peer's consent.
 */
record Items(LongAdder doubled, LongAdder lost, LongAdder refused) {
    Items() {
        this(new LongAdder(), new LongAdder(), new LongAdder());
    }

    void compare(long expected, long found) {
        if (found > expected) {
            doubled.add(found - expected);
        } else {
            lost.add(expected - found);
        }
    }
}
