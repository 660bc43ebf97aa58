package dev.datasave;

import com.google.gson.JsonElement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How a {@link ProfileStore} treats its profiles. Immutable: every method returns a changed copy.
 *
 * @param <T> the profiles' data
 */
public final class ProfileOptions<T> {
    private final Optional<Codec<T>> codec;
    private final HistoryPolicy history;
    private final Duration autosave;
    private final boolean reconciles;
    private final Optional<Executor> homeExecutor;
    private final Optional<Function<? super T, List<String>>> validator;
    private final SortedMap<Integer, Migration> migrations;

    private ProfileOptions(
            Optional<Codec<T>> codec,
            HistoryPolicy history,
            Duration autosave,
            boolean reconciles,
            Optional<Executor> homeExecutor,
            Optional<Function<? super T, List<String>>> validator,
            SortedMap<Integer, Migration> migrations) {
        this.codec = codec;
        this.history = history;
        this.autosave = autosave;
        this.reconciles = reconciles;
        this.homeExecutor = homeExecutor;
        this.validator = validator;
        this.migrations = migrations;
    }

    /** Gson, the standard history, autosave every 30 s, reconciling, the server's home executor, no migrations. */
    public static <T> ProfileOptions<T> defaults() {
        return new ProfileOptions<>(
                Optional.empty(),
                HistoryPolicy.standard(),
                Duration.ofSeconds(30),
                true,
                Optional.empty(),
                Optional.empty(),
                Collections.emptySortedMap());
    }

    /** How data becomes JSON; default {@link Codec#gson}. */
    public ProfileOptions<T> codec(Codec<T> newCodec) {
        return new ProfileOptions<>(
                Optional.of(newCodec), history, autosave, reconciles, homeExecutor, validator, migrations);
    }

    /** Which superseded revisions are kept; default {@link HistoryPolicy#standard()}. */
    public ProfileOptions<T> history(HistoryPolicy policy) {
        Objects.requireNonNull(policy, "history");
        return new ProfileOptions<>(codec, policy, autosave, reconciles, homeExecutor, validator, migrations);
    }

    /**
     * How often a changed profile is saved in the background; default 30 s. The most that a crash can cost.
     *
     * @throws IllegalArgumentException if it is not 1 s to 1 h
     */
    public ProfileOptions<T> autosave(Duration period) {
        if (period.compareTo(Duration.ofSeconds(1)) < 0 || period.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("autosave: found " + period + ", expected 1 s to 1 h");
        }
        return new ProfileOptions<>(codec, history, period, reconciles, homeExecutor, validator, migrations);
    }

    /** Whether a load fills in what older data lacks; default true. See {@link Profile#reconcile()}. */
    public ProfileOptions<T> reconciles(boolean whether) {
        return new ProfileOptions<>(codec, history, autosave, whether, homeExecutor, validator, migrations);
    }

    /** Where listeners of the store's profiles run and mutable data is read for saving. */
    public ProfileOptions<T> homeExecutor(Executor executor) {
        return new ProfileOptions<>(codec, history, autosave, reconciles, Optional.of(executor), validator, migrations);
    }

    /**
     * What keeps bad data from being saved: a pure function of the data that answers what is wrong with it, or throws; default: everything is good.
     * It is asked whenever changed data is about to be saved, where the data is encoded and never on the engine's loop.
     *
     * <ul>
     *   <li>Data that it refuses is not saved, the last good state stays stored: {@link DataSaveListener#saveFailed} is told with the {@linkplain
     *       DataSaveException.InvalidData#problems() problems}, and it is tried again when the data has changed. An explicit save completes with that
     *       exception.
     *   <li>A session ends all the same, with the last good state stored and the bad one reported to {@link DataSaveListener#lostUpdate}.
     *   <li>What is loaded, and what is stored as it was loaded, is not asked about; a {@linkplain ProfileStore#migrateAllAsync bulk migration} is.
     * </ul>
     */
    public ProfileOptions<T> validator(Function<? super T, List<String>> problems) {
        return new ProfileOptions<>(
                codec, history, autosave, reconciles, homeExecutor, Optional.of(problems), migrations);
    }

    /**
     * Adds the step to schema version {@code to}: a function from a tree of version {@code to - 1} to one of version {@code to}.
     * Data that never had a version is version 0.
     *
     * @param to the version that it makes: 1, 2, 3 … without a gap
     * @param oldestReader the oldest version of the game that may still load the result, 0 to {@code to}
     * @throws IllegalArgumentException if {@code to} is not the next number or {@code oldestReader} is out of range
     */
    public ProfileOptions<T> migration(int to, int oldestReader, UnaryOperator<JsonElement> step) {
        int next = migrations.isEmpty() ? 1 : migrations.lastKey() + 1;
        if (to != next) {
            throw new IllegalArgumentException("migration: found version " + to + ", expected the next one, " + next);
        }
        if (oldestReader < 0 || oldestReader > to) {
            throw new IllegalArgumentException(
                    "oldest reader of version " + to + ": found " + oldestReader + ", expected 0 to " + to);
        }
        SortedMap<Integer, Migration> more = new TreeMap<>(migrations);
        more.put(to, new Migration(oldestReader, step));
        return new ProfileOptions<>(
                codec, history, autosave, reconciles, homeExecutor, validator, Collections.unmodifiableSortedMap(more));
    }

    /** See {@link #codec(Codec)}. */
    public Optional<Codec<T>> codec() {
        return codec;
    }

    /** See {@link #history(HistoryPolicy)}. */
    public HistoryPolicy history() {
        return history;
    }

    /** See {@link #autosave(Duration)}. */
    public Duration autosave() {
        return autosave;
    }

    /** See {@link #reconciles(boolean)}. */
    public boolean reconciles() {
        return reconciles;
    }

    /** See {@link #homeExecutor(Executor)}. */
    public Optional<Executor> homeExecutor() {
        return homeExecutor;
    }

    /** See {@link #validator(Function)}. */
    public Optional<Function<? super T, List<String>>> validator() {
        return validator;
    }

    /** The migrations by the version that they make; unmodifiable. */
    public SortedMap<Integer, Migration> migrations() {
        return migrations;
    }

    /**
     * One step of the schema.
     *
     * @param oldestReader the oldest version that may still load the result
     * @param step the function; may change its argument
     */
    public record Migration(int oldestReader, UnaryOperator<JsonElement> step) {}
}
