package dev.datasave.spi;

/** How the writes of one call belong together (R5, R9). */
public enum Atomicity {
    /** Each write stands for itself: one may be accepted and its neighbour refused. */
    EACH,
    /** All are accepted or none; they share one write id. */
    ALL
}
