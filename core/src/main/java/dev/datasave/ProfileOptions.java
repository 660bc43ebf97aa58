package dev.datasave;

import com.google.gson.JsonElement;
import dev.datasave.spi.Limits;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * How a {@link ProfileStore} treats its profiles. Immutable: every method returns a changed copy.
 *
 * @param <T> the type of the profiles' data
 */
public final class ProfileOptions<T> {
    private final Parts<T> parts;

    private ProfileOptions(Parts<T> parts) {
        this.parts = parts;
    }

    /** The values of all options. Only {@link #with} changes them, in a copy that nothing else has seen yet. */
    private static final class Parts<T> {
        private Optional<Codec<T>> codec = Optional.empty();
        private HistoryPolicy history = HistoryPolicy.standard();
        private Duration autosave = Duration.ofSeconds(30);
        private boolean reconciles = true;
        private Optional<Executor> homeExecutor = Optional.empty();
        private Ranking<T> rankedBy = Ranking.byHand();
        private Optional<Function<? super T, List<String>>> validator = Optional.empty();
        private SortedMap<Integer, Migration> migrations = Collections.emptySortedMap();
        private Map<String, BiFunction<T, JsonElement, T>> namedEdits = Map.of();
        private Map<Class<?>, Supplier<?>> defaultsByClass = Map.of();

        private Parts<T> copy() {
            Parts<T> copy = new Parts<>();
            copy.codec = codec;
            copy.history = history;
            copy.autosave = autosave;
            copy.reconciles = reconciles;
            copy.homeExecutor = homeExecutor;
            copy.rankedBy = rankedBy;
            copy.validator = validator;
            copy.migrations = migrations;
            copy.namedEdits = namedEdits;
            copy.defaultsByClass = defaultsByClass;
            return copy;
        }
    }

    private ProfileOptions<T> with(Consumer<Parts<T>> change) {
        Parts<T> copy = parts.copy();
        change.accept(copy);
        return new ProfileOptions<>(copy);
    }

    /** The defaults: Gson, the standard history, autosave every 30 s, reconciling, the server's home executor, no migrations. */
    public static <T> ProfileOptions<T> defaults() {
        return new ProfileOptions<>(new Parts<>());
    }

    /** How data becomes JSON; default {@link Codec#gson}. */
    public ProfileOptions<T> codec(Codec<T> newCodec) {
        return with(copy -> copy.codec = Optional.of(Objects.requireNonNull(newCodec, "codec")));
    }

    /** Decides which superseded revisions are kept; default {@link HistoryPolicy#standard()}. */
    public ProfileOptions<T> history(HistoryPolicy policy) {
        Objects.requireNonNull(policy, "history");
        return with(copy -> copy.history = policy);
    }

    /**
     * How often a changed profile is saved in the background; default 30 s. A crash loses at most the edits of one period.
     *
     * @throws IllegalArgumentException if it is not 1 s to 1 h
     */
    public ProfileOptions<T> autosave(Duration period) {
        Objects.requireNonNull(period, "autosave");
        if (period.compareTo(Duration.ofSeconds(1)) < 0 || period.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("autosave: found " + period + ", expected 1 s to 1 h");
        }
        return with(copy -> copy.autosave = period);
    }

    /** Whether a load fills in what older data lacks, from the template and the defaults of classes; default true. See {@link Profile#reconcile()}. */
    public ProfileOptions<T> reconciles(boolean whether) {
        return with(copy -> copy.reconciles = whether);
    }

