package dev.datasave.engine.session;

/** Is told about the sessions of this server, on the loop, in the order of registration ({@link Sessions#watch}). */
public interface SessionWatcher {
    /** The session was opened: this server owns its profile. */
    void opened(Session<?> session);

    /** The session is over; {@code isSaved} says whether its last state was stored. */
    void ended(Session<?> session, boolean isSaved);

    /** A state of the session was stored. */
    default void saved(Session<?> session) {}

    /** The session is active again. */
    default void resumed(Session<?> session) {}
}
