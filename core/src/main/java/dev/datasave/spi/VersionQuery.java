package dev.datasave.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A query for superseded revisions of one entry, in the order of revision, ascending or descending.
 *
 * @param id the entry
 * @param revision only this revision, or null for all in the time range
 * @param from only revisions updated at or after this moment (storage's clock), or null
 * @param to only revisions updated at or before this moment (storage's clock), or null
 * @param descending whether the newest revisions come first
 * @param limit the most revisions on one page, 1 to 1,000
 * @param cursor where the page begins: {@link Page#next()} of the page before, or null for the first page
 */
public record VersionQuery(
        EntryId id,
        @Nullable Long revision,
        @Nullable Instant from,
        @Nullable Instant to,
        boolean descending,
        int limit,
        @Nullable String cursor) {

    /**
     * Checks the limit.
     *
     * @throws IllegalArgumentException if it is not 1 to 1,000
     */
    public VersionQuery {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit of a page: found " + limit + ", expected 1 to 1000");
        }
    }

    /** All revisions, newest first, 100 on a page. */
    public static VersionQuery all(EntryId id) {
        return new VersionQuery(id, null, null, null, true, 100, null);
    }

    /** One revision. */
    public static VersionQuery revision(EntryId id, long revision) {
        return new VersionQuery(id, revision, null, null, true, 1, null);
    }

    /** This query, limited to revisions updated in a range of time, both bounds included; null = no bound. */
    public VersionQuery updatedBetween(@Nullable Instant newFrom, @Nullable Instant newTo) {
        return new VersionQuery(id, revision, newFrom, newTo, descending, limit, cursor);
    }

    /** This query, oldest first. */
    public VersionQuery ascending() {
        return new VersionQuery(id, revision, from, to, false, limit, cursor);
    }

    /** This query with another page size. */
    public VersionQuery withLimit(int newLimit) {
        return new VersionQuery(id, revision, from, to, descending, newLimit, cursor);
    }

    /** This query, continued at a cursor; null = from the beginning. */
    public VersionQuery from(@Nullable String newCursor) {
        return new VersionQuery(id, revision, from, to, descending, limit, newCursor);
    }
}
