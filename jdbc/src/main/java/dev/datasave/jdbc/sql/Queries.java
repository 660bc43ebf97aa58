package dev.datasave.jdbc.sql;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.EntryQuery.Scope;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage.Backlog;
import dev.datasave.spi.VersionQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lists by key, user, holder, score and revision, and counts what a sweep would remove. A cursor is the place of the last item, as a JSON array that
 * begins with the kind of query. The next page begins after it, so an entry that appears or disappears in between never makes another one show twice
 * or not at all. A damaged entry may show twice.
 */
public final class Queries {
    /** A page ends early here, so that a thousand entries of 4 MiB don't fill the memory. */
    private static final int PAGE_CHARACTERS = 32 << 20;
    /** A text above every key and holder that R10 allows. */
    private static final String LAST =
            Character.toString(Character.MAX_CODE_POINT).repeat(101);

    private static final Gson GSON = new Gson();

    private Queries() {}

    public static Page<Entry> list(Link link, EntryQuery query) throws SQLException {
        return switch (query.scope()) {
            case Scope.Keys(String store, String prefix) -> keys(link, query, "keys", store, prefix);
            case Scope.Removed(String store, String prefix) -> keys(link, query, "removed", store, prefix);
            case Scope.User(String userId) -> people(link, query, "user", userId);
            case Scope.Past(String userId) -> people(link, query, "past", userId);
            case Scope.Holder(String prefix) -> {
                List<String> after = cursor("holder", 3, query.cursor());
                yield page(
                        link,
                        query.limit(),
                        "list_holder",
                        Queries::holderCursor,
                        query.values(),
                        after.isEmpty() ? prefix : within(prefix, after.get(0)),
                        after.isEmpty() ? "" : after.get(1),
                        after.isEmpty() ? "" : after.get(2),
                        end(prefix));
            }
            case Scope.Scores scores -> scores(link, query, scores);
        };
    }

    private static Page<Entry> keys(Link link, EntryQuery query, String kind, String store, String prefix)
            throws SQLException {
        List<String> after = cursor(kind, 1, query.cursor());
        return page(
                link,
                query.limit(),
                "list_" + kind,
                place -> cursor(kind, place.id().key()),
                query.values(),
                store,
                after.isEmpty() ? prefix : behind(within(prefix, after.get(0))),
                end(prefix));
    }

    private static Page<Entry> people(Link link, EntryQuery query, String kind, String userId) throws SQLException {
        List<String> after = cursor(kind, 2, query.cursor());
        return page(
                link,
                query.limit(),
                "list_" + kind,
                place -> cursor(kind, place.id().store(), place.id().key()),
                query.values(),
                userId,
                after.isEmpty() ? "" : after.get(0),
                after.isEmpty() ? "" : after.get(1));
    }

    private static Page<Entry> scores(Link link, EntryQuery query, Scope.Scores scores) throws SQLException {
        List<String> after = cursor("scores", 3, query.cursor());
        ScorePlace first = after.isEmpty() ? beginning(scores) : place(after);
        return page(
                link,
                query.limit(),
                scores.descending() ? "list_scores_descending" : "list_scores_ascending",
                Queries::scoreCursor,
                query.values(),
                scores.store(),
                first.value(),
                first.tie(),
                first.key(),
                scores.descending() ? scores.from() : scores.to());
    }

    /** Counts what {@link #list} lists for this scope. */
    public static long count(Link link, Scope.Scores scores) throws SQLException {
        ScorePlace first = beginning(scores);
        return link.first(
                        scores.descending() ? "count_scores_descending" : "count_scores_ascending",
                        row -> row.getLong(1),
                        scores.store(),
                        first.value(),
                        first.tie(),
                        first.key(),
                        scores.descending() ? scores.from() : scores.to())
                .orElse(0L);
    }

    /** A place in the order of scores, before the first entry of a list. Its key may be one that no entry can have. */
    private record ScorePlace(long value, long tie, String key) {}

    /** Where the list begins: at its bound, or at the place after which it begins if that is further on. */
    private static ScorePlace beginning(Scope.Scores scores) {
        EntryQuery.Place after = scores.after();
        if (after != null) {
            long value = after.score().value();
            if (scores.descending() ? value <= scores.to() : value >= scores.from()) {
                return new ScorePlace(value, after.score().tie(), after.key());
            }
        }
        return scores.descending()
                ? new ScorePlace(scores.to(), Long.MAX_VALUE, LAST)
                : new ScorePlace(scores.from(), Long.MIN_VALUE, "");
    }

    private static ScorePlace place(List<String> cursor) {
        return new ScorePlace(number(cursor.get(0)), number(cursor.get(1)), cursor.get(2));
    }

    private static String scoreCursor(Item place) {
        Content.Score score = Objects.requireNonNull(place.score());
        return cursor(
                "scores",
                Long.toString(score.value()),
                Long.toString(score.tie()),
                place.id().key());
    }

    public static Page<Entry> versions(Link link, VersionQuery query) throws SQLException {
        List<String> after = cursor("versions", 1, query.cursor());
        Long only = query.revision();
        long low = only == null ? 0 : only;
        long high = only == null ? Long.MAX_VALUE : only;
        if (!after.isEmpty() && query.descending()) {
            high = Math.min(high, number(after.get(0)) - 1);
        } else if (!after.isEmpty()) {
            low = Math.max(low, number(after.get(0)) + 1);
        }
        return page(
                link,
                query.limit(),
                query.descending() ? "versions_descending" : "versions_ascending",
                place -> cursor("versions", Long.toString(place.revision())),
                query.id().store(),
                query.id().key(),
                low,
                high,
                millis(query.from(), true),
                millis(query.to(), false));
    }

