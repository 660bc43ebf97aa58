package dev.datasave.spi;

import java.time.Duration;

/** How long a superseded revision stays in history, counted by the storage's clock from the moment that it is said. */
public sealed interface Retention {

    /** Not at all. */
    record Drop() implements Retention {}

    /**
     * For this long, then a sweep may remove it.
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

    /** For ever, until it is said otherwise. */
    record Pin() implements Retention {}

    /** Not at all. */
    static Retention drop() {
        return new Drop();
    }

    /** For this long. */
    static Retention keep(Duration duration) {
        return new Keep(duration);
    }

    /** For ever. */
    static Retention pin() {
        return new Pin();
    }
}
