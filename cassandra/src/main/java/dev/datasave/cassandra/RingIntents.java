package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.datasave.cassandra.together.Decision;
import dev.datasave.cassandra.together.Intent;
import dev.datasave.cassandra.together.IntentTables;
import dev.datasave.cassandra.together.Partition;
import dev.datasave.cassandra.together.Standing;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Intents and decisions in the tables. An intent is a row of its entry's partition, with the highest number that a revision can have, so that the same
 * lightweight transaction reaches both. Index rows of the new content are added before the intent, under a name that belongs to the try; whoever undoes the
 * try removes them. Thread-safe.
 */
final class RingIntents implements IntentTables {
    private static final long INTENT = Long.MAX_VALUE;

    /** In the place of a long value where only its being there counts. */
    private static final String ELSEWHERE = "null";

    private final Ring ring;
    private final Calls calls;
    private final Steps steps;
    private final EntryWrites writes;
    private final Leftovers leftovers;
    private final Bodies bodies;
    private final Index index;
    private final Known known;
    private final IndexRow.Place place;

    RingIntents(
            Ring ring,
            Calls calls,
            Steps steps,
            EntryWrites writes,
            Leftovers leftovers,
            Bodies bodies,
            Index index,
            Known known,
            IndexRow.Place place) {
        this.ring = ring;
        this.calls = calls;
        this.steps = steps;
        this.writes = writes;
        this.leftovers = leftovers;
        this.bodies = bodies;
        this.index = index;
        this.known = known;
        this.place = place;
    }

    /**
     * What stands in a partition, without long values.
     *
     * @param current the current entry; null if there is none
     * @param tx the try whose intent stands there; null if none does
     * @param row the row of the intent, if there is one
     */
    private record Raw(
            @Nullable StoredEntry current,
            @Nullable String tx,
            @Nullable Row row) {}

    private Raw raw(EntryId id) {
        Row row = ring.first(ring.bind("find_intent", place.game(), id.store(), id.key()))
                .orElse(null);
        if (row == null) {
            return new Raw(null, null, null);
        }
        String tx = row.getString("tx");
        boolean isIntent = tx != null && !row.isNull("r") && row.getLong("r") == INTENT;
        return new Raw(Columns.current(id, row), tx, isIntent ? row : null);
    }

    @Override
    public CompletableFuture<Partition> read(EntryId id) {
        return calls.step(() -> {
            Raw raw = raw(id);
            Optional<Intent> intent = raw.row == null ? Optional.empty() : Optional.of(intent(id, raw.row));
            Optional<Entry> current = Optional.ofNullable(raw.current)
                    .map(stored ->
                            bodies.complete(stored).map(StoredEntry::entry).orElseGet(() -> Bodies.damaged(stored)));
            return new Partition(current, intent);
        });
    }

    private Intent intent(EntryId id, Row row) {
        StoredEntry next = bodies.complete(Columns.superseded(id, row))
                .orElseThrow(() -> new IllegalStateException(id + ": found an intent without its value"));
        Write write = write(id, row, next.entry().content());
        return new Intent(
                String.valueOf(row.getString("tx")), write, next.entry().updated());
    }

    private static Write write(EntryId id, Row row, Content content) {
        String keeps = Columns.text(row, "keeps");
        return new Write(
                id,
                row.getLong("based"),
                row.getString("based_wid"),
                Columns.text(row, "old_wid"),
                row.getBoolean("forgets") ? null : content,
                row.getBoolean("power") ? Write.Durability.POWER : Write.Durability.PROCESS,
                retention(keeps),
                keeps.equals("purge"));
    }

    private static String keeps(Write write) {
        if (write.purgesHistory()) {
            return "purge";
        }
        return switch (write.superseded()) {
            case Retention.Drop drop -> "drop";
            case Retention.Pin pin -> "pin";
            case Retention.Keep(Duration duration) -> duration.toString();
        };
    }

    private static Retention retention(String keeps) {
        return switch (keeps) {
            case "purge", "drop" -> Retention.drop();
            case "pin" -> Retention.pin();
            default -> Retention.keep(Duration.parse(keeps));
        };
    }

