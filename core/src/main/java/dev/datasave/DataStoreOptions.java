package dev.datasave;

import com.google.gson.JsonElement;
import dev.datasave.ProfileOptions.Migration;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * How a {@link DataStore} treats its values. Immutable: every method returns a changed copy.
 *
 * @param <T> the type of the values
 */
public final class DataStoreOptions<T> {
    private final Optional<Codec<T>> codec;
    private final HistoryPolicy history;
    private final Ranking<T> rankedBy;
    private final SortedMap<Integer, Migration> migrations;

    private DataStoreOptions(
            Optional<Codec<T>> codec,
            HistoryPolicy history,
            Ranking<T> rankedBy,
            SortedMap<Integer, Migration> migrations) {
        this.codec = codec;
        this.history = history;
        this.rankedBy = rankedBy;
        this.migrations = migrations;
    }

    /** The defaults: Gson, the standard history, {@linkplain Ranking#byHand() scores by hand}, no migrations. */
    public static <T> DataStoreOptions<T> defaults() {
        return new DataStoreOptions<>(
                Optional.empty(), HistoryPolicy.standard(), Ranking.byHand(), Collections.emptySortedMap());
    }

    /** How values become JSON; default {@link Codec#gson}. */
    public DataStoreOptions<T> codec(Codec<T> newCodec) {
        return new DataStoreOptions<>(
                Optional.of(Objects.requireNonNull(newCodec, "codec")), history, rankedBy, migrations);
    }

    /**
     * Decides which superseded revisions are kept; default {@link HistoryPolicy#standard()}. A revision that another server supersedes is kept for at
     * least 24 hours (P10).
     */
    public DataStoreOptions<T> history(HistoryPolicy policy) {
        return new DataStoreOptions<>(codec, Objects.requireNonNull(policy, "history"), rankedBy, migrations);
    }

    /**
     * Ranks by a whole number, the highest first: {@code rankedBy(Ranking.by(score))}.
     *
     * @param score a pure function; runs on the thread that encodes the data, never on the engine's loop
     */
    public DataStoreOptions<T> rankedBy(ToLongFunction<? super T> score) {
        return rankedBy(Ranking.<T>by(score));
    }

    /**
     * Ranks the entries for {@link DataStore#topAsync}, {@link DataStore#rankAsync} and so on; default {@link Ranking#byHand()}. The score is computed
     * from the value at every write. If a function of the ranking throws, its write fails with {@link DataSaveException.InvalidData}.
     */
    public DataStoreOptions<T> rankedBy(Ranking<T> ranking) {
        return new DataStoreOptions<>(codec, history, Objects.requireNonNull(ranking, "rankedBy"), migrations);
    }

    /**
     * Adds the migration to schema version {@code to}: a function from a tree of version {@code to - 1} to one of version {@code to}. Data that was
     * stored without a version counts as version 0.
     *
     * @param to the version that the step produces: 1, 2, 3 … without a gap
     * @param oldestReader the oldest version of the game that may still read the result, 0 to {@code to}
     * @throws IllegalArgumentException if {@code to} is not the next number or {@code oldestReader} is out of range
     */
    public DataStoreOptions<T> migration(int to, int oldestReader, UnaryOperator<JsonElement> step) {
        return new DataStoreOptions<>(
                codec, history, rankedBy, ProfileOptions.extended(migrations, to, oldestReader, step));
    }

    /** See {@link #codec(Codec)}. */
    public Optional<Codec<T>> codec() {
        return codec;
    }

    /** See {@link #history(HistoryPolicy)}. */
    public HistoryPolicy history() {
        return history;
    }

    /** See {@link #rankedBy(Ranking)}. */
    public Ranking<T> rankedBy() {
        return rankedBy;
    }

    /** The migrations, by the version that each produces; unmodifiable. */
    public SortedMap<Integer, Migration> migrations() {
        return migrations;
    }
}
