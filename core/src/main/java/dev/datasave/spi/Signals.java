package dev.datasave.spi;

/**
 * Wake-ups between servers (P6). Signals are hints: a signal may be lost, doubled, late or spurious, and everything works without signals. They carry
 * no content. Thread-safe.
 */
public interface Signals {

    /** Signals that never arrive, for a storage without push. */
    Signals NONE = new Signals() {
        @Override
        public void send(String server) {}

        @Override
        public Subscription listen(String server, Runnable wake) {
            return () -> {};
        }
    };

    /**
     * Wakes the listeners of that name, in this process and in others. Call it after the write that it announces has returned. It may block for a
     * short time. If it throws, the signal may not have been sent.
     *
     * @param server the name that the listener gave: an incarnation id, 1 to 64 printable ASCII characters
     */
    void send(String server);

    /**
     * Calls {@code wake} at every signal to that name until the subscription is closed. {@code wake} runs on a thread of the storage; it must return
     * quickly and must not throw.
     */
    Subscription listen(String server, Runnable wake);

    /** An active {@link #listen}. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        /** Ends the subscription; closing twice is fine. A wake-up that is under way may still arrive. */
        @Override
        void close();
    }
}
