package dev.datasave.spi;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A view is a list of what there was at its moment. */
final class InMemoryTransfer implements Storage.Transfer {
    private final Access access;

    InMemoryTransfer(Access access) {
        this.access = access;
    }

    /** Runs a step under the storage's lock, if the storage is open. */
    @FunctionalInterface
    interface Access {
        <T> T with(Function<InMemoryEntries, T> step);
    }

    @Override
    public View view() {
        return new Moment(access.with(InMemoryEntries::all));
    }

    @Override
    public int add(List<Revision> revisions) {
        check(revisions);
        return access.with(entries -> {
            int added = 0;
            for (Revision revision : revisions) {
                added += entries.add(revision) ? 1 : 0;
            }
            return added;
        });
    }

    private static void check(List<Revision> revisions) {
        if (revisions.size() > Limits.BATCH) {
            throw new IllegalArgumentException(
                    "revisions in one call: found " + revisions.size() + ", expected at most " + Limits.BATCH);
        }
        for (Revision revision : revisions) {
            String damage = revision.entry().damage();
            if (damage != null) {
                throw new IllegalArgumentException(damage);
            }
        }
    }

    private static final class Moment implements View {
        private final List<Revision> all;
        private final NavigableMap<String, Integer> places = new TreeMap<>(Utf8Order.INSTANCE);

        Moment(List<Revision> all) {
            this.all = all;
            for (int i = 0; i < all.size(); i++) {
                places.put(text(all.get(i).place()), i);
            }
        }

        /** A text that sorts as the place does. */
        private static String text(Place place) {
            return InMemoryEntries.joined(place.store(), place.key(), "%020d".formatted(place.revision()));
        }

        @Override
        public List<Tally> tallies() {
            Map<String, List<Revision>> stores = all.stream()
                    .collect(Collectors.groupingBy(
                            revision -> revision.entry().id().store(),
                            () -> new TreeMap<>(Utf8Order.INSTANCE),
                            Collectors.toList()));
            return stores.entrySet().stream()
                    .map(store -> tally(store.getKey(), store.getValue()))
                    .toList();
        }

        private static Tally tally(String store, List<Revision> revisions) {
            long superseded = revisions.stream().filter(Revision::superseded).count();
            return new Tally(store, revisions.size() - superseded, superseded);
        }

        @Override
        public List<Revision> after(Place place, int limit) {
            Map.Entry<String, Integer> next = places.higherEntry(text(place));
            int from = next == null ? all.size() : next.getValue();
            return List.copyOf(all.subList(from, Math.min(all.size(), from + limit)));
        }

        @Override
        public void close() {}
    }
}
