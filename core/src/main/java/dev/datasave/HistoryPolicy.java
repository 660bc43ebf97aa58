package dev.datasave;

import dev.datasave.spi.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Decides, at the moment that a revision is superseded, how long it is kept. A pure function, called on the engine's loop.
 * Whatever it says, a revision that another session supersedes is kept for at least 24 hours (P10).
 */
@FunctionalInterface
public interface HistoryPolicy {

    /** How long the revision is kept. */
    Retention retentionOf(Superseded revision);

    /**
     * A revision about to be superseded. All times are by the storage's clock.
     *
     * @param updated when it was written
     * @param before when the revision before it was written, if there was one
     * @param endsSession whether it was the final state of a session
     * @param endBefore when the last session end before it was written, if known
     */
    record Superseded(Instant updated, Optional<Instant> before, boolean endsSession, Optional<Instant> endBefore) {}

    /**
     * The default: the first revision of a day for 30 days, of an hour for 7 days; of session ends one per 10 minutes for 7 days and
     * all for 24 hours. Days and hours are UTC.
     */
    static HistoryPolicy standard() {
        return revision -> {
            if (isFirst(ChronoUnit.DAYS.getDuration(), revision.updated(), revision.before())) {
                return Retention.keep(Duration.ofDays(30));
            }
            boolean firstEnd =
                    revision.endsSession() && isFirst(Duration.ofMinutes(10), revision.updated(), revision.endBefore());
            if (firstEnd || isFirst(Duration.ofHours(1), revision.updated(), revision.before())) {
                return Retention.keep(Duration.ofDays(7));
            }
            return revision.endsSession() ? Retention.keep(Duration.ofHours(24)) : Retention.drop();
        };
    }

    /** Every revision, for ever. Grows without bound: for audits and tests. */
    static HistoryPolicy everything() {
        return revision -> Retention.pin();
    }

    private static boolean isFirst(Duration period, Instant updated, Optional<Instant> before) {
        long millis = period.toMillis();
        return before.isEmpty()
                || Math.floorDiv(updated.toEpochMilli(), millis)
                        != Math.floorDiv(before.get().toEpochMilli(), millis);
    }
}