    private static String gen(Instant at, String tx) {
        return Gen.of(at, Gen.hash(tx));
    }

    @Override
    public CompletableFuture<Standing> put(Intent intent) {
        return calls.step(() -> put(intent, gen(intent.at(), intent.tx())));
    }

    private Standing put(Intent intent, String gen) {
        Write write = intent.write();
        EntryId id = intent.id();
        StoredEntry base =
                known.get(id, write.expectedRevision(), write.expectedWriteId()).orElse(null);
        if (base == null && write.expectedRevision() > 0) {
            Raw raw = raw(id);
            if (raw.tx != null || !StoredEntry.fits(raw.current, write)) {
                return standing(raw);
            }
            base = raw.current;
        }
        Content content = write.content() == null ? Content.TOMBSTONE : write.content();
        boolean gone = content.value() == null;
        boolean isAlike = base != null && !gone && base.hx().equals(StoredEntry.hx(content, false));
        VersionMark old = base != null && EntryWrites.keeps(write)
                ? VersionMark.superseding(base, gen, write.superseded(), intent.at())
                : null;
        String body = bodies.store(id, content, gen);
        index.add(added(intent, gen, isAlike, old));
        writes.checkIsFresh(intent.at());
        Ring.Outcome outcome = ring.conditional(List.of(
                ring.bind(
                        "put_intent",
                        intent.tx(),
                        place.game(),
                        id.store(),
                        id.key(),
                        write.expectedRevision() == 0 ? null : (Object) write.expectedRevision(),
                        write.expectedWriteId()),
                row(intent, content, body, gen, isAlike && base != null ? base.gen() : gen, old)));
        return outcome.applied()
                ? new Standing(write.expectedRevision(), write.expectedWriteId(), intent.tx())
                : new Standing(
                        Objects.requireNonNullElse(outcome.number("rev"), 0L), outcome.text("wid"), outcome.text("tx"));
    }

    private static Standing standing(Raw raw) {
        return new Standing(
                raw.current == null ? 0 : raw.current.entry().revision(),
                raw.current == null ? null : raw.current.entry().writeId(),
                raw.tx);
    }

    /** The index rows that belong to a try alone. */
    private List<IndexRow> added(Intent intent, String gen, boolean isAlike, @Nullable VersionMark old) {
        List<IndexRow> rows = new ArrayList<>();
        Content content = intent.write().content();
        if (content != null && !isAlike) {
            rows.addAll(place.current(intent.id(), content, content.value() == null, intent.at(), gen));
        }
        if (old != null) {
            rows.addAll(place.superseded(intent.id(), old));
        }
        return rows;
    }

    private BoundStatement row(
            Intent intent, Content content, String body, String gen, String newGen, @Nullable VersionMark old) {
        Write write = intent.write();
        EntryId id = intent.id();
        List<@Nullable Object> values = new ArrayList<>(List.of(place.game(), id.store(), id.key()));
        values.addAll(Columns.content(write.writeId(), content, content.value() == null, body));
        values.add(intent.at());
        values.add(intent.at());
        values.add(gen);
        values.add(old == null ? null : old.until());
        values.add(write.expectedRevision());
        values.add(write.expectedWriteId());
        values.add(keeps(write));
        values.add(write.isForget());
        values.add(write.durability() == Write.Durability.POWER);
        values.add(newGen);
        return ring.bind("intent", values.toArray());
    }

    /**
     * An intent as its row has it.
     *
     * @param next the entry that it makes, but for its time of creation; its value may stand elsewhere
     * @param old what the superseded revision becomes; null if it is not kept
     */
    private record Pending(
            StoredEntry next,
            Write write,
            boolean isAlike,
            @Nullable VersionMark old) {}

