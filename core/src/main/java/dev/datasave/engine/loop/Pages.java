package dev.datasave.engine.loop;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All pages of what a storage lists, one after the other. */
public final class Pages {
    private Pages() {}

    private interface Listing {
        Page<Entry> from(Storage storage, @Nullable String cursor);
    }

    private static Listing of(EntryQuery query) {
        return (storage, cursor) -> storage.list(query.from(cursor));
    }

    private static Listing of(VersionQuery query) {
        return (storage, cursor) -> storage.versions(query.from(cursor));
    }

    /** The entries of all pages. A page is read only when the ones before it are used up. Blocking. */
    public static Stream<Entry> all(Storage storage, EntryQuery query) {
        return all(storage, of(query));
    }

    /** The revisions of all pages. A page is read only when the ones before it are used up. Blocking. */
    public static Stream<Entry> all(Storage storage, VersionQuery query) {
        return all(storage, of(query));
    }

    private static Stream<Entry> all(Storage storage, Listing listing) {
        return Stream.iterate(
                        Optional.of(listing.from(storage, null)),
                        Optional::isPresent,
                        page -> page.map(Page::next).map(next -> listing.from(storage, next)))
                .flatMap(Optional::stream)
                .flatMap(page -> page.items().stream());
    }

    /**
     * Gives each page to {@code step}, which runs what it is given to go on to the next one; after the last page, that is {@code then}. A call that fails
     * is repeated like any other of the errand, and so is one that finds a damaged entry. Loop only.
     */
    public static void each(Errand errand, EntryQuery query, BiConsumer<List<Entry>, Runnable> step, Runnable then) {
        each(errand, of(query), null, step, then);
    }

    /** {@link #each(Errand, EntryQuery, BiConsumer, Runnable)} for revisions. */
    public static void each(Errand errand, VersionQuery query, BiConsumer<List<Entry>, Runnable> step, Runnable then) {
        each(errand, of(query), null, step, then);
    }

    private static void each(
            Errand errand,
            Listing listing,
            @Nullable String cursor,
            BiConsumer<List<Entry>, Runnable> step,
            Runnable then) {
        errand.ask(
                storage -> {
                    Page<Entry> page = listing.from(storage, cursor);
                    page.items().forEach(SoundStorage::check);
                    return page;
                },
                page -> step.accept(
                        page.items(),
                        page.next() == null ? then : () -> each(errand, listing, page.next(), step, then)));
    }
}
