package dev.datasave.engine.people;

import dev.datasave.ConnectedEntry;
import dev.datasave.ConnectedEntry.Connection;
import dev.datasave.DataSaveException;
import dev.datasave.UserDataOptions;
import dev.datasave.engine.loop.Errand;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows what is connected to a person, a page at a time. Each page finds everything anew and begins after the last entry of the page before. Loop only. */
final class ConnectedPages {
    private final Loop loop;
    private final Connections connections;
    private final int size;
    private final CompletableFuture<Page<ConnectedEntry>> answer;
    private final Errand errand;

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

    /** A place in the list: first comes what is connected by user id, then what history connects, last what only a key template names. */
    record Place(Connection how, EntryId id) {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::how).thenComparing(Place::id, Connections.ORDER);
        private static final Pattern TEXT = Pattern.compile("([UHK])([0-9]{1,3}):(.*)", Pattern.DOTALL);

        /**
         * The place that a cursor names.
         *
         * @throws IllegalArgumentException if it names none
         */
        static Place parse(String cursor) {
            Matcher parts = TEXT.matcher(cursor);
            if (!parts.matches()
                    || Integer.parseInt(parts.group(2)) > parts.group(3).length()) {
                throw new IllegalArgumentException(
                        "cursor: found one of another query, expected what the page before gave");
            }
            int end = Integer.parseInt(parts.group(2));
            Connection how = switch (parts.group(1)) {
                case "U" -> Connection.USER_ID;
                case "H" -> Connection.HISTORY;
                default -> Connection.KEY_TEMPLATE;
            };
            return new Place(
                    how,
                    new EntryId(parts.group(3).substring(0, end), parts.group(3).substring(end)));
        }

        /** The cursor. */
        @Override
        public String toString() {
            return how.name().charAt(0) + "" + id.store().length() + ":" + id.store() + id.key();
        }
    }

    void after(Optional<Place> last) {
        connections.find(errand, found -> {
            List<Place> places = found.entrySet().stream()
                    .map(entry -> new Place(entry.getValue(), entry.getKey()))
                    .filter(place -> last.isEmpty() || Place.ORDER.compare(place, last.get()) > 0)
                    .sorted(Place.ORDER)
                    .toList();
            errand.ask(storage -> page(storage, places), page -> {
                errand.end();
                loop.answer(answer, page);
            });
        });
    }

    /** Reads one entry after the other: a page of values may be too much for the memory. */
    private Page<ConnectedEntry> page(Storage storage, List<Place> places) {
        List<ConnectedEntry> items = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            if (items.size() == size) {
                return new Page<>(items, places.get(i - 1).toString());
            }
            Place place = places.get(i);
            Optional<Entry> current = storage.read(List.of(place.id())).getFirst();
            if (place.how() != Connection.KEY_TEMPLATE || Connections.isThere(storage, current)) {
                items.add(Connections.describe(storage, place.id(), place.how(), current));
            }
        }
        return new Page<>(items, null);
    }

    private void outOfTime() {
        errand.end();
        loop.fail(
                answer,
                new DataSaveException.StorageFailed(
                        "connected entries: found no answer of the storage in time, expected one",
                        errand.lastFailure()));
    }
}
