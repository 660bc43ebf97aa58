package dev.datasave.engine.data;

import dev.datasave.DataSaveException;
import dev.datasave.ProfileId;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Scores computed from values. Runs the game's function: not on the loop. */
public record Ranking<T>(ToDoubleFunction<? super T> function, BiConsumer<ProfileId, Throwable> failed) {

    /**
     * The score of a value.
     *
     * @throws DataSaveException.InvalidData naming {@code what}, if the function throws or answers no finite number
     */
    public double score(Object what, T value) {
        double score;
        try {
            score = function.applyAsDouble(value);
        } catch (Throwable thrown) {
            throw invalid(what, thrown.getClass().getName() + " thrown", thrown);
        }
        if (!Double.isFinite(score)) {
            throw invalid(what, Double.toString(score), null);
        }
        return score + 0.0; // zero has no sign
    }

    private static DataSaveException.InvalidData invalid(Object what, String found, @Nullable Throwable cause) {
        return new DataSaveException.InvalidData(
                what + ": can't be ranked: found " + found + ", expected a finite number", cause);
    }

    /** The score of a profile, or the one before where it can't be computed: no save is lost for a leaderboard. */
    @Nullable
    Double scoreOf(ProfileId profile, T data, @Nullable Double before) {
        try {
            return score(profile, data);
        } catch (DataSaveException.InvalidData unranked) {
            failed.accept(profile, unranked);
            return before;
        }
    }
}
