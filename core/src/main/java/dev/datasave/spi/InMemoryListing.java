package dev.datasave.spi;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries. A cursor is the place of the page's last item, so an entry that is added or removed between two pages neither repeats nor hides
 * others.
 */
final class InMemoryListing {
    private InMemoryListing() {}

    static Page<Entry> list(InMemoryEntries entries, EntryQuery query) {
        Function<Entry, String> place = place(query.scope());
        Page<Entry> page = page(found(entries, query.scope(), query.cursor(), place), query.limit(), place);
        return query.values()
                ? page
                : new Page<>(
                        page.items().stream().map(InMemoryListing::withoutValue).toList(), page.next());
    }

    /** The place of an item, as a cursor gives it. */
    private static Function<Entry, String> place(EntryQuery.Scope scope) {
        return switch (scope) {
            case EntryQuery.Scope.Holder held -> InMemoryEntries::heldPlace;
            case EntryQuery.Scope.Scores scores -> entry -> cursor(InMemoryEntries.scoredPlace(entry));
            case EntryQuery.Scope.Keys keys -> InMemoryListing::placeOf;
            case EntryQuery.Scope.User user -> InMemoryListing::placeOf;
            case EntryQuery.Scope.Past past -> InMemoryListing::placeOf;
            case EntryQuery.Scope.Removed removed -> InMemoryListing::placeOf;
        };
    }

    private static Stream<Entry> found(
            InMemoryEntries entries, EntryQuery.Scope scope, @Nullable String cursor, Function<Entry, String> place) {
        return switch (scope) {
            case EntryQuery.Scope.Keys(String store, String prefix) ->
                range(entries::from, InMemoryEntries.joined(store, prefix), cursor, place);
            case EntryQuery.Scope.User(String userId) ->
                range(entries::from, "", cursor, place).filter(entry -> connects(entry, userId));
            case EntryQuery.Scope.Past(String userId) -> {
                From past = (from, inclusive) -> entries.withHistory(from, inclusive, old -> connects(old, userId));
                yield range(past, "", cursor, place);
            }
            case EntryQuery.Scope.Removed(String store, String prefix) -> {
                From past = (from, inclusive) -> entries.withHistory(from, inclusive, old -> true);
                yield range(past, InMemoryEntries.joined(store, prefix), cursor, place)
                        .filter(Entry::isTombstone);
            }
            case EntryQuery.Scope.Holder(String prefix) -> range(entries::heldFrom, prefix, cursor, place);
            case EntryQuery.Scope.Scores scores -> scored(entries, scores, cursor);
        };
    }

    static Page<Entry> versions(InMemoryEntries entries, VersionQuery query) {
        Long only = query.revision();
        String cursor = query.cursor();
        long last = cursor == null ? (query.descending() ? Long.MAX_VALUE : 0) : number(cursor);
        Stream<Entry> found = entries.history(query.id(), query.descending())
                .filter(old -> query.descending() ? old.revision() < last : old.revision() > last)
                .filter(old -> only == null || old.revision() == only)
                .filter(old -> query.from() == null || !old.updated().isBefore(query.from()))
                .filter(old -> query.to() == null || !old.updated().isAfter(query.to()));
        return page(found, query.limit(), old -> Long.toString(old.revision()));
    }

    private static boolean connects(Entry entry, String userId) {
        return entry.content().userIds().contains(userId);
    }

    private interface From {
        Stream<Entry> from(String place, boolean inclusive);
    }

    /** The entries whose place begins with {@code start}, after the cursor. */
    private static Stream<Entry> range(
            From from, String start, @Nullable String cursor, Function<Entry, String> place) {
        if (cursor != null && !cursor.startsWith(start)) {
            throw foreign();
        }
        return (cursor == null ? from.from(start, true) : from.from(cursor, false))
                .takeWhile(entry -> place.apply(entry).startsWith(start));
    }

    private static Stream<Entry> scored(
            InMemoryEntries entries, EntryQuery.Scope.Scores scores, @Nullable String cursor) {
        EntryQuery.Place last = cursor == null ? null : parse(cursor);
        return entries.scored(last == null ? scores : scores.after(last));
    }

    /** How many entries have a score in the range. */
    static long count(InMemoryEntries entries, EntryQuery.Scope.Scores scores) {
        return entries.scored(scores).count();
    }

    private static String cursor(EntryQuery.Place place) {
        return place.score().value() + "\0" + place.score().tie() + "\0" + place.key();
    }

    private static EntryQuery.Place parse(String cursor) {
        String[] parts = cursor.split("\0", -1);
        if (parts.length != 3) {
            throw foreign();
        }
        return new EntryQuery.Place(new Content.Score(number(parts[0]), number(parts[1])), parts[2]);
    }

    private static Page<Entry> page(Stream<Entry> found, int limit, Function<Entry, String> place) {
        List<Entry> items = found.limit(limit + 1L).toList();
        return items.size() <= limit
                ? new Page<>(items, null)
                : new Page<>(items.subList(0, limit), place.apply(items.get(limit - 1)));
    }

    private static String placeOf(Entry entry) {
        return InMemoryEntries.place(entry.id());
    }

    private static Entry withoutValue(Entry entry) {
        return new Entry(
                entry.id(),
                entry.revision(),
                entry.writeId(),
                entry.content().withValue(null),
                entry.created(),
                entry.updated());
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw foreign();
        }
    }

    private static IllegalArgumentException foreign() {
        return new IllegalArgumentException("cursor: found one of another query, expected what the page before gave");
    }
}
