package dev.datasave.engine.history;

import dev.datasave.Paging;
import dev.datasave.Ranking;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.EntryQuery.Place;
import dev.datasave.spi.EntryQuery.Scope.Scores;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store's ranking, as it is stored. A rank is 1 more than the number of entries before it, counted on the storage's index. An answer that takes more
 * than one call sees what other servers write in between. From any thread.
 *
 * @param lowestFirst whether the best score is the lowest
 */
public record Standings(Reads reads, String store, boolean lowestFirst) {
    private static final int WIDEST = 1000;

    /** Everything from a bound to another; {@code forwards} = from the best to the last. */
    private Scores scores(long lowest, long highest, boolean forwards) {
        return new Scores(store, lowest, highest, forwards != lowestFirst, null);
    }

    private Scores all(boolean forwards) {
        return scores(Long.MIN_VALUE, Long.MAX_VALUE, forwards);
    }

    public CompletableFuture<Long> count(Ranking.Range range) {
        Scores part = scores(range.lowest(), range.highest(), true);
        return reads.ask(storage -> storage.count(part), Function.identity());
    }

    public CompletableFuture<OptionalLong> rank(String key) {
        EntryId id = new EntryId(store, key);
        return reads.ask(
                storage -> place(storage, id)
                        .map(place -> OptionalLong.of(rank(storage, place)))
                        .orElse(OptionalLong.empty()),
                Function.identity());
    }

    private static Optional<Place> place(Storage storage, EntryId id) {
        return Reads.current(id).apply(storage).flatMap(entry -> Optional.ofNullable(place(entry)));
    }

    private static @Nullable Place place(Entry entry) {
        Content.Score score = entry.content().score();
        return score == null ? null : new Place(score, entry.id().key());
    }

    private long rank(Storage storage, Place place) {
        return 1 + storage.count(all(false).after(place));
    }

    /** A page of the ranking. Its cursor contains the rank of the last place, so that only the first page of a part has to be counted. */
    public CompletableFuture<Page<Ranking.Place>> top(Ranking.Range range, Paging paging) {
        EntryQuery query = EntryQuery.scores(scores(range.lowest(), range.highest(), !range.backwards()))
                .withoutValues()
                .withLimit(paging.size());
        return reads.ask(storage -> top(storage, range, query, paging.cursor()), Function.identity());
    }

    private Page<Ranking.Place> top(Storage storage, Ranking.Range range, EntryQuery query, Optional<String> cursor) {
        long step = range.backwards() ? -1 : 1;
        if (cursor.isEmpty()) {
            return numbered(storage.list(query), first(storage, range), step);
        }
        Cursor from = Cursor.parse(cursor.get());
        return numbered(storage.list(query.from(from.rest())), from.rank() + step, step);
    }

    /** The rank at which a part begins. */
    private long first(Storage storage, Ranking.Range range) {
        if (range.backwards()) {
            return storage.count(
                    lowestFirst
                            ? scores(Long.MIN_VALUE, range.highest(), true)
                            : scores(range.lowest(), Long.MAX_VALUE, true));
        }
        if (lowestFirst) {
            long best = range.lowest();
            return best == Long.MIN_VALUE ? 1 : 1 + storage.count(scores(Long.MIN_VALUE, best - 1, true));
        }
        long best = range.highest();
        return best == Long.MAX_VALUE ? 1 : 1 + storage.count(scores(best + 1, Long.MAX_VALUE, true));
    }

    private static Page<Ranking.Place> numbered(Page<Entry> page, long first, long step) {
        List<Ranking.Place> places = numbered(page.items(), first, step);
        String next = page.next();
        return new Page<>(
                places, next == null ? null : new Cursor(places.getLast().rank(), next).text());
    }

    private static List<Ranking.Place> numbered(List<Entry> entries, long first, long step) {
        List<Ranking.Place> places = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            places.add(new Ranking.Place(first + step * places.size(), Reads.info(entry)));
        }
        return places;
    }

    /** A rank, and the storage's cursor for what comes after it. */
    private record Cursor(long rank, String rest) {
        String text() {
            return rank + " " + rest;
        }

        static Cursor parse(String text) {
            int end = text.indexOf(' ');
            try {
                return new Cursor(Long.parseLong(text.substring(0, Math.max(end, 0))), text.substring(end + 1));
            } catch (NumberFormatException foreign) {
                throw new IllegalArgumentException(
                        "cursor: found one of another query, expected what the page before gave", foreign);
            }
        }
    }

    /** A key's place with those around it, the best first; empty if the key is not listed. */
    public CompletableFuture<List<Ranking.Place>> around(String key, int before, int after) {
        EntryId id = new EntryId(store, key);
        check("before", before);
        check("after", after);
        return reads.ask(storage -> around(storage, id, before, after), Function.identity());
    }

    private static void check(String what, int places) {
        if (places < 0 || places > WIDEST) {
            throw new IllegalArgumentException(
                    "places " + what + " a key: found " + places + ", expected 0 to " + WIDEST);
        }
    }

    private List<Ranking.Place> around(Storage storage, EntryId id, int before, int after) {
        Optional<Entry> entry = Reads.current(id).apply(storage);
        Place place = entry.map(Standings::place).orElse(null);
        if (place == null) {
            return List.of();
        }
        List<Entry> window = new ArrayList<>(next(storage, all(false).after(place), before));
        Collections.reverse(window);
        long first = Math.max(1, rank(storage, place) - window.size());
        window.add(entry.orElseThrow());
        window.addAll(next(storage, all(true).after(place), after));
        return List.copyOf(numbered(window, first, 1));
    }

    private static List<Entry> next(Storage storage, Scores scores, int count) {
        return count == 0
                ? List.of()
                : storage.list(EntryQuery.scores(scores).withoutValues().withLimit(count))
                        .items();
    }
}
