package dev.datasave.peers;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What goes between this process and the database, by the name of who sends it. It is counted in the sockets, so that it is the same for every peer. */
record Traffic(LongAdder statements, LongAdder roundTrips, LongAdder bytes) {
    private static final Map<String, Traffic> ALL = new ConcurrentHashMap<>();

    /** What was counted up to a moment. */
    record Count(long statements, long roundTrips, long bytes) {
        Count since(Count before) {
            return new Count(statements - before.statements, roundTrips - before.roundTrips, bytes - before.bytes);
        }
    }

    static Traffic of(String name) {
        return ALL.computeIfAbsent(name, any -> new Traffic(new LongAdder(), new LongAdder(), new LongAdder()));
    }

    Count count() {
        return new Count(statements.sum(), roundTrips.sum(), bytes.sum());
    }
}
