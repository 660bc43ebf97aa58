package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.EntryQuery.Scope;
import dev.datasave.spi.Page;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lists and counts by the index tables. Their rows are added before an entry changes and removed after it: so each entry that belongs to a list has a row
 * there, and every other row is found out by looking at the entry. What has stood there for an hour with no entry behind it was left by a writer that has
 * died, and is removed. Thread-safe.
 */
final class Listing {
    private static final int AT_ONCE = 64;
    /** A page ends early here, so that a thousand entries of 4 MiB don't fill the memory. */
    private static final int PAGE_CHARACTERS = 32 << 20;

    private final Ring ring;
    private final Calls calls;
    private final EntryReads reads;
    private final Steps steps;
    private final Index index;
    private final RingClock clock;
    private final IndexRow.Place place;

    Listing(Ring ring, Calls calls, EntryReads reads, Steps steps, Index index, RingClock clock, IndexRow.Place place) {
        this.ring = ring;
        this.calls = calls;
        this.reads = reads;
        this.steps = steps;
        this.index = index;
        this.clock = clock;
        this.place = place;
    }

    /** An entry that a row has led to: whether it belongs to the list there, and whether the row stands for it. */
    private record Seen(Found found, @Nullable Entry entry, boolean isListed) {}

    /** How one query is answered. */
    private record Plan(
            List<Merge.Partition> partitions,
            Found.Reader reader,
            boolean descending,
            Belongs belongs,
            Function<Found.Place, String> cursor) {}

    /** Whether an entry belongs to a list at the place where a row stands. */
    @FunctionalInterface
    private interface Belongs {
        boolean test(Found found, StoredEntry stored, List<VersionMark> history);
    }

    Page<Entry> list(EntryQuery query) {
        Plan plan = switch (query.scope()) {
            case Scope.Keys(String store, String prefix) -> keys(query, store, prefix, IndexRow.Table.NAMES);
            case Scope.Removed(String store, String prefix) -> keys(query, store, prefix, IndexRow.Table.REMOVED);
            case Scope.User(String userId) -> people(query, userId, false);
            case Scope.Past(String userId) -> people(query, userId, true);
            case Scope.Holder(String prefix) -> held(query, prefix);
            case Scope.Scores scores -> scores(query, scores);
        };
        return page(query, plan);
    }

    private Page<Entry> page(EntryQuery query, Plan plan) {
        int pageSize = Math.clamp(2L * query.limit() / Math.max(1, plan.partitions.size()) + 4, 8, 500);
        Merge rows = new Merge(ring, calls, plan.partitions, plan.reader, plan.descending, pageSize);
        List<Entry> items = new ArrayList<>();
        Set<EntryId> listed = new HashSet<>();
        Found.Place last = null;
        long characters = 0;
        while (true) {
            List<Found> batch = new ArrayList<>();
            for (int most = Math.min(AT_ONCE, query.limit() + 1 - items.size()); batch.size() < most; ) {
                Found next = rows.next();
                if (next == null) {
                    break;
                }
                batch.add(next);
            }
            if (batch.isEmpty()) {
                return new Page<>(items, null);
            }
            for (Seen seen : look(query, plan, batch)) {
                if (!seen.isListed()
                        || seen.entry() == null
                        || !listed.add(seen.found().id())) {
                    continue;
                }
                if (last != null && (items.size() == query.limit() || characters > PAGE_CHARACTERS)) {
                    return new Page<>(items, plan.cursor.apply(last));
                }
                String value =
                        seen.entry().isDamaged() ? null : seen.entry().content().value();
                characters += value == null ? 0 : value.length();
                items.add(seen.entry());
                last = seen.found().place();
            }
        }
    }

    /** Looks at the entries behind some rows, all at the same time. */
    private List<Seen> look(EntryQuery query, Plan plan, List<Found> batch) {
        boolean needsHistory = query.scope() instanceof Scope.Past || query.scope() instanceof Scope.Removed;
        List<Callable<Seen>> looks = new ArrayList<>();
        for (Found found : batch) {
            looks.add(() -> look(found, plan, query.values(), needsHistory));
        }
        return calls.all(looks);
    }

