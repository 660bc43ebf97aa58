package dev.datasave.engine.session;

import dev.datasave.engine.lease.Lease;
import dev.datasave.engine.loop.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Visits every session once in its autosave period, evenly spread, and saves it if it may have changed. An idle session costs two field reads per
 * visit and no write. Loop only.
 */
public final class Autosave implements SessionWatcher {
    private static final Duration TICK = Duration.ofMillis(250);

    private final Loop loop;
    private final Lease lease;
    private final Map<Duration, Ring> rings = new HashMap<>();
    private boolean ended;

    /** The sessions with the same autosave period, visited in a circle. */
    private static final class Ring {
        private final List<Session<?>> sessions = new ArrayList<>();
        private int next;
        private double due;
    }

    public Autosave(Loop loop, Lease lease) {
        this.loop = loop;
        this.lease = lease;
    }

    public void start() {
        loop.environment().schedule(TICK, this::tick);
    }

    public void end() {
        ended = true;
    }

    @Override
    public void opened(Session<?> session) {
        Ring ring = rings.computeIfAbsent(session.kind().options().autosave(), period -> new Ring());
        session.place(ring.sessions.size());
        ring.sessions.add(session);
    }

    @Override
    public void ended(Session<?> session, boolean isSaved) {
        Ring ring = rings.get(session.kind().options().autosave());
        int place = session.place();
        if (ring != null && place < ring.sessions.size() && ring.sessions.get(place) == session) {
            Session<?> last = ring.sessions.removeLast();
            if (last != session) {
                ring.sessions.set(place, last);
                last.place(place);
            }
        }
    }

    private void tick() {
        if (ended) {
            return;
        }
        loop.environment().schedule(TICK, this::tick);
        if (lease.isValid()) {
            rings.forEach(this::visit);
        }
    }

    private void visit(Duration period, Ring ring) {
        int size = ring.sessions.size();
        ring.due = Math.min(size, ring.due + (double) size * TICK.toMillis() / period.toMillis());
        for (; ring.due >= 1; ring.due--) {
            ring.next = ring.next >= size - 1 ? 0 : ring.next + 1;
            ring.sessions.get(ring.next).autosave();
        }
    }
}
