package dev.datasave.engine.mail;

/** Answers requests of one type for the sessions of this server ({@link Mail#requestHandler}, P13). */
@FunctionalInterface
public interface RequestHandler {
    /**
     * Called on the loop: starts a commit of the session that answers the request, and calls {@link Request#over} when the commit is over, whatever
     * its outcome.
     */
    void handle(Request request);
}
