package dev.datasave.cassandra;

import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of an index table: all of its columns are its key. Columns are added before the entry changes and removed after it, so that an index can only have
 * rows too many; whoever lists looks at the entries themselves.
 */
record IndexRow(Table table, List<Object> key) {

    /** The tables. Columns of {@link #INCS} and {@link #HOURS} say which partitions there are, and are shared by many entries. */
    enum Table {
        NAMES,
        REMOVED,
        PEOPLE,
        HELD,
        INCS,
        SCORES,
        DUE,
        HOURS;

        String add() {
            return "add_" + name().toLowerCase(Locale.ROOT);
        }

        String drop() {
            return "drop_" + name().toLowerCase(Locale.ROOT);
        }

        boolean isShared() {
            return this == INCS || this == HOURS;
        }
    }

    /** What has a time at which a sweep looks at it. */
    enum Due {
        /** A superseded revision. */
        HISTORY,
        /** A tombstone. */
        TOMBSTONE,
        /** A long value that stands beside its entry. */
        BODY
    }

    private static final long HOUR = 3_600_000;

    /** The end of what is kept for ever, as the tables have it. */
    static final Instant NEVER = Instant.ofEpochMilli(253_402_300_799_000L);

    private static IndexRow of(Table table, Object... key) {
        return new IndexRow(table, List.of(key));
    }

    /** Where rows stand: which game they are of, and into how many partitions a list is spread. */
    record Place(String game, int buckets) {

        /** The rows by which a current entry is found. */
        List<IndexRow> current(EntryId id, Content content, boolean gone, Instant updated, String gen) {
            List<IndexRow> rows = new ArrayList<>();
            if (gone) {
                rows.add(named(Table.REMOVED, id, gen));
                rows.addAll(due(Due.TOMBSTONE, id, updated.plus(Limits.TOMBSTONE_KEPT), 0, gen));
                return rows;
            }
            rows.add(named(Table.NAMES, id, gen));
            for (String user : content.userIds()) {
                rows.add(person(user, false, id, gen));
            }
            String holder = content.holder();
            if (holder != null) {
                String inc = inc(holder);
                rows.add(held(holder, id, gen));
                rows.add(of(Table.INCS, game, Gen.bucket(inc, buckets), inc));
            }
            Content.Score score = content.score();
            if (score != null) {
                rows.add(scored(id, score, gen));
            }
            return rows;
        }

        IndexRow named(Table table, EntryId id, String gen) {
            return of(table, game, id.store(), Gen.bucket(id.key(), buckets), Columns.blob(id.key()), gen);
        }

        IndexRow person(String user, boolean past, EntryId id, String gen) {
            return of(Table.PEOPLE, game, user, past, id.store(), Columns.blob(id.key()), gen);
        }

        IndexRow held(String holder, EntryId id, String gen) {
            return of(Table.HELD, game, inc(holder), Columns.blob(holder), id.store(), Columns.blob(id.key()), gen);
        }

        IndexRow scored(EntryId id, Content.Score score, String gen) {
            int b = Gen.bucket(id.key(), buckets);
            return of(Table.SCORES, game, id.store(), b, score.value(), score.tie(), Columns.blob(id.key()), gen);
        }

        /** The rows by which a superseded revision is found. */
        List<IndexRow> superseded(EntryId id, VersionMark old) {
            List<IndexRow> rows = new ArrayList<>(due(Due.HISTORY, id, old.until(), old.revision(), old.gen()));
            for (String user : old.userIds()) {
                rows.add(person(user, true, id, old.gen()));
            }
            return rows;
        }

        /** The rows by which a sweep finds something. What is never due stands in hours before the beginning of time, to be counted. */
        List<IndexRow> due(Due kind, EntryId id, @Nullable Instant until, long r, String gen) {
            Instant end = until == null || until.isAfter(NEVER) ? NEVER : until;
            long hour = end.equals(NEVER) ? -1 - hour(Gen.made(gen)) : hour(end);
            return List.of(due(kind, hour, end, id, r, gen), of(Table.HOURS, game, kind.name(), hour));
        }

        IndexRow due(Due kind, long hour, Instant until, EntryId id, long r, String gen) {
            int b = Gen.bucket(id.key(), buckets);
            return of(Table.DUE, game, kind.name(), hour, b, until, id.store(), id.key(), r, gen);
        }

        /** The hour in which something is due. */
        static long hour(Instant moment) {
            return moment.toEpochMilli() / HOUR;
        }
    }

    /** The part of a holder that names a server: everything before the first slash. */
    static String inc(String holder) {
        int slash = holder.indexOf('/');
        return slash < 0 ? holder : holder.substring(0, slash);
    }
}
