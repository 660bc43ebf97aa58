package dev.datasave.spi;

/**
 * Wake-ups between servers (P6). Signals are hints: one may be lost, doubled, late or spurious, and everything works
 * without any. They carry no content. Thread-safe.
 */
public interface Signals {

    /** Signals that never arrive, for a storage that has none. */
    Signals NONE = new Signals() {
        @Override
        public void send(String server) {}

        @Override
        public Subscription listen(String server, Runnable wake) {
            return () -> {};
        }
    };

    /**
     * Wakes the listeners of that name, in this and in other processes. Call it after the write that it tells of has
     * returned. May block shortly; may throw, which means: perhaps not sent.
     *
     * @param server the name that the listener gave: an incarnation id, 1 to 64 printable ASCII characters
     */
    void send(String server);

    /**
     * Calls {@code wake} at every signal to that name until the subscription is closed. {@code wake} runs on a thread of
     * the storage, returns quickly and doesn't throw.
     */
    Subscription listen(String server, Runnable wake);

    /** An active {@link #listen}. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        /** Ends it; twice is fine. A wake-up already under way may still arrive. */
        @Override
        void close();
    }
}
