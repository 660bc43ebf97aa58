package dev.datasave;

/**
 * The scores that an ordered view shows, and from which end.
 *
 * @param lowest the lowest score, inclusive; negative infinity = no bound
 * @param highest the highest score, inclusive; positive infinity = no bound
 * @param lowestFirst whether the view begins at the lowest; keys with equal scores are ordered the same way
 */
public record ScoreRange(double lowest, double highest, boolean lowestFirst) {

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if a bound is NaN, or the lowest is above the highest
     */
    public ScoreRange {
        if (!(lowest <= highest)) {
            throw new IllegalArgumentException(
                    "range of scores: found " + lowest + " to " + highest + ", expected the lowest first");
        }
    }

    /** All scores, the highest first. */
    public static ScoreRange all() {
        return between(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /**
     * The scores between two, both included, the highest first.
     *
     * @throws IllegalArgumentException if a bound is NaN, or the lowest is above the highest
     */
    public static ScoreRange between(double lowest, double highest) {
        return new ScoreRange(lowest, highest, false);
    }

    /** This range, the lowest first; for race times, for example. */
    public ScoreRange fromLowest() {
        return new ScoreRange(lowest, highest, true);
    }
}
