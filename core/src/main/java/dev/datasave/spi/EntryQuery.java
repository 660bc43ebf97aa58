package dev.datasave.spi;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A query for current entries. It lists tombstones only if its scope says so.
 *
 * @param scope what the entries have in common; it also determines the order
 * @param values whether to read values; without them every {@link Content#value()} is null, which is cheaper
 * @param limit the most entries on one page, 1 to 1,000
 * @param cursor where the page begins: {@link Page#next()} of the page before, or null for the first page
 */
public record EntryQuery(
        Scope scope, boolean values, int limit, @Nullable String cursor) {

    /**
     * Checks the limit.
     *
     * @throws IllegalArgumentException if it is not 1 to 1,000
     */
    public EntryQuery {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit of a page: found " + limit + ", expected 1 to 1000");
        }
    }

    /**
     * A place in the order of scores: by value, tie, and the bytes of the key.
     *
     * @param score the score there
     * @param key the key there; it may be empty, which is before all keys
     */
    public record Place(Content.Score score, String key) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::score).thenComparing(Place::key, Utf8Order.INSTANCE);

        /**
         * Checks the key.
         *
         * @throws IllegalArgumentException if it breaks R10
         */
        public Place {
            Limits.check("key of a place", key, 0, Limits.KEY_BYTES);
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** What the listed entries have in common. They are in the order of store and key, by UTF-8 bytes, unless a scope says otherwise. */
    public sealed interface Scope {
        /**
         * The entries of a store whose key begins with a prefix.
         *
         * @param store the store
         * @param prefix the beginning of the key; empty = all keys
         */
        record Keys(String store, String prefix) implements Scope {
            /**
             * Checks store and prefix.
             *
             * @throws IllegalArgumentException if the store's name or the prefix breaks R10
             */
            public Keys {
                Limits.checkStore(store);
                Limits.check("prefix", prefix, 0, Limits.KEY_BYTES);
            }
        }

        /**
         * The entries connected to a person, in every store.
         *
         * @param userId the person
         */
        record User(String userId) implements Scope {
            /**
             * Checks the text.
             *
             * @throws IllegalArgumentException if it breaks R10
             */
            public User {
                Limits.check("user id", userId, 1, Limits.USER_ID_BYTES);
            }
        }

        /**
         * The entries of every store, tombstones included, that have a kept superseded revision connected to a person, whether or not the current
         * revision is connected. The result changes in the same atomic step as history does (R6).
         *
         * @param userId the person
         */
        record Past(String userId) implements Scope {
            /**
             * Checks the text.
             *
             * @throws IllegalArgumentException if it breaks R10
             */
            public Past {
                Limits.check("user id", userId, 1, Limits.USER_ID_BYTES);
            }
        }

        /**
         * The tombstones of a store that still have superseded revisions and whose key begins with a prefix.
         *
         * @param store the store
         * @param prefix the beginning of the key; empty = all keys
         */
        record Removed(String store, String prefix) implements Scope {
            /**
             * Checks store and prefix.
             *
             * @throws IllegalArgumentException if the store's name or the prefix breaks R10
             */
            public Removed {
                Limits.checkStore(store);
                Limits.check("prefix", prefix, 0, Limits.KEY_BYTES);
            }
        }

        /**
         * The entries of every store whose holder begins with a prefix; in the order of holder, store, key.
         *
         * @param prefix the beginning of the holder, at least 1 character
         */
        record Holder(String prefix) implements Scope {
            /**
             * Checks the text.
             *
             * @throws IllegalArgumentException if it is empty or breaks R10
             */
            public Holder {
                Limits.check("prefix of a holder", prefix, 1, Limits.HOLDER_BYTES);
            }
        }

        /**
         * The entries of a store that have a score with a value in a range; in the order of value, tie, key.
         *
         * @param store the store
         * @param from the lowest value, inclusive; {@link Long#MIN_VALUE} for no bound
         * @param to the highest value, inclusive; {@link Long#MAX_VALUE} for no bound
         * @param descending whether the highest come first; ties and keys then descend too
         * @param after if given, only the entries that come after this place in the query's order; no entry has to stand there
         */
        record Scores(
                String store,
                long from,
                long to,
                boolean descending,
                @Nullable Place after) implements Scope {
            /**
             * Checks the store.
             *
             * @throws IllegalArgumentException if the store's name breaks R10
             */
            public Scores {
                Limits.checkStore(store);
            }

            /** These scores, but only those that come after a place. */
            public Scores after(Place place) {
                return new Scores(store, from, to, descending, place);
            }
        }
    }

    /** The entries of a store whose key begins with the prefix, 100 on a page, with values. */
    public static EntryQuery keys(String store, String prefix) {
        return new EntryQuery(new Scope.Keys(store, prefix), true, 100, null);
    }

    /** The entries connected to a person, 100 on a page, with values. */
    public static EntryQuery user(String userId) {
        return new EntryQuery(new Scope.User(userId), true, 100, null);
    }

    /** The entries with a superseded revision connected to a person, 100 on a page, with values. */
    public static EntryQuery past(String userId) {
        return new EntryQuery(new Scope.Past(userId), true, 100, null);
    }

    /** The tombstones that have a history and whose key begins with the prefix, 100 on a page. */
    public static EntryQuery removed(String store, String prefix) {
        return new EntryQuery(new Scope.Removed(store, prefix), true, 100, null);
    }

    /** The entries whose holder begins with the prefix, 100 on a page, with values. */
    public static EntryQuery holder(String prefix) {
        return new EntryQuery(new Scope.Holder(prefix), true, 100, null);
    }

    /** The entries with a score in the range, 100 on a page, with values. */
    public static EntryQuery scores(String store, long from, long to, boolean descending) {
        return scores(new Scope.Scores(store, from, to, descending, null));
    }

    /** The entries of that scope, 100 on a page, with values. */
    public static EntryQuery scores(Scope.Scores scope) {
        return new EntryQuery(scope, true, 100, null);
    }

    /** This query without values. */
    public EntryQuery withoutValues() {
        return new EntryQuery(scope, false, limit, cursor);
    }

    /** This query with another page size. */
    public EntryQuery withLimit(int newLimit) {
        return new EntryQuery(scope, values, newLimit, cursor);
    }

    /** This query, continued at a cursor; null = from the beginning. */
    public EntryQuery from(@Nullable String newCursor) {
        return new EntryQuery(scope, values, limit, newCursor);
    }
}