    /**
     * Gives what objects of one class lack, wherever they stand in the data: as members, and in lists, arrays, maps and optionals. Without it, a member that is
     * new in such a class is null or 0 in older data. The template gives only what the profile itself lacks, and the objects that are its members.
     *
     * <p>Defaults are applied when a profile is loaded and in {@link Profile#reconcile()}. The template comes first, then the defaults of outer objects, then those of
     * the objects inside. What is there is never overwritten; an empty optional counts as there. A member that is null is not stored, so it counts as missing. With
     * {@code reconciles(false)}, only {@link Profile#reconcile()} applies them.
     *
     * <p>Opening the store fails with an {@code IllegalArgumentException} in these cases:
     *
     * <ul>
     *   <li>The class is not one that {@link Codec#gson} stores as an object of its own somewhere in the data. With another codec that is always so.
     *   <li>The supplier throws, or returns null or an object that can't be stored.
     *   <li>The supplier's object lacks a member for which another object of its kind has to be made, and so on without an end.
     * </ul>
     *
     * @param type a class or record of the game
     * @param values makes an object that has the defaults as its members. It is called when the store is opened, and for each object that lacks something; on any
     *     thread but the engine's loop. If it fails while a profile is loaded, the load does
     * @throws IllegalArgumentException if the class has defaults already
     */
    public <C> ProfileOptions<T> defaults(Class<C> type, Supplier<? extends C> values) {
        Map<Class<?>, Supplier<?>> more = extended(parts.defaultsByClass, type, values);
        return with(copy -> copy.defaultsByClass = more);
    }

