package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.VersionQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Superseded revisions: lists them, and changes how long they are kept. Thread-safe. */
final class History {
    /** A page ends early here, so that a thousand revisions of 4 MiB don't fill the memory. */
    private static final int PAGE_CHARACTERS = 32 << 20;

    private static final int CHUNK = 100;

    private final Ring ring;
    private final EntryReads reads;
    private final Steps steps;
    private final Bodies bodies;
    private final Index index;
    private final RingClock clock;
    private final IndexRow.Place place;

    History(
            Ring ring,
            EntryReads reads,
            Steps steps,
            Bodies bodies,
            Index index,
            RingClock clock,
            IndexRow.Place place) {
        this.ring = ring;
        this.reads = reads;
        this.steps = steps;
        this.bodies = bodies;
        this.index = index;
        this.clock = clock;
        this.place = place;
    }

    Page<Entry> versions(VersionQuery query) {
        reads.find(query.id(), false); // settles what is under way, so that its superseded revision is there
        Long only = query.revision();
        long low = only == null ? 1 : only;
        long high = only == null ? Long.MAX_VALUE - 1 : Math.min(only, Long.MAX_VALUE - 1);
        List<String> after = Cursor.parts("versions", 1, query.cursor());
        if (!after.isEmpty() && query.descending()) {
            high = Math.min(high, Cursor.number(after.getFirst()) - 1);
        } else if (!after.isEmpty()) {
            low = Math.max(low, Cursor.number(after.getFirst()) + 1);
        }
        return page(query, low, high);
    }

    private Page<Entry> page(VersionQuery query, long low, long high) {
        List<Entry> items = new ArrayList<>();
        long characters = 0;
        long from = low;
        long to = high;
        while (from <= to) {
            List<StoredEntry> chunk = chunk(query, from, to);
            for (StoredEntry found : chunk) {
                if (!isIn(found.entry(), query)) {
                    continue;
                }
                Optional<Entry> whole = whole(found);
                if (whole.isPresent() && (items.size() == query.limit() || characters > PAGE_CHARACTERS)) {
                    long last = items.getLast().revision();
                    return new Page<>(items, Cursor.of("versions", Long.toString(last)));
                } else if (whole.isPresent()) {
                    Entry entry = whole.get();
                    characters += entry.isDamaged() || entry.isTombstone()
                            ? 0
                            : String.valueOf(entry.content().value()).length();
                    items.add(entry);
                }
            }
            if (chunk.size() < CHUNK) {
                break;
            }
            long end = chunk.getLast().entry().revision();
            from = query.descending() ? from : end + 1;
            to = query.descending() ? end - 1 : to;
        }
        return new Page<>(items, null);
    }

    private List<StoredEntry> chunk(VersionQuery query, long from, long to) {
        EntryId id = query.id();
        String statement = query.descending() ? "history_down" : "history_up";
        List<StoredEntry> found = new ArrayList<>();
        RowReader rows = ring.rows(ring.bind(statement, place.game(), id.store(), id.key(), from, to, CHUNK), CHUNK);
        for (Row row = rows.next(); row != null; row = rows.next()) {
            found.add(Columns.superseded(id, row));
        }
        return found;
    }

    private static boolean isIn(Entry entry, VersionQuery query) {
        Instant from = query.from();
        Instant to = query.to();
        return (from == null || !entry.updated().isBefore(from))
                && (to == null || !entry.updated().isAfter(to));
    }

    /** The revision with its value; empty if it was removed meanwhile. */
    private Optional<Entry> whole(StoredEntry found) {
        Optional<StoredEntry> whole = bodies.complete(found);
        if (whole.isPresent()) {
            return whole.map(StoredEntry::entry);
        }
        long revision = found.entry().revision();
        boolean isThere = !steps.marks(found.entry().id(), revision, revision).isEmpty();
        return isThere ? Optional.of(Bodies.damaged(found)) : Optional.empty();
    }

    boolean retain(EntryId id, long revision, Retention retention) {
        reads.find(id, false);
        for (int count = 0; ; count++) {
            List<VersionMark> found =
                    revision < 1 || revision == Long.MAX_VALUE ? List.of() : steps.marks(id, revision, revision);
            if (found.isEmpty()) {
                return false;
            }
            VersionMark mark = found.getFirst();
            if (retention instanceof Retention.Drop ? drop(id, mark) : keep(id, mark, retention)) {
                return true;
            }
            Ring.pause(count);
        }
    }

    /** Removes a superseded revision; false if it has changed meanwhile, or is gone. */
    boolean drop(EntryId id, VersionMark mark) {
        Ring.Outcome outcome = ring.conditional(
                List.of(ring.bind("drop_version", place.game(), id.store(), id.key(), mark.revision(), mark.gen())));
        if (outcome.applied()) {
            index.dropLater(place.superseded(id, mark));
            bodies.dropLater(id, mark.body());
        }
        return outcome.applied();
    }

    private boolean keep(EntryId id, VersionMark mark, Retention retention) {
        Instant now = clock.now();
        VersionMark kept = mark.kept(Gen.next(now), retention, now);
        index.add(place.superseded(id, kept));
        Ring.Outcome outcome = ring.conditional(List.of(ring.bind(
                "retain_version",
                kept.until(),
                kept.gen(),
                place.game(),
                id.store(),
                id.key(),
                mark.revision(),
                mark.gen())));
        index.dropLater(place.superseded(id, outcome.applied() ? mark : kept));
        return outcome.applied();
    }
}
