package dev.datasave.importing;

import java.util.EnumMap;
import java.util.Map;

/**
 * What an import, a plan or a comparison has found, in numbers. {@link Finding}s say more about each.
 *
 * @param counts how many items ended in each way
 * @param messages how many messages were sent, or would be
 */
public record ImportReport(Map<Outcome, Long> counts, long messages) {
    /** Copies the map. */
    public ImportReport {
        counts = Map.copyOf(counts);
    }

    /** How one item ended. */
    public enum Outcome {
        /** It was written as a new profile, or would be. */
        WRITTEN(true),
        /** It was written over what was there, or would be. */
        REPLACED(true),
        /** An earlier run has written it. */
        ALREADY_THERE(true),
        /** The source's item can't be used. */
        UNUSABLE(false),
        /** Something else is there, or a server has the profile. Nothing was changed. */
        CLASH(false),
        /** Compared: the same is stored. */
        SAME(true),
        /** Compared: it was imported, and has been changed since. */
        CHANGED_SINCE(true),
        /** Compared: something else is stored. */
        DIFFERENT(false),
        /** Compared: nothing is stored. */
        MISSING(false);

        private final boolean isGood;

        Outcome(boolean isGood) {
            this.isGood = isGood;
        }

        /** Whether the item is as it should be. */
        public boolean isGood() {
            return isGood;
        }
    }

    /**
     * How one item ended, and why.
     *
     * @param outcome how
     * @param where where it stands in the source
     * @param key its key; empty if it has none
     * @param why what was found and expected, without payloads; empty if there is nothing to say
     */
    public record Finding(Outcome outcome, String where, String key, String why) {}

    /** How many items ended in that way. */
    public long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    /** Whether every item is as it should be. */
    public boolean isGood() {
        return counts.keySet().stream().allMatch(Outcome::isGood);
    }

    /** Counts while items are found. */
    static final class Counter {
        private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        private long messages;

        void add(Outcome outcome) {
            counts.merge(outcome, 1L, Long::sum);
        }

        void addMessages(int more) {
            messages += more;
        }

        ImportReport report() {
            return new ImportReport(counts, messages);
        }
    }
}