    /** Returns the defaults with those of one class more; unmodifiable. */
    static Map<Class<?>, Supplier<?>> extended(Map<Class<?>, Supplier<?>> defaults, Class<?> type, Supplier<?> values) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(values, "defaults");
        if (defaults.containsKey(type)) {
            throw new IllegalArgumentException(
                    "defaults: found those of " + type.getName() + " twice, expected each class once");
        }
        Map<Class<?>, Supplier<?>> more = new LinkedHashMap<>(defaults);
        more.put(type, values);
        return Collections.unmodifiableMap(more);
    }

    /**
     * Where listeners of the store's profiles run and mutable data is read for saving; usually the game thread. Default: the server's home executor.
     */
    public ProfileOptions<T> homeExecutor(Executor executor) {
        return with(copy -> copy.homeExecutor = Optional.of(Objects.requireNonNull(executor, "homeExecutor")));
    }

    /**
     * Ranks by a whole number, the highest first: {@code rankedBy(Ranking.by(score))}.
     *
     * @param score a pure function; runs on the thread that encodes the data, never on the engine's loop
     */
    public ProfileOptions<T> rankedBy(ToLongFunction<? super T> score) {
        return rankedBy(Ranking.<T>by(score));
    }

    /**
     * Ranks the profiles for {@link ProfileStore#topAsync}, {@link ProfileStore#rankAsync} and so on; default {@link Ranking#byHand()}. The score is
     * computed from the data at every save. If a function of the ranking throws, the profile is saved all the same, with the score that it had, and
     * {@link DataSaveListener#listenerFailed} is called.
     */
    public ProfileOptions<T> rankedBy(Ranking<T> ranking) {
        return with(copy -> copy.rankedBy = Objects.requireNonNull(ranking, "rankedBy"));
    }

    /**
     * Keeps bad data from being saved. The validator is a pure function that returns a list of the problems with the data (empty if it is good), or
     * throws. By default all data is good. It runs whenever changed data is about to be saved, on the thread that encodes the data, never on the
     * engine's loop.
     *
     * <ul>
     *   <li>Data that it refuses is not saved, and the last good state stays stored. {@link DataSaveListener#saveFailed} is called with the
     *       {@linkplain DataSaveException.InvalidData#problems() problems}, and the save is tried again when the data has changed. An explicit save,
     *       a transaction or an operator's edit fails with that exception.
     *   <li>A session whose final data is refused ends all the same. The last good state stays stored. The bad one is reported to
     *       {@link DataSaveListener#lostUpdate} and kept as an {@linkplain ProfileStore#orphansAsync orphan}.
     *   <li>A template that it refuses is not loaded, and not stored. Stored data is not validated when it is loaded, nor when it is stored again unchanged. A
     *       {@linkplain ProfileStore#migrateAllAsync bulk migration} does validate what it writes.
     * </ul>
     */
    public ProfileOptions<T> validator(Function<? super T, List<String>> problems) {
        Objects.requireNonNull(problems, "validator");
        return with(copy -> copy.validator = Optional.of(problems));
    }

    /**
     * Adds the migration to schema version {@code to}: a function from a tree of version {@code to - 1} to one of version {@code to}. Data that was
     * stored without a version counts as version 0.
     *
     * @param to the version that the step produces: 1, 2, 3 … without a gap
     * @param oldestReader the oldest version of the game that may still load the result, 0 to {@code to}
     * @throws IllegalArgumentException if {@code to} is not the next number or {@code oldestReader} is out of range
     */
    public ProfileOptions<T> migration(int to, int oldestReader, UnaryOperator<JsonElement> step) {
        SortedMap<Integer, Migration> more = extended(parts.migrations, to, oldestReader, step);
        return with(copy -> copy.migrations = more);
    }

    /** Returns the migrations with one more, after checking its numbers; unmodifiable. */
    static SortedMap<Integer, Migration> extended(
            SortedMap<Integer, Migration> migrations, int to, int oldestReader, UnaryOperator<JsonElement> step) {
        int next = migrations.isEmpty() ? 1 : migrations.lastKey() + 1;
        if (to != next) {
            throw new IllegalArgumentException("migration: found version " + to + ", expected the next one, " + next);
        }
        if (oldestReader < 0 || oldestReader > to) {
            throw new IllegalArgumentException(
                    "oldest reader of version " + to + ": found " + oldestReader + ", expected 0 to " + to);
        }
        SortedMap<Integer, Migration> more = new TreeMap<>(migrations);
        more.put(to, new Migration(oldestReader, Objects.requireNonNull(step, "step")));
        return Collections.unmodifiableSortedMap(more);
    }

    /**
     * Adds an edit that any server can request by name and that the server with the profile carries out (P13). Every server of the game should know
     * it.
     *
     * @param name the name of the edit, 1 to 100 bytes of UTF-8
     * @param edit makes the new data from the data and the arguments of the request; it may change both in place
     * @throws IllegalArgumentException if the name is empty, too long, not representable, or known already
     */
    public ProfileOptions<T> namedEdit(String name, BiFunction<T, JsonElement, T> edit) {
        Limits.check("name of an edit", name, 1, 100);
        Objects.requireNonNull(edit, "edit");
        if (parts.namedEdits.containsKey(name)) {
            throw new IllegalArgumentException("edit: found \"" + name + "\" twice, expected each name once");
        }
        Map<String, BiFunction<T, JsonElement, T>> more = new HashMap<>(parts.namedEdits);
        more.put(name, edit);
        return with(copy -> copy.namedEdits = Map.copyOf(more));
    }

    /** See {@link #codec(Codec)}. */
    public Optional<Codec<T>> codec() {
        return parts.codec;
    }

    /** See {@link #history(HistoryPolicy)}. */
    public HistoryPolicy history() {
        return parts.history;
    }

    /** See {@link #autosave(Duration)}. */
    public Duration autosave() {
        return parts.autosave;
    }

    /** See {@link #reconciles(boolean)}. */
    public boolean reconciles() {
        return parts.reconciles;
    }

    /** See {@link #homeExecutor(Executor)}. */
    public Optional<Executor> homeExecutor() {
        return parts.homeExecutor;
    }

    /** See {@link #rankedBy(Ranking)}. */
    public Ranking<T> rankedBy() {
        return parts.rankedBy;
    }

    /** See {@link #validator(Function)}. */
    public Optional<Function<? super T, List<String>>> validator() {
        return parts.validator;
    }

    /** The named edits by name; unmodifiable. See {@link #namedEdit}. */
    public Map<String, BiFunction<T, JsonElement, T>> namedEdits() {
        return parts.namedEdits;
    }

    /** The defaults by class; unmodifiable. See {@link #defaults(Class, Supplier)}. */
    public Map<Class<?>, Supplier<?>> defaultsByClass() {
        return parts.defaultsByClass;
    }

    /** The migrations, by the version that each produces; unmodifiable. */
    public SortedMap<Integer, Migration> migrations() {
        return parts.migrations;
    }

    /**
     * One migration of the schema.
     *
     * @param oldestReader the oldest version that may still load the result
     * @param step the function; it may change its argument in place
     */
    public record Migration(int oldestReader, UnaryOperator<JsonElement> step) {}
}
