package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.datasave.spi.EntryId;
import java.util.Comparator;

/**
 * What a row of an index table has found.
 *
 * @param id the entry that it is about
 * @param place where it stands in the list
 * @param gen the try that has added it
 * @param row the row itself
 */
record Found(EntryId id, Place place, String gen, IndexRow row) {

    /** Makes one of a row. */
    @FunctionalInterface
    interface Reader {
        Found of(Row row);
    }

    /**
     * A place in a list. What a list is not ordered by is the same in all its places. Texts are in the order of their UTF-8 bytes.
     *
     * @param holder the holder; empty in other lists than those of holders
     * @param score the value of the score; 0 in other lists than those of scores
     * @param tie likewise
     */
    record Place(String holder, long score, long tie, String store, String key) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparing(
                        (Place place) -> Columns.ordered(place.holder))
                .thenComparingLong(Place::score)
                .thenComparingLong(Place::tie)
                .thenComparing(place -> Columns.ordered(place.store))
                .thenComparing(place -> Columns.ordered(place.key));

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }
}
