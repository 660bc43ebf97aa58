package dev.datasave;

import java.util.List;
import java.util.Optional;

/**
 * How far a bulk migration has come. A migration that was interrupted can continue from here.
 *
 * @param seen how many profiles were looked at
 * @param migrated how many were migrated to the current schema and written
 * @param held how many of an older schema were left alone because a server held them; they are migrated when they are loaded
 * @param failed how many of an older schema could not be migrated, and stay as they are
 * @param failures which ones failed, and why; the first {@value #MOST_FAILURES}
 * @param cursor where to continue; empty at the beginning
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

    /** How many failures {@link #failures()} names at most. */
    public static final int MOST_FAILURES = 1000;

    /** Copies the list. */
    public MigrationProgress {
        failures = List.copyOf(failures);
    }

    /** The beginning of a migration. */
    public static MigrationProgress none() {
        return from(Optional.empty());
    }

    /** Continues at a {@link #cursor()} that was kept from before, with all counts at zero. */
    public static MigrationProgress from(Optional<String> cursor) {
        return new MigrationProgress(0, 0, 0, 0, List.of(), cursor, false);
    }

    /**
     * A profile that can't be migrated.
     *
     * @param key its key
     * @param problem the problem that was found, and where
     */
    public record Failure(String key, String problem) {}
}
