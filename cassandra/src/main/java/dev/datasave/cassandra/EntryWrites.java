package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * EntryWrites of one entry. Compare-and-set, history and purge are one lightweight transaction on the entry's partition (R1, R6).
 *
 * <ul>
 *   <li>A save, which changes nothing by which the entry is listed, is one statement.
 *   <li>Any other write adds the new index rows first and removes the old ones afterwards.
 *   <li>One that keeps the superseded revision reads it first, and inserts it in the same step.
 * </ul>
 *
 * <p>An unknown outcome under contention is looked into at once: the write is tried again, and recognised by its write id if it was carried out (R8).
 * Thread-safe.
 */
final class EntryWrites {
    private final Ring ring;
    private final Steps steps;
    private final Leftovers leftovers;
    private final EntryReads reads;
    private final Bodies bodies;
    private final Index index;
    private final Known known;
    private final RingClock clock;
    private final IndexRow.Place place;
    private final EntryReads.Settling settling;

    EntryWrites(
            Ring ring,
            Steps steps,
            EntryReads reads,
            Bodies bodies,
            Index index,
            Leftovers leftovers,
            Known known,
            RingClock clock,
            IndexRow.Place place,
            EntryReads.Settling settling) {
        this.ring = ring;
        this.steps = steps;
        this.leftovers = leftovers;
        this.reads = reads;
        this.bodies = bodies;
        this.index = index;
        this.known = known;
        this.clock = clock;
        this.place = place;
        this.settling = settling;
    }

    /** What the tries of one write have added beside the entry. */
    private static final class Tries {
        private final List<IndexRow> rows = new ArrayList<>();
        private final List<String> bodies = new ArrayList<>();
        private boolean unknown;
    }

    WriteResult write(Write write) {
        Tries tries = new Tries();
        settling.whenFree(write.id());
        for (int count = 0; ; count++) {
            try {
                Optional<WriteResult> result = once(write, count == 0, tries);
                if (result.isPresent()) {
                    tidy(write.id(), tries);
                    return known(write, result.get(), tries);
                }
            } catch (StorageFailed failure) {
                if (!Ring.isContention(failure)) {
                    throw failure;
                }
                tries.unknown = true;
            }
            Ring.pause(count);
        }
    }

    /**
     * A refusal is none if an earlier try was carried out, and newer writes have followed. Entries remember the writes of the last minute, so this can be told
     * as a rule; otherwise the outcome stays unknown (R8).
     */
    private WriteResult known(Write write, WriteResult result, Tries tries) {
        if (!tries.unknown || !(result instanceof WriteResult.Refused(Optional<Entry> current))) {
            return result;
        }
        long made = write.expectedRevision() + 1;
        long revision = current.map(Entry::revision).orElse(0L);
        if (!write.isForget() && revision <= made) {
            return result;
        }
        StoredEntry now = reads.find(write.id(), false);
        String then = now == null ? null : now.recent().get(made);
        if (then == null || write.isForget()) {
            throw new StorageFailed(
                    ring.name() + ": " + write.id() + ": found revision " + revision
                            + " after a write of unknown outcome, expected " + made,
                    null);
        }
        int space = then.indexOf(' ');
        return then.substring(space + 1).equals(write.writeId())
                ? new WriteResult.Written(made, Instant.ofEpochMilli(Long.parseLong(then.substring(0, space))))
                : result;
    }

    /** Removes what tries have added that were surely not carried out. Where one's outcome is unknown, this is left to those who find it. */
    private void tidy(EntryId id, Tries tries) {
        if (!tries.unknown) {
            index.dropLater(tries.rows);
            tries.bodies.forEach(body -> bodies.dropLater(id, body));
        }
    }

    /** One try; empty if it has to be tried again, for instance because an intent was in its way. */
    private Optional<WriteResult> once(Write write, boolean isFirst, Tries tries) {
        EntryId id = write.id();
        Content content = write.content();
        String hx = content == null ? "" : StoredEntry.hx(content, content.value() == null);
        StoredEntry base = isFirst
                ? known.get(id, write.expectedRevision(), write.expectedWriteId())
                        .orElse(null)
                : null;
        if (base != null && mayBeSave(write) && base.hx().equals(hx)) {
            return save(write, base, tries);
        }
        boolean isNew = isFirst && write.expectedRevision() == 0;
        if (!isNew && (base == null || keeps(write))) {
            base = reads.find(id, keeps(write));
            if (StoredEntry.repeats(base, write) || !StoredEntry.fits(base, write)) {
                return judged(write);
            } else if (base != null && mayBeSave(write) && base.hx().equals(hx)) {
                return save(write, base, tries);
            }
        }
        return content == null ? forget(write, base) : put(write, content, hx, base, tries);
    }

    /** The revision that has to be there; null if there must be none. */
    private static @Nullable Long base(Write write) {
        return write.expectedRevision() == 0 ? null : (Long) write.expectedRevision();
    }

    /** Whether the superseded revision enters history. */
    static boolean keeps(Write write) {
        return !write.isForget()
                && write.expectedRevision() > 0
                && !write.purgesHistory()
                && !(write.superseded() instanceof Retention.Drop);
    }

    /** Whether it may be one statement: if it changes nothing by which the entry is listed. */
    private static boolean mayBeSave(Write write) {
        Content content = write.content();
        return content != null
                && content.value() != null
                && write.expectedRevision() > 0
                && !write.purgesHistory()
                && !keeps(write);
    }

