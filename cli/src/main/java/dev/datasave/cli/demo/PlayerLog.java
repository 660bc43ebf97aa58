package dev.datasave.cli.demo;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The driver's own log of one player: the commands sent, and every answer that promises something. Servers are named by the label of their process;
 * moments are the driver's monotonic nanoseconds. Thread-safe.
 */
final class PlayerLog {
    private final String key;
    private final AtomicLong ops = new AtomicLong();
    private final Map<Long, Deed> deeds = new ConcurrentHashMap<>();
    private final Map<Long, String> refused = new ConcurrentHashMap<>();
    private final Queue<Joined> joined = new ConcurrentLinkedQueue<>();
    private final Queue<Done> done = new ConcurrentLinkedQueue<>();
    private final Queue<Saved> saved = new ConcurrentLinkedQueue<>();
    private final Map<Long, Long> lastSigns = new ConcurrentHashMap<>();

    PlayerLog(String key) {
        this.key = key;
    }

    /** An answer {@code joined}, and the moment it was received. A session is identified by the revision that it began with. */
    record Joined(String server, long revision, long money, long op, long receivedAt) {}

    /** An answer that an op is done, and how much money is left. {@code session} is the revision that the session began with. */
    record Done(String server, long session, long op, OptionalLong money, long askedAt, long receivedAt) {}

    /** An answer {@code saved} or {@code bye}, with the last op that it confirms. */
    record Saved(String server, long revision, long op) {}

    String key() {
        return key;
    }

    Deed earning(long amount, String server) {
        return deed(Deed.Kind.EARN, "", amount, "", "", server);
    }

    Deed finding(String server) {
        return deed(Deed.Kind.FIND, "", 0, "", "", server);
    }

    Deed payment(String to, long amount, String server) {
        return deed(Deed.Kind.PAY, to, amount, "", "", server);
    }

    Deed trade(String with, String give, String get, String server) {
        return deed(Deed.Kind.TRADE, with, 0, give, get, server);
    }

    Deed gift(String to, String item, String server) {
        return deed(Deed.Kind.GIFT, to, 0, item, "", server);
    }

    private Deed deed(Deed.Kind kind, String with, long amount, String item, String other, String server) {
        return sending(new Deed(key, ops.incrementAndGet(), kind, with, amount, item, other, server));
    }

    Deed sending(Deed deed) {
        deeds.put(deed.op(), deed);
        return deed;
    }

    void add(Joined answer) {
        joined.add(answer);
    }

    void add(Done answer) {
        done.add(answer);
    }

    /** Notes that the session that began with this revision was alive at that moment. */
    void alive(long session, long at) {
        lastSigns.merge(session, at, Math::max);
    }

    /** The last moment at which the session of an answer {@code joined} was known to be alive. */
    long lastSign(Joined session) {
        return lastSigns.getOrDefault(session.revision(), session.receivedAt());
    }

    void add(Saved answer) {
        saved.add(answer);
    }

    /** Notes that the server refused the op. */
    void refused(long op, String answer) {
        refused.put(op, answer);
    }

    Map<Long, Deed> deeds() {
        return deeds;
    }

    Map<Long, String> refused() {
        return refused;
    }

    Queue<Joined> joined() {
        return joined;
    }

    Queue<Done> done() {
        return done;
    }

    Queue<Saved> saved() {
        return saved;
    }
}
