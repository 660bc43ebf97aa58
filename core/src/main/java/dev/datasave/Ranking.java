package dev.datasave;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * How a store ranks its entries: what the score of each is, which end of the list is the best, and what decides between equal scores. Scores are exact
 * longs. Immutable: every method returns a changed copy.
 *
 * <p>The ranking is a list in one strict order: by score, then by tie, then by the bytes of the key. So every listed entry has a rank of its own,
 * counted from 1 at the best end. Only what is <em>stored</em> counts. An edit of a loaded profile moves it in the list with the save that stores it.
 *
 * <p>All servers that open a store should give it the same ranking. After a change of the ranking, each entry takes its new place when it is next
 * written.
 *
 * @param <T> the type of the store's data
 */
public final class Ranking<T> {
    private static final OptionalLong UNLISTED = OptionalLong.empty();

    private final boolean isByHand;
    private final Function<T, OptionalLong> score;
    private final boolean isLowestFirst;
    private final Ties ties;

    private Ranking(boolean isByHand, Function<T, OptionalLong> score, boolean isLowestFirst, Ties ties) {
        this.isByHand = isByHand;
        this.score = score;
        this.isLowestFirst = isLowestFirst;
        this.ties = ties;
    }

    /** What decides between equal scores. */
    public enum Ties {
        /** The bytes of the key, in the direction of the list. The default. */
        BY_KEY,
        /**
         * Who has reached the score first. The time is that of the first save with this score, by the storage's clock as the saving server knows it, in
         * milliseconds. It is kept as long as the score stays the same, and is lost when the entry leaves the list. Where it is equal, too, the key
         * decides. Entries that got their score before the store had this option come before all others.
         */
        FIRST_COME
    }

    /**
     * Ranks by a whole number, computed whenever data is stored; the highest first, ties by key. For a type that can't be inferred, name it:
     * {@code Ranking.<PlayerData>by(data -> data.points())}.
     *
     * @param score a pure function. It runs on the thread that encodes the data, never on the engine's loop
     */
    public static <T> Ranking<T> by(ToLongFunction<? super T> score) {
        Objects.requireNonNull(score, "ranking");
        return new Ranking<>(false, data -> OptionalLong.of(score.applyAsLong(data)), false, Ties.BY_KEY);
    }

    /**
     * Like {@link #by}, but ranks by a decimal number, kept as a whole number of its last digit: with 2 digits, 12.5 is the score 1250, here, in a
     * {@link Range} and in the database. A whole number is exact. Any other is rounded half away from zero, as the text that
     * Java prints for it. An entry whose number is NaN
     * is not listed. One that is infinite, or leaves the range of a long, can't be ranked.
     *
     * @param digits how many digits after the point count, 0 to 9
     * @throws IllegalArgumentException if digits is out of range
     */
    public static <T> Ranking<T> byDecimal(ToDoubleFunction<? super T> score, int digits) {
        Objects.requireNonNull(score, "ranking");
        if (digits < 0 || digits > 9) {
            throw new IllegalArgumentException("digits of a score: found " + digits + ", expected 0 to 9");
        }
        return new Ranking<>(false, data -> fixed(score.applyAsDouble(data), digits), false, Ties.BY_KEY);
    }

    private static OptionalLong fixed(double number, int digits) {
        if (Double.isNaN(number)) {
            return UNLISTED;
        }
        if (Double.isInfinite(number)) {
            throw new ArithmeticException(number + " found, expected a finite number");
        }
        BigDecimal exact = Math.rint(number) == number ? new BigDecimal(number) : BigDecimal.valueOf(number);
        BigDecimal scaled = exact.movePointRight(digits).setScale(0, RoundingMode.HALF_UP);
        if (scaled.toBigInteger().bitLength() > 63) {
            throw new ArithmeticException(number + " found, expected a number that with " + digits
                    + " digits after the point is in the range of a long");
        }
        return OptionalLong.of(scaled.longValue());
    }

    /** Computes nothing: scores are what {@link Profile#score} and {@link WriteOptions#score} set. This is the ranking of every store by default. */
    public static <T> Ranking<T> byHand() {
        return new Ranking<>(true, data -> UNLISTED, false, Ties.BY_KEY);
    }

    /**
     * Keeps entries off the list, for example those of banned players and of bots. They are listed again once they are stored with data for which the
     * function answers false.
     *
     * @param isUnlisted a pure function. It runs before the score is computed
     * @throws IllegalStateException if scores are set by hand; leave the score empty instead
     */
    public Ranking<T> unless(Predicate<? super T> isUnlisted) {
        Objects.requireNonNull(isUnlisted, "unless");
        if (isByHand) {
            throw new IllegalStateException("ranking by hand: found a condition on the data, expected an empty score");
        }
        Function<T, OptionalLong> before = score;
        return new Ranking<>(false, data -> isUnlisted.test(data) ? UNLISTED : before.apply(data), isLowestFirst, ties);
    }

    /** The lowest score is the best, as for race times. By default the highest is. */
    public Ranking<T> lowestFirst() {
        return new Ranking<>(isByHand, score, true, ties);
    }

    /** Decides between equal scores in another way; default {@link Ties#BY_KEY}. */
    public Ranking<T> ties(Ties newTies) {
        return new Ranking<>(isByHand, score, isLowestFirst, Objects.requireNonNull(newTies, "ties"));
    }

    /** See {@link #byHand()}. */
    public boolean isByHand() {
        return isByHand;
    }

    /** See {@link #lowestFirst()}. */
    public boolean isLowestFirst() {
        return isLowestFirst;
    }

    /** See {@link #ties(Ties)}. */
    public Ties ties() {
        return ties;
    }

    /**
     * The score of some data; empty if it is not listed, or scores are set by hand. Throws what the functions throw.
     *
     * @throws ArithmeticException if a decimal number can't be ranked
     */
    public OptionalLong score(T data) {
        return score.apply(data);
    }

    /**
     * A part of a ranking: the entries whose scores lie between two bounds.
     *
     * @param lowest the lowest score, inclusive; {@link Long#MIN_VALUE} = no bound
     * @param highest the highest score, inclusive; {@link Long#MAX_VALUE} = no bound
     * @param backwards whether a list of this part begins at its last place instead of its best one
     */
    public record Range(long lowest, long highest, boolean backwards) {

        /**
         * Checks the bounds.
         *
         * @throws IllegalArgumentException if the lowest is above the highest
         */
        public Range {
            if (lowest > highest) {
                throw new IllegalArgumentException(
                        "range of scores: found " + lowest + " to " + highest + ", expected the lowest first");
            }
        }

        /** The whole ranking, the best first. */
        public static Range all() {
            return between(Long.MIN_VALUE, Long.MAX_VALUE);
        }

        /**
         * The scores between two, both included, the best first.
         *
         * @throws IllegalArgumentException if the lowest is above the highest
         */
        public static Range between(long lowest, long highest) {
            return new Range(lowest, highest, false);
        }

        /** This part, the last place first. Ranks still count from the best. */
        public Range fromLast() {
            return new Range(lowest, highest, true);
        }
    }

    /**
     * One place in a ranking.
     *
     * @param rank its number, from 1 at the best end
     * @param info who stands there
     */
    public record Place(long rank, KeyInfo info) {

        /** The key of the entry that stands there. */
        public String key() {
            return info.key();
        }

        /** Its score. */
        public long score() {
            return info.score().orElseThrow();
        }
    }
}
