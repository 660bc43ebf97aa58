package dev.datasave.cassandra.together;

/** What the tables answered to a {@link TableStep}. */
sealed interface Answer {
    /** What stands on the entry after a put. */
    record Stands(Standing standing) implements Answer {}

    /** What was read. */
    record Seen(Partition read) implements Answer {}

    /** What is decided about a try. */
    record Decided(Decision decision) implements Answer {}

    /** The step is done. */
    record Done() implements Answer {}

    /** The step failed: it was carried out, or will be later, or never. */
    record Unknown() implements Answer {}
}
