package dev.datasave.cli.demo;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The driver's own log of one player: what he sent, and every answer that promises something. Servers are named by the label of
 * their process; moments are the driver's monotonic nanoseconds. Thread-safe.
 */
final class PlayerLog {
    private final String key;
    private final AtomicLong ops = new AtomicLong();
    private final Map<Long, Sent> sent = new ConcurrentHashMap<>();
    private final Queue<Joined> joined = new ConcurrentLinkedQueue<>();
    private final Queue<Earned> earned = new ConcurrentLinkedQueue<>();
    private final Queue<Saved> saved = new ConcurrentLinkedQueue<>();

    PlayerLog(String key) {
        this.key = key;
    }

    /** An earning that was sent, answered or not. */
    record Sent(long op, long amount, String server) {}

    /** An answer {@code joined}, received at a moment. A session is known by the revision that it began with. */
    record Joined(String server, long revision, long money, long op, long receivedAt) {}

    /** An answer {@code earned} of the session that began with a revision, to what was asked at a moment. */
    record Earned(String server, long session, long op, long askedAt) {}

    /** An answer {@code saved} or {@code bye}, with the state that it confirms. */
    record Saved(String server, long revision, long money, long op) {}

    String key() {
        return key;
    }

    /** A new earning, logged before it is sent. */
    Sent earning(long amount, String server) {
        return sending(new Sent(ops.incrementAndGet(), amount, server));
    }

    Sent sending(Sent earning) {
        sent.put(earning.op(), earning);
        return earning;
    }

    void add(Joined answer) {
        joined.add(answer);
    }

    void add(Earned answer) {
        earned.add(answer);
    }

    void add(Saved answer) {
        saved.add(answer);
    }

    Map<Long, Sent> sent() {
        return sent;
    }

    Queue<Joined> joined() {
        return joined;
    }

    Queue<Earned> earned() {
        return earned;
    }

    Queue<Saved> saved() {
        return saved;
    }
}
