package dev.datasave.engine.data;

import dev.datasave.DataSaveException;
import dev.datasave.ProfileId;
import dev.datasave.Ranking;
import dev.datasave.spi.Content;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A store's scores, as its ranking makes them. Runs the game's functions: not on the loop.
 *
 * @param now milliseconds by the storage's clock, for ties
 * @param failed is told of a profile that can't be ranked, and why
 */
public record Scoring<T>(Ranking<T> ranking, LongSupplier now, BiConsumer<ProfileId, Throwable> failed) {

    /** True if scores are computed from data, and not set by hand. */
    public boolean computes() {
        return !ranking.isByHand();
    }

    /**
     * The score of a value; empty if it is not listed.
     *
     * @throws DataSaveException.InvalidData naming {@code what}, if a function of the ranking throws
     */
    public OptionalLong score(Object what, T value) {
        try {
            return ranking.score(value);
        } catch (ArithmeticException unfit) {
            String message = what + ": can't be ranked: " + unfit.getMessage();
            throw new DataSaveException.InvalidData(
                    message, List.of(message), unfit, what + ": can't be ranked: found a score that doesn't fit");
        } catch (Throwable thrown) {
            throw new DataSaveException.InvalidData(
                    what + ": can't be ranked: found " + thrown.getClass().getName() + " thrown, expected a score",
                    thrown);
        }
    }

    /** The score to be stored in place of {@code before}. Whoever keeps a score keeps the time at which it was reached. */
    public Content.@Nullable Score stamped(OptionalLong value, Content.@Nullable Score before) {
        if (value.isEmpty()) {
            return null;
        }
        long time = ranking.ties() == Ranking.Ties.BY_KEY ? 0 : reached(value.getAsLong(), before);
        return new Content.Score(value.getAsLong(), ranking.isLowestFirst() ? time : -time);
    }

    private long reached(long value, Content.@Nullable Score before) {
        return before != null && before.value() == value ? Math.abs(before.tie()) : now.getAsLong();
    }

    /** The score of a profile, or the one before where it can't be computed: no save is lost for a leaderboard. */
    Content.@Nullable Score scoreOf(ProfileId profile, T data, Content.@Nullable Score before) {
        try {
            return stamped(score(profile, data), before);
        } catch (DataSaveException.InvalidData unranked) {
            failed.accept(profile, unranked);
            return before;
        }
    }
}
