package dev.datasave.engine.session;

/** Who accompanies the sessions of this server: told on the loop, in the order of registration ({@link Sessions#watch}). */
public interface SessionWatcher {
    /** The profile is this server's now. */
    void opened(Session<?> session);

    /** The session is over; {@code isSaved}: with its last state stored. */
    void ended(Session<?> session, boolean isSaved);

    /** A state of the session was stored. */
    default void saved(Session<?> session) {}

    /** The session is active again. */
    default void resumed(Session<?> session) {}
}
