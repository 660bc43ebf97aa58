package dev.datasave.engine;

/** Answers requests of one type for the sessions of this server ({@link Mail#requestHandler}, P13). */
@FunctionalInterface
interface RequestHandler {
    /** On the loop: sees to it that the request is answered, by {@link Request#answer} or by {@link Request#over}. */
    void handle(Request request);
}
