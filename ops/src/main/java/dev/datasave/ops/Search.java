package dev.datasave.ops;

import dev.datasave.spi.EntryQuery;

/** What to look for among the stored entries. All of them are answered from an index of the storage. */
public sealed interface Search {

    /** How the storage is asked. */
    EntryQuery query();

    /**
     * The entries of a store whose key begins with a prefix, in the order of keys.
     *
     * @param store the store
     * @param prefix the beginning of the key; empty = all
     */
    record Keys(String store, String prefix) implements Search {
        @Override
        public EntryQuery query() {
            return EntryQuery.keys(store, prefix);
        }
    }

    /**
     * The entries that are connected to a person, in all stores.
     *
     * @param userId the person's user id
     */
    record Person(String userId) implements Search {
        @Override
        public EntryQuery query() {
            return EntryQuery.user(userId);
        }
    }

    /**
     * The entries that a server holds.
     *
     * @param incarnation the server's random id, as in {@link ServerReport}
     */
    record HeldBy(String incarnation) implements Search {
        @Override
        public EntryQuery query() {
            return EntryQuery.holder(incarnation + "/");
        }
    }

    /**
     * The entries of a store with a score in a range.
     *
     * @param store the store
     * @param lowest the lowest score, inclusive; {@link Long#MIN_VALUE} = no bound
     * @param highest the highest score, inclusive; {@link Long#MAX_VALUE} = no bound
     * @param isHighestFirst whether the highest come first
     */
    record Scores(String store, long lowest, long highest, boolean isHighestFirst) implements Search {
        @Override
        public EntryQuery query() {
            return new EntryQuery(
                    new EntryQuery.Scope.Scores(store, lowest, highest, isHighestFirst, null), true, 100, null);
        }
    }
}
