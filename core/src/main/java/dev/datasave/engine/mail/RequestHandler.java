package dev.datasave.engine.mail;

/** Answers requests of one type for the sessions of this server ({@link Mail#requestHandler}, P13). */
@FunctionalInterface
public interface RequestHandler {
    /** On the loop: sees to it that a commit of the session answers the request, and calls {@link Request#over} after it, whatever came of it. */
    void handle(Request request);
}