    private Seen look(Found found, Plan plan, boolean values, boolean needsHistory) {
        EntryReads.Look look = reads.look(found.id(), values);
        StoredEntry stored = look.tx() == null ? look.current() : reads.unsettled(found.id(), found.gen());
        List<VersionMark> history = needsHistory && stored != null ? steps.marks(found.id()) : List.of();
        boolean isListed = stored != null && plan.belongs.test(found, stored, history);
        boolean hasReason = (stored != null && stored.gen().equals(found.gen()))
                || history.stream().anyMatch(mark -> mark.gen().equals(found.gen()));
        if (!hasReason && Gen.isGarbage(found.gen(), clock.now())) {
            index.dropLater(List.of(found.row()));
        }
        if (stored == null || !isListed) {
            return new Seen(found, null, false);
        } else if (!values) {
            return new Seen(found, stored.withoutValue().entry(), true);
        } else if (stored.body().isEmpty()) {
            return new Seen(found, stored.entry(), true);
        }
        return new Seen(found, reads.entry(found.id()).orElse(null), true);
    }

    private Plan keys(EntryQuery query, String store, String prefix, IndexRow.Table table) {
        boolean isRemoved = table == IndexRow.Table.REMOVED;
        String kind = isRemoved ? "removed" : "keys";
        List<String> after = Cursor.parts(kind, 1, query.cursor());
        ByteBuffer from =
                after.isEmpty() ? Columns.blob(prefix) : Columns.behind(Cursor.within(prefix, after.getFirst()));
        List<Merge.Partition> partitions = new ArrayList<>();
        for (int b = 0; b < place.buckets(); b++) {
            partitions.add(new Merge.Partition(
                    ring.bind(
                            "list_" + (isRemoved ? "removed" : "names"),
                            place.game(),
                            store,
                            b,
                            from,
                            Columns.end(prefix)),
                    null));
        }
        Found.Reader reader = row -> {
            EntryId id = new EntryId(store, Columns.string(row.getByteBuffer("key")));
            String gen = Columns.text(row, "gen");
            return new Found(id, at(id), gen, place.named(table, id, gen));
        };
        Belongs belongs = (found, stored, history) -> stored.gone() == isRemoved && (!isRemoved || !history.isEmpty());
        return new Plan(partitions, reader, false, belongs, last -> Cursor.of(kind, last.key()));
    }

    private Plan people(EntryQuery query, String userId, boolean past) {
        String kind = past ? "past" : "user";
        List<String> after = Cursor.parts(kind, 2, query.cursor());
        ByteBuffer from = after.isEmpty() ? Columns.blob("") : Columns.behind(after.get(1));
        Merge.Partition all = new Merge.Partition(
                ring.bind("list_people", place.game(), userId, past, after.isEmpty() ? "" : after.getFirst(), from),
                null);
        Found.Reader reader = row -> {
            EntryId id = new EntryId(Columns.text(row, "store"), Columns.string(row.getByteBuffer("key")));
            String gen = Columns.text(row, "gen");
            return new Found(id, at(id), gen, place.person(userId, past, id, gen));
        };
        Belongs belongs = (found, stored, history) -> past
                ? history.stream().anyMatch(mark -> mark.userIds().contains(userId))
                : !stored.gone() && stored.entry().content().userIds().contains(userId);
        return new Plan(List.of(all), reader, false, belongs, last -> Cursor.of(kind, last.store(), last.key()));
    }

    private Plan held(EntryQuery query, String prefix) {
        List<String> after = Cursor.parts("holder", 3, query.cursor());
        String holder = after.isEmpty() ? prefix : Cursor.within(prefix, after.getFirst());
        String store = after.isEmpty() ? "" : after.get(1);
        ByteBuffer key = after.isEmpty() ? Columns.blob("") : Columns.behind(after.get(2));
        List<Merge.Partition> partitions = new ArrayList<>();
        for (String inc : prefix.indexOf('/') < 0 ? incs(prefix) : List.of(IndexRow.inc(prefix))) {
            partitions.add(new Merge.Partition(
                    ring.bind("list_held", place.game(), inc, Columns.blob(holder), store, key, Columns.end(prefix)),
                    inc));
        }
        Found.Reader reader = row -> {
            EntryId id = new EntryId(Columns.text(row, "store"), Columns.string(row.getByteBuffer("key")));
            String holds = Columns.string(row.getByteBuffer("holder"));
            String gen = Columns.text(row, "gen");
            Found.Place where = new Found.Place(holds, 0, 0, id.store(), id.key());
            return new Found(id, where, gen, place.held(holds, id, gen));
        };
        Belongs belongs = (found, stored, history) -> !stored.gone()
                && found.place().holder().equals(stored.entry().content().holder());
        return new Plan(
                partitions,
                reader,
                false,
                belongs,
                last -> Cursor.of("holder", last.holder(), last.store(), last.key()));
    }