    private Optional<WriteResult> save(Write write, StoredEntry base, Tries tries) {
        EntryId id = write.id();
        Content content = Objects.requireNonNull(write.content());
        Instant now = clock.now();
        String body = body(id, content, Gen.next(now), tries);
        long revision = write.expectedRevision() + 1;
        Ring.Outcome outcome = ring.conditional(List.of(steps.saving(write, base, content, body, now)));
        if (!outcome.applied()) {
            return refused(write, outcome);
        }
        tries.bodies.remove(body);
        known.put(id, base.saved(write, content, body, now));
        bodies.dropLater(id, base.body());
        return Optional.of(new WriteResult.Written(revision, now));
    }

    private String body(EntryId id, Content content, String gen, Tries tries) {
        String body = bodies.store(id, content, gen);
        if (!body.isEmpty()) {
            tries.bodies.add(body);
        }
        return body;
    }

    private Optional<WriteResult> put(
            Write write, Content content, String hx, @Nullable StoredEntry base, Tries tries) {
        EntryId id = write.id();
        Instant now = clock.now();
        String gen = Gen.next(now);
        boolean gone = content.value() == null;
        boolean isListedAlike = base != null && !gone && base.hx().equals(hx);
        List<IndexRow> rows = new ArrayList<>(isListedAlike ? List.of() : place.current(id, content, gone, now, gen));
        VersionMark old =
                base != null && keeps(write) ? VersionMark.superseding(base, gen, write.superseded(), now) : null;
        if (old != null) {
            rows.addAll(place.superseded(id, old));
        }
        List<VersionMark> purged = write.purgesHistory() && base != null ? steps.marks(id) : List.of();
        String body = body(id, content, gen, tries);
        tries.rows.addAll(rows);
        index.add(rows);
        checkIsFresh(now);

        StoredEntry next = next(write, content, hx, base, isListedAlike, gen, body, now);
        List<BoundStatement> step =
                new ArrayList<>(List.of(steps.putting("put", next, base(write), write.expectedWriteId())));
        if (old != null && base != null) {
            step.add(steps.keeping(base, old));
        }
        if (write.purgesHistory()) {
            step.add(steps.purging(id, next.entry().revision()));
        }
        Ring.Outcome outcome = ring.conditional(step);
        if (!outcome.applied()) {
            return refused(write, outcome);
        }
        tries.rows.removeAll(rows);
        tries.bodies.remove(body);
        known.put(id, next);
        if (base != null) {
            leftovers.dropLater(base, isListedAlike, old != null, purged);
        }
        return Optional.of(new WriteResult.Written(next.entry().revision(), now));
    }

    private static StoredEntry next(
            Write write,
            Content content,
            String hx,
            @Nullable StoredEntry base,
            boolean isListedAlike,
            String gen,
            String body,
            Instant now) {
        boolean gone = content.value() == null;
        Instant created =
                base == null || (base.gone() && !gone) ? now : base.entry().created();
        Entry entry = new Entry(write.id(), write.expectedRevision() + 1, write.writeId(), content, created, now);
        return new StoredEntry(
                entry,
                gone,
                hx,
                isListedAlike && base != null ? base.gen() : gen,
                body,
                null,
                base == null ? Map.of() : base.followed(now));
    }

    /** A process that stood still could otherwise write an entry whose index rows were taken for garbage. */
    void checkIsFresh(Instant begun) {
        if (begun.plus(Gen.GARBAGE_AFTER.dividedBy(4)).isBefore(clock.now())) {
            throw new StorageFailed(ring.name() + ": found a write begun at " + begun + ", expected a newer one", null);
        }
    }

    private Optional<WriteResult> forget(Write write, @Nullable StoredEntry base) {
        StoredEntry found = Objects.requireNonNull(base);
        List<VersionMark> purged = steps.marks(write.id());
        Ring.Outcome outcome = ring.conditional(steps.forgetting(found));
        if (!outcome.applied()) {
            return refused(write, outcome);
        }
        known.put(write.id(), null);
        leftovers.dropLater(found, false, false, purged);
        return Optional.of(new WriteResult.Written(write.expectedRevision() + 1, clock.now()));
    }

    /** What a refused statement means; empty if the write has to be tried again. */
    private Optional<WriteResult> refused(Write write, Ring.Outcome outcome) {
        String tx = outcome.text("tx");
        if (tx != null) {
            settling.settle(write.id(), tx);
            return Optional.empty();
        }
        return judged(write);
    }

    /** The result by the entry as it stands: written by this very write, refused, or empty if it could be written after all. */
    private Optional<WriteResult> judged(Write write) {
        Optional<Entry> current = reads.entry(write.id());
        if (current.isPresent() && current.get().isDamaged()) {
            throw new StorageFailed(String.valueOf(current.get().damage()), null);
        }
        long revision = current.map(Entry::revision).orElse(0L);
        String writeId = current.map(Entry::writeId).orElse(null);
        if (!write.isForget()
                && revision == write.expectedRevision() + 1
                && write.writeId().equals(writeId)) {
            return Optional.of(new WriteResult.Written(revision, current.get().updated()));
        }
        boolean fits = revision == write.expectedRevision()
                && (revision == 0 || String.valueOf(write.expectedWriteId()).equals(writeId));
        return fits ? Optional.empty() : Optional.of(new WriteResult.Refused(current));
    }
}