    /** Counts how much of the history is due. */
    public static Backlog backlog(Link link, Instant now) throws SQLException {
        long due = link.first("count_due", row -> row.getLong(1), now.toEpochMilli())
                .orElse(0L);
        long all =
                link.first("count_history", row -> row.getLong(1), 10 * due + 1).orElse(0L);
        return new Backlog(due, all, now);
    }

    private static final int CHECKED_ROWS = 500;

    /** Runs a body of one query. */
    @FunctionalInterface
    public interface Runner {
        <T> T run(Dialect.Body<T> body) throws SQLException;
    }

    /** Where a row stands in the order of a check. */
    @FunctionalInterface
    public interface Place {
        List<Object> of(ResultSet row) throws SQLException;
    }

    /**
     * Compares the checksums of all rows of a table, and adds the damage to the list until that has so many lines. {@code statement} names the table;
     * it begins behind a place.
     */
    public static void check(
            Runner runner, String statement, Place place, List<Object> first, List<String> damages, int most)
            throws SQLException {
        for (List<Object> after = first; !after.isEmpty() && damages.size() < most; ) {
            List<Object> from = after;
            after = runner.run(link -> check(link, statement, place, from, damages));
        }
    }

    /** Checks the next rows; returns where they end, or nothing after the last. */
    private static List<Object> check(
            Link link, String statement, Place place, List<Object> after, List<String> damages) throws SQLException {
        List<Object> values = new ArrayList<>(after);
        values.add((long) CHECKED_ROWS);
        List<Object> last = new ArrayList<>();
        int[] rows = {0};
        link.visit(
                statement,
                row -> {
                    Entry entry = Rows.entry(row);
                    if (entry.damage() != null) {
                        damages.add(entry.damage() + "; revision " + entry.revision());
                    }
                    if (++rows[0] == CHECKED_ROWS) {
                        last.addAll(place.of(row));
                    }
                    return true;
                },
                values.toArray());
        return last;
    }

    /** What a cursor is made of. */
    private record Item(EntryId id, long revision, @Nullable String holder, Content.@Nullable Score score) {
        static Item of(Entry entry) {
            return new Item(
                    entry.id(),
                    entry.revision(),
                    entry.content().holder(),
                    entry.content().score());
        }

        static Item of(Entry damaged, ResultSet row) throws SQLException {
            return new Item(damaged.id(), damaged.revision(), row.getString(7), Rows.score(row, 8));
        }
    }

    /**
     * Reads one row more than the page holds, to learn whether another page follows. The next page begins after the last sound entry, because the place of
     * a damaged one may be wrong; only if all of a page is damaged, it begins after that.
     */
    private static Page<Entry> page(
            Link link, int limit, String statement, Function<Item, String> cursorOf, Object... values)
            throws SQLException {
        List<Object> all = new ArrayList<>(List.of(values));
        all.add((long) limit + 1);
        boolean hasValues = !Boolean.FALSE.equals(values[0]); // the first parameter of all lists but versions
        List<Entry> items = new ArrayList<>();
        int[] characters = {0};
        boolean[] more = {false};
        @Nullable Item[] last = {null, null};
        link.visit(
                statement,
                row -> {
                    if (items.size() == limit || characters[0] > PAGE_CHARACTERS) {
                        more[0] = true;
                        return false;
                    }
                    Entry entry = Rows.entry(row, hasValues);
                    if (entry.isDamaged()) {
                        last[1] = Item.of(entry, row);
                    } else {
                        last[0] = Item.of(entry);
                        String value = entry.content().value();
                        characters[0] += value == null ? 0 : value.length();
                    }
                    return items.add(entry);
                },
                all.toArray());
        Item end = last[0] == null ? last[1] : last[0];
        return new Page<>(items, more[0] && end != null ? cursorOf.apply(end) : null);
    }

    private static String holderCursor(Item place) {
        String holder = String.valueOf(place.holder());
        return cursor("holder", holder, place.id().store(), place.id().key());
    }

    private static String cursor(String kind, String... place) {
        List<String> parts = new ArrayList<>(List.of(place));
        parts.add(0, kind);
        return GSON.toJson(parts);
    }

    /** The place that a cursor stands for; empty without a cursor, where the list starts at its beginning. */
    private static List<String> cursor(String kind, int parts, @Nullable String cursor) {
        if (cursor == null) {
            return List.of();
        }
        try {
            String[] found = GSON.fromJson(cursor, String[].class);
            if (found != null && found.length == parts + 1 && kind.equals(found[0])) {
                return List.of(found).subList(1, found.length);
            }
        } catch (JsonParseException | NullPointerException e) {
            throw foreign(e);
        }
        throw foreign(null);
    }

    private static String within(String prefix, String place) {
        if (!place.startsWith(prefix)) {
            throw foreign(null);
        }
        return place;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw foreign(e);
        }
    }

    private static IllegalArgumentException foreign(@Nullable Exception cause) {
        return new IllegalArgumentException(
                "cursor: found one of another query, expected what the page before gave", cause);
    }

    /** The text that directly follows this one in byte order, because U+0000 is not allowed (R10). */
    private static String behind(String text) {
        return text + '\u0001';
    }

    /** The first text in byte order that comes after all texts with this prefix. */
    static String end(String prefix) {
        for (int at = prefix.length(); at > 0; ) {
            int last = prefix.codePointBefore(at);
            at -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return prefix.substring(0, at) + Character.toString(next);
            }
        }
        return LAST;
    }

    private static long millis(@Nullable Instant moment, boolean lowest) {
        if (moment == null) {
            return lowest ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        try {
            long floor = moment.toEpochMilli();
            return lowest && Instant.ofEpochMilli(floor).isBefore(moment) ? floor + 1 : floor;
        } catch (ArithmeticException beyondLong) {
            return moment.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
