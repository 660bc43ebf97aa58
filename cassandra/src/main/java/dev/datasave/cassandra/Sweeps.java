package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Storage.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * Removes what has passed its time. The table of what is due is read hour by hour, and each row of it is believed only as far as the entry confirms it.
 * Thread-safe.
 */
final class Sweeps {
    private static final int AT_ONCE = 32;
    /** An hour that is so old gets no new rows. */
    private static final long CLOSED_HOURS = 48;

    private final Ring ring;
    private final Calls calls;
    private final EntryReads reads;
    private final Steps steps;
    private final History history;
    private final Leftovers leftovers;
    private final Bodies bodies;
    private final Index index;
    private final RingClock clock;
    private final IndexRow.Place place;

    Sweeps(
            Ring ring,
            Calls calls,
            EntryReads reads,
            Steps steps,
            History history,
            Leftovers leftovers,
            Bodies bodies,
            Index index,
            RingClock clock,
            IndexRow.Place place) {
        this.ring = ring;
        this.calls = calls;
        this.reads = reads;
        this.steps = steps;
        this.history = history;
        this.leftovers = leftovers;
        this.bodies = bodies;
        this.index = index;
        this.clock = clock;
        this.place = place;
    }

    /** A row of the table of what is due. */
    private record DueRow(EntryId id, long revision, String gen, IndexRow row) {}

    /** Removes superseded revisions first, then tombstones, then long values that nothing names; counts the first two. */
    int sweep(int limit, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        Instant now = clock.now();
        int removed = 0;
        for (IndexRow.Due kind : IndexRow.Due.values()) {
            int most = kind == IndexRow.Due.BODY ? limit : limit - removed;
            for (long hour : hours(kind, 0, IndexRow.Place.hour(now))) {
                if (most <= 0 || System.nanoTime() > end) {
                    break;
                }
                int here = sweep(kind, hour, now, most, end);
                most -= here;
                removed += kind == IndexRow.Due.BODY ? 0 : here;
            }
        }
        return removed;
    }

    private List<Long> hours(IndexRow.Due kind, long from, long to) {
        List<Long> found = new ArrayList<>();
        RowReader rows = ring.rows(ring.bind("list_hours", place.game(), kind.name(), from, to), 1000);
        for (Row row = rows.next(); row != null; row = rows.next()) {
            found.add(row.getLong("hour"));
        }
        return found;
    }

    private int sweep(IndexRow.Due kind, long hour, Instant now, int limit, long end) {
        int removed = 0;
        boolean isEmpty = true;
        for (int b = 0; b < place.buckets(); b++) {
            RowReader rows = ring.rows(ring.bind("list_due", place.game(), kind.name(), hour, b, now), 100);
            List<DueRow> batch = new ArrayList<>();
            for (Row row = rows.next(); row != null; row = rows.next()) {
                isEmpty = false;
                batch.add(due(kind, hour, row));
                if (batch.size() == Math.min(AT_ONCE, limit - removed)) {
                    removed += carryOut(kind, batch, now);
                    batch.clear();
                }
                if (removed >= limit || System.nanoTime() > end) {
                    return removed;
                }
            }
            removed += carryOut(kind, batch, now);
        }
        if (isEmpty && hour < IndexRow.Place.hour(now) - CLOSED_HOURS) {
            ring.write(ring.bind("drop_hours", place.game(), kind.name(), hour));
        }
        return removed;
    }

    private DueRow due(IndexRow.Due kind, long hour, Row row) {
        EntryId id = new EntryId(Columns.text(row, "store"), Columns.text(row, "key"));
        long revision = row.getLong("r");
        String gen = Columns.text(row, "gen");
        Instant until = Objects.requireNonNull(row.getInstant("until"));
        return new DueRow(id, revision, gen, place.due(kind, hour, until, id, revision, gen));
    }

    private int carryOut(IndexRow.Due kind, List<DueRow> batch, Instant now) {
        if (batch.isEmpty()) {
            return 0;
        }
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (DueRow each : batch) {
            tasks.add(() -> switch (kind) {
                case HISTORY -> sweepVersion(each, now);
                case TOMBSTONE -> sweepTombstone(each, now);
                case BODY -> sweepBody(each, now);
            });
        }
        return Collections.frequency(calls.all(tasks), true);
    }

    private boolean sweepVersion(DueRow due, Instant now) {
        for (VersionMark mark : steps.marks(due.id, due.revision, due.revision)) {
            if (mark.gen().equals(due.gen)) {
                return history.drop(due.id, mark);
            }
        }
        return isGarbage(due, now);
    }

    /** A row that no entry stands for is removed once it is old, and not counted. */
    private boolean isGarbage(DueRow due, Instant now) {
        if (Gen.isGarbage(due.gen, now)) {
            index.drop(List.of(due.row));
        }
        return false;
    }

    /** A tombstone outlives its history, because the number of a kept revision must not be used again (R2). */
    private boolean sweepTombstone(DueRow due, Instant now) {
        StoredEntry current = reads.find(due.id, false);
        if (current == null || !current.gone() || !current.gen().equals(due.gen)) {
            return isGarbage(due, now);
        }
        Instant end = current.entry().updated().plus(Limits.TOMBSTONE_KEPT);
        if (end.isAfter(now) || !steps.marks(due.id).isEmpty()) {
            return false;
        }
        boolean isRemoved = ring.conditional(steps.forgetting(current)).applied();
        if (isRemoved) {
            leftovers.dropLater(current, false, false, List.of());
        }
        return isRemoved;
    }

    /** A long value is removed if no revision names it; otherwise it is looked at again when it is twice as old. */
    private boolean sweepBody(DueRow due, Instant now) {
        StoredEntry current = reads.find(due.id, false);
        boolean isNamed = (current != null && isOf(current.body(), due.gen))
                || steps.marks(due.id).stream().anyMatch(mark -> isOf(mark.body(), due.gen));
        if (isNamed) {
            Instant next = now.plus(Duration.between(Gen.made(due.gen), now));
            index.add(place.due(IndexRow.Due.BODY, due.id, next, due.revision, due.gen));
            index.drop(List.of(due.row));
            return true;
        }
        if (Gen.isGarbage(due.gen, now)) {
            bodies.drop(due.id, due.gen);
            index.drop(List.of(due.row));
        }
        return true;
    }

    private static boolean isOf(String body, String gen) {
        return !body.isEmpty() && Bodies.gen(body).equals(gen);
    }

    /** Counts by the table of what is due, without looking at the entries. */
    Backlog backlog() {
        calls.settleBackground();
        Instant now = clock.now();
        long due = 0;
        for (long hour : hours(IndexRow.Due.HISTORY, 0, IndexRow.Place.hour(now))) {
            due += count(hour, now);
        }
        long most = 10 * due + 1;
        long all = 0;
        for (long hour : hours(IndexRow.Due.HISTORY, Long.MIN_VALUE, Long.MAX_VALUE)) {
            all += count(hour, IndexRow.NEVER);
            if (all >= most) {
                return new Backlog(due, most, now);
            }
        }
        return new Backlog(due, all, now);
    }

    private long count(long hour, Instant until) {
        List<Callable<Long>> counts = new ArrayList<>();
        for (int b = 0; b < place.buckets(); b++) {
            int bucket = b;
            counts.add(() -> ring.first(
                            ring.bind("count_due", place.game(), IndexRow.Due.HISTORY.name(), hour, bucket, until))
                    .map(row -> row.getLong(0))
                    .orElse(0L));
        }
        return calls.all(counts).stream().mapToLong(Long::longValue).sum();
    }
}
