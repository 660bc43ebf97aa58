package dev.datasave.spi;

import java.time.Duration;

/** How long a superseded revision stays in history. The time counts by the storage's clock, from the write or call that carries the retention. */
public sealed interface Retention {

    /** The revision is not kept at all. */
    record Drop() implements Retention {}

    /**
     * The revision is kept for this long; then a sweep may remove it.
     *
     * @param duration positive
     */
    record Keep(Duration duration) implements Retention {
        /**
         * Checks the duration.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Keep {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("retention: found " + duration + ", expected a positive duration");
            }
        }
    }

    /** The revision is kept for ever, until its retention is changed. */
    record Pin() implements Retention {}

    /** The revision is not kept at all. */
    static Retention drop() {
        return new Drop();
    }

    /** The revision is kept for this long. */
    static Retention keep(Duration duration) {
        return new Keep(duration);
    }

    /** The revision is kept for ever. */
    static Retention pin() {
        return new Pin();
    }
}