    private Pending pending(EntryId id, Raw raw) {
        Row row = Objects.requireNonNull(raw.row);
        StoredEntry made = Columns.superseded(id, row);
        Content content = made.entry().content();
        Write write = write(id, row, made.body().isEmpty() ? content : content.withValue(ELSEWHERE));
        StoredEntry current = raw.current;
        boolean isBorn = current == null || (current.gone() && !made.gone());
        Instant created = isBorn || current == null
                ? made.entry().updated()
                : current.entry().created();
        Entry entry = new Entry(
                id,
                write.expectedRevision() + 1,
                write.writeId(),
                content,
                created,
                made.entry().updated());
        String gen = Columns.text(row, "new_gen");
        StoredEntry next = new StoredEntry(
                entry,
                made.gone(),
                StoredEntry.hx(content, made.gone()),
                gen,
                made.body(),
                null,
                current == null ? Map.of() : current.followed(entry.updated()));
        VersionMark old = current != null && EntryWrites.keeps(write)
                ? VersionMark.superseding(current, made.gen(), write.superseded(), entry.updated())
                : null;
        return new Pending(next, write, !gen.equals(made.gen()), old);
    }

    @Override
    public CompletableFuture<Void> apply(EntryId id, String tx) {
        return calls.step(() -> {
            for (Raw raw = raw(id); raw.row != null && tx.equals(raw.tx); raw = raw(id)) {
                if (apply(id, tx, raw, pending(id, raw))) {
                    break;
                }
            }
            return null;
        });
    }

    private boolean apply(EntryId id, String tx, Raw raw, Pending pending) {
        boolean purges = pending.write.purgesHistory();
        List<VersionMark> purged = purges ? steps.marks(id) : List.of();
        List<BoundStatement> step = new ArrayList<>();
        if (pending.write.isForget()) {
            step.add(ring.bind("apply_forget", place.game(), id.store(), id.key(), tx));
        } else {
            step.add(steps.putting("apply", pending.next, tx));
        }
        step.add(ring.bind("drop_intent", place.game(), id.store(), id.key()));
        if (raw.current != null && pending.old != null) {
            step.add(steps.keeping(raw.current, pending.old));
        }
        if (purges) {
            step.add(steps.purging(id, INTENT));
        }
        if (!ring.conditional(step).applied()) {
            return false;
        }
        known.put(id, pending.write.isForget() ? null : pending.next);
        if (raw.current != null) {
            leftovers.dropLater(raw.current, pending.isAlike, pending.old != null, purged);
        }
        return true;
    }

    @Override
    public CompletableFuture<Void> undo(EntryId id, String tx) {
        return calls.step(() -> {
            for (Raw raw = raw(id); raw.row != null && tx.equals(raw.tx); raw = raw(id)) {
                Pending pending = pending(id, raw);
                boolean isUndone = ring.conditional(List.of(
                                ring.bind("undo", place.game(), id.store(), id.key(), tx),
                                ring.bind("drop_intent", place.game(), id.store(), id.key())))
                        .applied();
                if (isUndone) {
                    Intent intent =
                            new Intent(tx, pending.write, pending.next.entry().updated());
                    index.dropLater(added(intent, gen(intent.at(), tx), pending.isAlike, pending.old));
                    bodies.dropLater(id, pending.next.body());
                    break;
                }
            }
            return null;
        });
    }

    @Override
    public CompletableFuture<Decision> decide(String tx, Decision decision) {
        return calls.step(() -> {
            boolean commits = decision == Decision.COMMITTED;
            Ring.Outcome outcome = ring.conditional(List.of(ring.bind(commits ? "commit" : "abort", tx)));
            return outcome.applied() ? decision : decision(outcome.row());
        });
    }

    private static Decision decision(@Nullable Row row) {
        return row == null ? Decision.UNDECIDED : row.getBoolean("done") ? Decision.COMMITTED : Decision.ABORTED;
    }

    @Override
    public CompletableFuture<Decision> decision(String tx) {
        return calls.step(() -> decision(ring.first(ring.bind("find_tx", tx)).orElse(null)));
    }

    @Override
    public CompletableFuture<Void> forget(String tx) {
        return calls.step(() -> {
            ring.conditional(List.of(ring.bind("forget_tx", tx)));
            return null;
        });
    }
}
