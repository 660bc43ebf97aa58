package dev.datasave.signals;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who listens under one name on this handle. Its number and key stand in the database, where its peers read them. The receiver's thread alone hears
 * and wakes; listeners come and go on any thread.
 */
final class NetworkEar {
    private static final System.Logger LOG = System.getLogger("dev.datasave");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long PAUSE_NANOS = 1_000_000;
    private static final int SENDERS = 256;

    private final String name;
    private final long number = RANDOM.nextLong();
    private final byte[] key = new byte[Datagram.KEY_BYTES];
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Map<Long, Long> heard = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > SENDERS;
        }
    };
    private long lastWake = System.nanoTime() - PAUSE_NANOS;

    /** One who listens. Each is another one, also if the same code is given twice. */
    static final class Listener {
        private final Runnable wake;

        Listener(Runnable wake) {
            this.wake = wake;
        }
    }

    NetworkEar(String name) {
        this.name = name;
        RANDOM.nextBytes(key);
    }

    String name() {
        return name;
    }

    long number() {
        return number;
    }

    byte[] key() {
        return key.clone();
    }

    List<Listener> listeners() {
        return listeners;
    }

    /**
     * Whether these bytes are a signal to this ear, and a new one. What its sender had sent before a datagram that arrived is not worth another look, so a
     * sender's count may only go up.
     */
    boolean hears(byte[] received, Datagram datagram) {
        if (!Datagram.isSealed(received, key)) {
            return false;
        }
        boolean isNew = datagram.number() > heard.getOrDefault(datagram.sender(), 0L);
        if (isNew) {
            heard.put(datagram.sender(), datagram.number());
        }
        return isNew;
    }

    /** Wakes the listeners, unless that was done within the last millisecond; returns in how many nanoseconds it may be done. */
    long wake() {
        long now = System.nanoTime();
        long left = PAUSE_NANOS - (now - lastWake);
        if (left > 0) {
            return left;
        }
        lastWake = now;
        for (Listener listener : listeners) {
            try {
                listener.wake.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "a listener for signals threw an exception", e);
            }
        }
        return 0;
    }
}