    /** The servers whose names begin with a prefix and that have held something, in order. */
    private List<String> incs(String prefix) {
        List<Callable<List<String>>> buckets = new ArrayList<>();
        for (int b = 0; b < place.buckets(); b++) {
            int bucket = b;
            buckets.add(() -> {
                List<String> found = new ArrayList<>();
                RowReader rows = ring.rows(ring.bind("list_incs", place.game(), bucket, prefix), 1000);
                for (Row row = rows.next(); row != null; row = rows.next()) {
                    String inc = Columns.text(row, "inc");
                    if (!inc.startsWith(prefix)) {
                        break;
                    }
                    found.add(inc);
                }
                return found;
            });
        }
        return calls.all(buckets).stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Columns::ordered))
                .toList();
    }

    private Plan scores(EntryQuery query, Scope.Scores scores) {
        List<String> after = Cursor.parts("scores", 3, query.cursor());
        EntryQuery.Place from = after.isEmpty()
                ? scores.after()
                : new EntryQuery.Place(
                        new Content.Score(Cursor.number(after.getFirst()), Cursor.number(after.get(1))), after.get(2));
        List<Merge.Partition> partitions = new ArrayList<>();
        for (int b = 0; b < place.buckets(); b++) {
            Object[] range = range(scores.after(from == null ? beginning(scores) : from), b, from == null);
            partitions.add(new Merge.Partition(
                    ring.bind(scores.descending() ? "list_scores_down" : "list_scores_up", range), null));
        }
        Found.Reader reader = row -> {
            EntryId id = new EntryId(scores.store(), Columns.string(row.getByteBuffer("key")));
            Content.Score score = new Content.Score(row.getLong("score"), row.getLong("tie"));
            String gen = Columns.text(row, "gen");
            Found.Place where = new Found.Place("", score.value(), score.tie(), id.store(), id.key());
            return new Found(id, where, gen, place.scored(id, score, gen));
        };
        Belongs belongs = (found, stored, history) -> {
            Content.Score score = stored.entry().content().score();
            return !stored.gone()
                    && new Content.Score(found.place().score(), found.place().tie()).equals(score);
        };
        return new Plan(
                partitions,
                reader,
                scores.descending(),
                belongs,
                last -> Cursor.of("scores", Long.toString(last.score()), Long.toString(last.tie()), last.key()));
    }

    /** Counts what {@link #list} lists for this scope, and a row that a dead writer has left as long as nobody has listed it. */
    long count(Scope.Scores scores) {
        calls.settleBackground();
        EntryQuery.Place after = scores.after();
        Scope.Scores from = scores.after(after == null ? beginning(scores) : after);
        List<Callable<Long>> counts = new ArrayList<>();
        for (int b = 0; b < place.buckets(); b++) {
            Object[] range = range(from, b, after == null);
            counts.add(() -> ring.first(ring.bind(scores.descending() ? "count_scores_down" : "count_scores_up", range))
                    .map(row -> row.getLong(0))
                    .orElse(0L));
        }
        return calls.all(counts).stream().mapToLong(Long::longValue).sum();
    }

    /** A place before the first of the list; in a descending one, its key stands for one above all. */
    private static EntryQuery.Place beginning(Scope.Scores scores) {
        return new EntryQuery.Place(
                scores.descending()
                        ? new Content.Score(scores.to(), Long.MAX_VALUE)
                        : new Content.Score(scores.from(), Long.MIN_VALUE),
                "");
    }

    private Object[] range(Scope.Scores scores, int b, boolean fromBeginning) {
        EntryQuery.Place given = Objects.requireNonNull(scores.after());
        EntryQuery.Place first = beginning(scores);
        boolean isBefore = scores.descending()
                ? given.score().value() > scores.to()
                : given.score().value() < scores.from();
        EntryQuery.Place from = isBefore ? first : given;
        boolean fromFirst = fromBeginning || isBefore;
        return new Object[] {
            place.game(),
            scores.store(),
            b,
            from.score().value(),
            from.score().tie(),
            fromFirst && scores.descending() ? Columns.last() : Columns.blob(from.key()),
            scores.descending() ? scores.from() : scores.to()
        };
    }

    private static Found.Place at(EntryId id) {
        return new Found.Place("", 0, 0, id.store(), id.key());
    }
}
