package dev.datasave;

import dev.datasave.spi.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Decides, when a revision is superseded, how long it is kept. It is a pure function and must return quickly, because it is called on the engine's
 * loop. Whatever it decides, a revision that another session supersedes is kept for at least 24 hours (P10).
 */
@FunctionalInterface
public interface HistoryPolicy {

    /** Returns how long the revision is kept. */
    Retention retentionOf(Superseded revision);

    /**
     * A revision about to be superseded. All times are by the storage's clock.
     *
     * @param updated when it was written
     * @param before when the revision before it was written, if there was one
     * @param endsSession whether it was the final state of a session
     * @param endBefore when the last session before it ended, if known
     */
    record Superseded(Instant updated, Optional<Instant> before, boolean endsSession, Optional<Instant> endBefore) {}

    /**
     * The default. It keeps the first revision of each day for 30 days and the first of each hour for 7 days. It keeps one session end per 10 minutes
     * for 7 days, and all session ends for 24 hours. Everything else is dropped. Days and hours are in UTC.
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

    /** Keeps every revision for ever. History then grows without bound, so this is for audits and tests. */
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
