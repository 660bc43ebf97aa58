package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.datasave.spi.Retention;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the index tables have to do with a superseded revision.
 *
 * @param revision its number
 * @param userIds the people connected to it
 * @param body where its value stands if it is long; else empty
 * @param gen the try under whose name its index rows stand
 * @param until when a sweep may remove it; null = never
 */
record VersionMark(
        long revision,
        Set<String> userIds,
        String body,
        String gen,
        @Nullable Instant until) {

    static VersionMark of(Row row) {
        return new VersionMark(
                row.getLong("r"),
                Set.copyOf(Objects.requireNonNull(row.getSet("old_uids", String.class))),
                Columns.text(row, "old_body"),
                Columns.text(row, "old_gen"),
                row.getInstant("until"));
    }

    /** What a revision becomes that is superseded now. */
    static VersionMark superseding(StoredEntry old, String gen, Retention retention, Instant now) {
        return new VersionMark(
                old.entry().revision(), old.entry().content().userIds(), old.body(), gen, end(retention, now));
    }

    /** This one under another name and until another time. */
    VersionMark kept(String newGen, Retention retention, Instant now) {
        return new VersionMark(revision, userIds, body, newGen, end(retention, now));
    }

    static @Nullable Instant end(Retention retention, Instant now) {
        if (!(retention instanceof Retention.Keep(var duration))) {
            return null;
        }
        try {
            Instant end = now.plus(duration);
            return end.isBefore(IndexRow.NEVER) ? Instant.ofEpochMilli(end.toEpochMilli()) : null;
        } catch (DateTimeException | ArithmeticException beyondTime) {
            return null;
        }
    }
}
