package dev.datasave.engine.people;

import dev.datasave.ConnectedEntry;
import dev.datasave.ConnectedEntry.Connection;
import dev.datasave.DataSaveException;
import dev.datasave.UserDataOptions;
import dev.datasave.engine.loop.Errand;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lists what is connected to a person, a page at a time: first by user id, then by history alone, last what only a key template names. A cursor
 * is the first letter of the part and the storage's cursor in it. Loop only.
 */
final class ConnectedPages {
    private final Connections connections;
    private final CompletableFuture<Page<ConnectedEntry>> answer;
    private final Loop loop;
    private final Errand errand;
    private final int size;

    ConnectedPages(
            Loop loop,
            Connections connections,
            UserDataOptions options,
            int size,
            CompletableFuture<Page<ConnectedEntry>> answer) {
        this.loop = loop;
        this.connections = connections;
        this.size = size;
        this.answer = answer;
        this.errand = new Errand(loop, answer, options.timeout(), this::outOfTime);
    }

    /** A place in the list. */
    record Cursor(Connection part, @Nullable String place) {
        static Cursor parse(@Nullable String text) {
            if (text == null) {
                return new Cursor(Connection.USER_ID, null);
            }
            String place = text.length() > 1 ? text.substring(1) : null;
            return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
                case 'U' -> new Cursor(Connection.USER_ID, place);
                case 'H' -> new Cursor(Connection.HISTORY, place);
                case 'K' -> new Cursor(Connection.KEY_TEMPLATE, place == null ? null : number(place));
                default -> throw foreign();
            };
        }

        private static String number(String place) {
            if (!place.matches("\\d{1,9}")) {
                throw foreign();
            }
            return place;
        }

        private static IllegalArgumentException foreign() {
            return new IllegalArgumentException(
                    "cursor: found one of another query, expected what the page before gave");
        }

        int index() {
            return place == null ? 0 : Integer.parseInt(place);
        }

        @Override
        public String toString() {
            return part.name().charAt(0) + (place == null ? "" : place);
        }
    }

    void from(Cursor cursor) {
        switch (cursor.part()) {
            case USER_ID -> list(cursor, EntryQuery.user(connections.userId()), new Cursor(Connection.HISTORY, null));
            case HISTORY ->
                list(cursor, EntryQuery.past(connections.userId()), new Cursor(Connection.KEY_TEMPLATE, null));
            case KEY_TEMPLATE, PROFILE -> named(cursor.index());
        }
    }

    /** What was found, or what is wrong with the cursor: that is no failure of the storage. */
    private record Found(
            List<ConnectedEntry> items,
            @Nullable String next,
            @Nullable IllegalArgumentException wrong) {}

    private void list(Cursor cursor, EntryQuery query, Cursor nextPart) {
        Connection how = cursor.part();
        EntryQuery page = query.withoutValues().withLimit(size).from(cursor.place());
        errand.ask(storage -> found(storage, page, how), found -> {
            Cursor next = found.next() == null ? nextPart : new Cursor(how, found.next());
            IllegalArgumentException wrong = found.wrong();
            if (wrong != null) {
                fail(wrong);
            } else if (found.items().isEmpty()) {
                from(next);
            } else {
                answer(found.items(), next);
            }
        });
    }

    private Found found(Storage storage, EntryQuery query, Connection how) {
        Page<Entry> listed;
        try {
            listed = storage.list(query);
        } catch (IllegalArgumentException wrong) {
            return new Found(List.of(), null, wrong);
        }
        List<ConnectedEntry> items = new ArrayList<>();
        for (Entry entry : listed.items()) {
            if (how == Connection.USER_ID || !connections.connects(entry)) {
                items.add(Connections.describe(storage, entry.id(), how, current(storage, entry, how)));
            }
        }
        return new Found(items, listed.next(), null);
    }

    /** Listed without values, a tombstone looks like the others. */
    private static Optional<Entry> current(Storage storage, Entry listed, Connection how) {
        return how == Connection.USER_ID
                ? Optional.of(listed)
                : storage.read(List.of(listed.id())).getFirst();
    }

    private void named(int from) {
        List<EntryId> ids = connections.named().stream()
                .sorted(Connections.ORDER)
                .skip(from)
                .limit(size)
                .toList();
        errand.ask(storage -> named(storage, ids), items -> {
            int next = from + ids.size();
            if (next >= connections.named().size()) {
                answer(items, null);
            } else if (items.isEmpty()) {
                named(next);
            } else {
                answer(items, new Cursor(Connection.KEY_TEMPLATE, Integer.toString(next)));
            }
        });
    }

    private List<ConnectedEntry> named(Storage storage, List<EntryId> ids) {
        List<ConnectedEntry> items = new ArrayList<>();
        for (EntryId id : ids) {
            Optional<Entry> current = storage.read(List.of(id)).getFirst();
            boolean isListed = current.filter(connections::connects).isPresent();
            if (current.isPresent() && !isListed && !isListedByHistory(storage, current.get())) {
                items.add(Connections.describe(storage, id, Connection.KEY_TEMPLATE, current));
            }
        }
        return items;
    }

    /** Whether its history is connected, or, of a tombstone, is not there at all. */
    private boolean isListedByHistory(Storage storage, Entry entry) {
        boolean isThere = !entry.isTombstone();
        VersionQuery query = VersionQuery.all(entry.id());
        for (String cursor = null; query != null; ) {
            Page<Entry> page = storage.versions(query.from(cursor));
            if (page.items().stream().anyMatch(connections::connects)) {
                return true;
            }
            isThere |= !page.items().isEmpty();
            cursor = page.next();
            query = cursor == null ? null : query;
        }
        return !isThere;
    }

    private void answer(List<ConnectedEntry> items, @Nullable Cursor next) {
        Page<ConnectedEntry> page = new Page<>(items, next == null ? null : next.toString());
        errand.end();
        loop.answer(answer, page);
    }

    private void outOfTime() {
        fail(new DataSaveException.StorageFailed(
                "connected entries: found no answer of the storage in time, expected one", errand.lastFailure()));
    }

    private void fail(RuntimeException failure) {
        errand.end();
        loop.fail(answer, failure);
    }
}
