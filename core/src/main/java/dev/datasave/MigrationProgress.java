package dev.datasave;

import java.util.List;
import java.util.Optional;

/**
 * How far a bulk migration has come, and where one goes on that was ended before.
 *
 * @param seen how many profiles were looked at
 * @param migrated how many were written in the present schema
 * @param held how many of an older schema were left alone, because somebody held them: they are migrated when they are loaded
 * @param failed how many of an older schema can't be migrated, and are left as they are
 * @param failures which ones, and why; the first {@value #MOST_FAILURES}
 * @param cursor where to go on; empty at the beginning
 * @param isDone whether all profiles were looked at
 */
public record MigrationProgress(
        long seen,
        long migrated,
        long held,
        long failed,
        List<Failure> failures,
        Optional<String> cursor,
        boolean isDone) {

    /** How many failures are named. */
    public static final int MOST_FAILURES = 1000;

    /** Copies the list. */
    public MigrationProgress {
        failures = List.copyOf(failures);
    }

    /** Nothing was looked at yet. */
    public static MigrationProgress none() {
        return from(Optional.empty());
    }

    /** Going on at a {@link #cursor()} that was kept, with all counts at zero. */
    public static MigrationProgress from(Optional<String> cursor) {
        return new MigrationProgress(0, 0, 0, 0, List.of(), cursor, false);
    }

    /**
     * A profile that can't be migrated.
     *
     * @param key its key
     * @param problem what was found, and where
     */
    public record Failure(String key, String problem) {}
}
