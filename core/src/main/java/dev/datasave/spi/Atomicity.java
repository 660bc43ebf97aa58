package dev.datasave.spi;

/** How the writes of one call depend on each other (R5, R9). */
public enum Atomicity {
    /** Each write is decided by itself: one may be accepted and its neighbour refused. */
    EACH,
    /** Either all writes are accepted or none; they share one write id. */
    ALL
}
