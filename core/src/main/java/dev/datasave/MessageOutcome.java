package dev.datasave;

/** What became of sending a message (P11). */
public sealed interface MessageOutcome {

    /**
     * It is stored, also against a power cut where the storage can, and will be delivered until it is acknowledged.
     *
     * @param id names it among the messages of its profile
     */
    record Sent(String id) implements MessageOutcome {}

    /**
     * The profile has too many messages waiting to take one more: nothing was sent.
     *
     * @param limit how many may wait
     */
    record TooMany(int limit) implements MessageOutcome {}
}
