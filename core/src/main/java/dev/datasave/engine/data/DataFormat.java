package dev.datasave.engine.data;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.Codec;
import dev.datasave.DataSaveException;
import dev.datasave.DataStoreOptions;
import dev.datasave.ProfileId;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileOptions.Migration;
import dev.datasave.engine.codec.GsonCodec;
import dev.datasave.engine.codec.Members;
import dev.datasave.engine.codec.Shape;
import dev.datasave.engine.entry.Meta;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonText;
import dev.datasave.engine.json.Salvage;
import dev.datasave.spi.Content;
import dev.datasave.spi.Limits;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store's data between JSON text and the game's objects: parse, migrate, reconcile, decode, freeze; and back. Pure functions of the
 * store's options, called from any thread.
 *
 * <p>Whatever is wrong – text, migration, template, codec, data – is {@link DataSaveException.InvalidData}, which names the store, where, what was
 * found and what was expected, never the payload. What the game's code threw is its cause.
 *
 * @param <T> the data type
 */
public final class DataFormat<T> {
    /** How often data is read in a row that changes while it is read. */
    private static final int MOST_READS = 20;

    private final String store;
    private final @Nullable Template<T> template;
    private final String key;
    private final Codec<T> codec;
    private final SortedMap<Integer, Migration> migrations;
    private final boolean reconciles;
    private final boolean readsEverything;
    private final Function<? super T, List<String>> validator;
    private final Optional<Scoring<T>> scoring;
    private final Shape<T> shape;
    private final Members members;
    private final Defaults defaults;
    private final boolean immutable;

    /** Like the other constructor, with a template that makes the same for all keys. */
    public DataFormat(
            String store,
            Class<T> type,
            Supplier<? extends T> template,
            ProfileOptions<T> options,
            Optional<Scoring<T>> scoring) {
        this(store, type, Template.of(template), options, scoring);
    }

    /**
     * The format of a store.
     *
     * @throws IllegalArgumentException if the default codec can't handle the type
     */
    public DataFormat(
            String store,
            Class<T> type,
            Template<T> template,
            ProfileOptions<T> options,
            Optional<Scoring<T>> scoring) {
        this(
                store,
                type,
                template,
                options.codec(),
                options.migrations(),
                options.reconciles(),
                scoring,
                options.validator().orElse(data -> List.of()),
                options.defaultsByClass(),
                false);
    }

    private DataFormat(
            String store,
            Class<T> type,
            @Nullable Template<T> template,
            Optional<Codec<T>> codec,
            SortedMap<Integer, Migration> migrations,
            boolean reconciles,
            Optional<Scoring<T>> scoring,
            Function<? super T, List<String>> validator,
            Map<Class<?>, Supplier<?>> defaults,
            boolean readsEverything) {
        this.readsEverything = readsEverything;
        this.store = store;
        this.template = template;
        this.key = "";
        this.codec = codec.orElseGet(() -> Codec.gson(type));
        this.migrations = migrations;
        this.reconciles = reconciles;
        this.scoring = scoring;
        this.validator = validator;
        this.shape = Shape.of(type);
        boolean ours = GsonCodec.isOurs(this.codec);
        this.immutable = ours && shape.immutable();
        this.members = ours ? Members.of(type) : Map.class.isAssignableFrom(type) ? Members.NONE : Members.ROOT;
        this.defaults = new Defaults(type, members, defaults);
    }

    private DataFormat(DataFormat<T> all, String key) {
        this.store = all.store;
        this.template = all.template;
        this.key = key;
        this.codec = all.codec;
        this.migrations = all.migrations;
        this.reconciles = all.reconciles;
        this.readsEverything = all.readsEverything;
        this.validator = all.validator;
        this.scoring = all.scoring;
        this.shape = all.shape;
        this.members = all.members;
        this.defaults = all.defaults;
        this.immutable = all.immutable;
    }

    /** The format of the profile of that key; this one, if the template makes the same for all keys. */
    public DataFormat<T> forKey(String profileKey) {
        return template != null && template.isKeyed() ? new DataFormat<>(this, profileKey) : this;
    }

    /** Stored trees as they are, whatever their schema: for work that does not look at the game's data. */
    public static DataFormat<JsonElement> raw(String store) {
        return new DataFormat<>(
                store,
                JsonElement.class,
                Template.of(JsonObject::new),
                Optional.empty(),
                Collections.emptySortedMap(),
                false,
                Optional.empty(),
                data -> List.of(),
                Map.of(),
                true);
    }

    /** The values of a data store, which has no template and computes its scores itself. */
    public static <T> DataFormat<T> of(String store, Class<T> type, DataStoreOptions<T> options) {
        return new DataFormat<>(
                store,
                type,
                null,
                options.codec(),
                options.migrations(),
                !options.defaultsByClass().isEmpty(),
                Optional.empty(),
                data -> List.of(),
                options.defaultsByClass(),
                false);
    }

    /**
     * What was loaded.
     *
     * @param data the data
     * @param leftover members that the class doesn't know, for {@link #encode}
     * @param migrated whether a migration has run
     * @param schema the schema version to store with the data
     * @param oldestReader the oldest version that may read it, to store with it
     */
    public record Decoded<T>(T data, @Nullable JsonElement leftover, boolean migrated, int schema, int oldestReader) {}

    /** True if the data can be kept, and compared, by reference. */
    public boolean immutable() {
        return immutable;
    }

    /** True if the store computes its scores. */
    public boolean isRanked() {
        return scoring.isPresent() && scoring.get().computes();
    }

    /** The score of a profile's data; {@code before} where the store computes none, or it can't be computed. */
    public Content.@Nullable Score score(ProfileId id, T data, Content.@Nullable Score before) {
        return isRanked() ? scoring.orElseThrow().scoreOf(id, data, before) : before;
    }

    /** The score that the game sets by hand, in place of {@code before}. */
    public Content.@Nullable Score score(OptionalLong value, Content.@Nullable Score before) {
        return scoring.orElseThrow().stamped(value, before);
    }

    /** What is saved beside the data, with the score of a ranked store. */
    public Meta ranked(ProfileId id, T data, Meta meta) {
        return isRanked() && meta.isListed() ? meta.withScore(score(id, data, meta.score())) : meta;
    }

    /** The newest schema version that can be read. */
    public int readableSchema() {
        return readsEverything ? Integer.MAX_VALUE : schema();
    }

    /** The newest schema version that is known; 0 without migrations. */
    public int schema() {
        return migrations.isEmpty() ? 0 : migrations.lastKey();
    }

    /** The oldest version that may read what is written. */
    public int oldestReader() {
        Migration newest = migrations.get(schema());
        return newest == null ? 0 : newest.oldestReader();
    }

    /**
     * The data of a stored text.
     *
     * <p>Data newer than {@link #schema()} that this version may read is taken as it is; it keeps its version.
     *
     * @throws NewerSchemaException if only newer versions may read it
     * @throws DataSaveException.InvalidData if it can't be read
     */
    public Decoded<T> decode(String json, int schemaVersion, int oldestReader) {
        if (schemaVersion < 0 || oldestReader < 0 || oldestReader > schemaVersion) {
            throw new DataSaveException.InvalidData(
                    prefix("be loaded") + "found schema version " + schemaVersion + " for readers of " + oldestReader
                            + " or newer, expected 0 to the version itself",
                    null);
        }
        if (oldestReader > readableSchema()) {
            throw new NewerSchemaException(oldestReader, schema());
        }
        Supplier<JsonElement> read = () -> JsonText.parse(json);
        JsonElement parsed = guarded("be read", read);
        boolean migrates = schemaVersion < schema();
        JsonElement tree = migrates ? migrated(parsed, schemaVersion, read) : parsed;
        JsonElement full = reconciles ? guarded("be reconciled", () -> filled(tree)) : tree;
        T data = guarded("be decoded", () -> decoded(full), read);
        JsonElement leftover = migrates ? null : leftover(full, data);
        boolean newer = schemaVersion > schema();
        return new Decoded<>(
                data, leftover, migrates, newer ? schemaVersion : schema(), newer ? oldestReader : oldestReader());
    }

    private JsonElement migrated(JsonElement tree, int from, Supplier<JsonElement> stored) {
        JsonElement now = tree;
        for (Map.Entry<Integer, Migration> step : migrations.tailMap(from + 1).entrySet()) {
            JsonElement before = now;
            now = guarded(
                    "be migrated to version " + step.getKey(),
                    () -> {
                        JsonElement after = step.getValue().step().apply(before);
                        if (after == null) {
                            throw new FormatProblem("$", "null", "a tree from the migration");
                        }
                        return after.deepCopy();
                    },
                    stored);
        }
        return now;
    }

    private T decoded(JsonElement tree) {
        T data = codec instanceof GsonCodec<T> gson ? gson.decodeInPlace(tree) : codec.decode(tree);
        if (data == null) {
            throw new FormatProblem("$", "null", "data from the codec");
        }
        return immutable ? shape.freeze(data) : data;
    }

    private @Nullable JsonElement leftover(JsonElement tree, T data) {
        JsonElement written = guarded("be encoded", () -> encoded(data));
        JsonElement leftover = Leftover.of(tree, written);
        return leftover != null && ignores(tree, written, leftover) ? leftover : null;
    }

    /** True if the codec makes the same of the tree without the leftover; else it knows these members under another name. */
    private boolean ignores(JsonElement tree, JsonElement written, JsonElement leftover) {
        try {
            return JsonText.same(written, encoded(codec.decode(Leftover.without(tree, leftover))));
        } catch (Throwable needsThem) {
            Problems.unlessOfTheMachine(needsThem);
            return false;
        }
    }

    /**
     * The data of a new profile.
     *
     * @throws DataSaveException.InvalidData if the template throws, or what it returns can't be stored, or the validator refuses it
     */
    Decoded<T> fresh() {
        T data = guarded("be made by its template", () -> {
            T made = made();
            return immutable ? shape.freeze(made) : decoded(encoded(made));
        });
        check(data);
        encode(data, null);
        return new Decoded<>(data, null, false, schema(), oldestReader());
    }

    /**
     * The data with the members that it lacks, taken from the template; the same reference if it lacks none.
     *
     * @throws DataSaveException.InvalidData if the template throws, or the codec does
     */
    @SuppressWarnings("ReferenceEquality") // the tree itself means: nothing was added
    public T reconcile(T data) {
        return guarded("be reconciled", () -> {
            JsonElement tree = encoded(data);
            JsonElement full = filled(tree);
            return full == tree ? data : decoded(full);
        });
    }

    /**
     * The tree with the members that it lacks. A codec that isn't ours may read a member under another name. So a member that it writes back is not added.
     */
    @SuppressWarnings("ReferenceEquality") // the tree itself means: nothing was added
    private JsonElement filled(JsonElement tree) {
        JsonElement full = template == null ? tree : filledFromTemplate(tree);
        if (defaults.isEmpty()) {
            return full;
        }
        JsonElement own = full == tree ? tree.deepCopy() : full;
        return defaults.fill(own, members) ? own : full;
    }

    private JsonElement filledFromTemplate(JsonElement tree) {
        JsonElement from = encoded(made());
        if (!GsonCodec.isOurs(codec) && from instanceof JsonObject lacking) {
            try {
                if (encoded(codec.decode(tree)) instanceof JsonObject known) {
                    known.entrySet().stream()
                            .filter(member -> !member.getValue().isJsonNull())
                            .forEach(member -> lacking.remove(member.getKey()));
                }
            } catch (Throwable needsThem) {
                Problems.unlessOfTheMachine(needsThem);
                return Reconcile.fill(tree, from, members);
            }
        }
        return Reconcile.fill(tree, from, members);
    }

    private T made() {
        T made = template == null ? null : template.make().apply(key);
        if (made == null) {
            throw new FormatProblem("$", "null", "data from the template");
        }
        return made;
    }

    /**
     * The data itself if it is mutable or can't change, else a copy that can't.
     *
     * @throws DataSaveException.InvalidData if it can't be copied
     */
    public T freeze(T data) {
        return immutable ? guarded("be made unmodifiable", () -> shape.freeze(data)) : data;
    }

    /**
     * A copy of mutable data, immutable data itself.
     *
     * @throws DataSaveException.InvalidData if the codec can't make one
     */
    public T copy(T data) {
        return immutable ? data : guarded("be copied", () -> decoded(encoded(data)));
    }

    /**
     * The text to store, with the leftover put back under it.
     *
     * @throws DataSaveException.InvalidData if it can't be encoded, or exceeds a limit (R10)
     */
    public String encode(T data, @Nullable JsonElement leftover) {
        String direct = leftover == null && codec instanceof GsonCodec<T> gson ? gson.text(data) : null;
        return direct == null ? encodeByTree(data, leftover) : direct;
    }

    private String encodeByTree(T data, @Nullable JsonElement leftover) {
        return guarded("be encoded", () -> {
            JsonElement tree = Leftover.mergeUnder(encoded(data), leftover);
            String json = JsonText.write(tree);
            try {
                return Objects.requireNonNull(Content.of(json).value());
            } catch (IllegalArgumentException e) {
                String path = JsonText.find(tree, JsonText::isNotStorable);
                throw new FormatProblem(
                        (path == null ? "" : "at " + FormatProblem.shortened(path) + ": ") + e.getMessage());
            }
        });
    }

    /**
     * What can be kept of data that can't be stored as it is, for an operator to look at; empty if even what is left of it is too long. A member that can't be read,
     * because it is changed all the time, is as it was saved last.
     *
     * @param saved the text that was saved last; null if none is known
     * @throws DataSaveException.InvalidData if its codec can't make a tree of it
     */
    public Optional<String> salvaged(T data, @Nullable JsonElement leftover, @Nullable String saved) {
        JsonElement tree = guarded("be kept", () -> readForOperators(data));
        JsonElement whole =
                Salvage.hasUnread(tree) ? Salvage.completed(tree, saved == null ? null : JsonText.parse(saved)) : tree;
        return Salvage.text(Leftover.mergeUnder(whole, leftover), Limits.VALUE_BYTES);
    }

    private JsonElement readForOperators(T data) {
        if (!(codec instanceof GsonCodec<T> gson)) {
            return codec.encode(data);
        }
        JsonElement tree = gson.encodeLeniently(data);
        for (int reads = 1; reads < MOST_READS && Salvage.hasUnread(tree); reads++) {
            tree = gson.encodeLeniently(data);
        }
        return tree;
    }

    /**
     * Asks the validator.
     *
     * @throws DataSaveException.InvalidData if it refuses the data, or throws
     */
    public void check(T data) {
        List<String> problems;
        try {
            problems = List.copyOf(validator.apply(data));
        } catch (Throwable thrown) {
            DataSaveException.InvalidData refusal = Problems.invalid(prefix("be saved"), thrown);
            String message = prefix("be saved") + "its validator threw "
                    + thrown.getClass().getName();
            throw new DataSaveException.InvalidData(
                    message, List.of(String.valueOf(thrown.getMessage())), refusal.getCause(), message);
        }
        if (!problems.isEmpty()) {
            throw new DataSaveException.InvalidData(
                    prefix("be saved") + "its validator found " + FormatProblem.shortened(String.join("; ", problems)),
                    problems,
                    null,
                    prefix("be saved") + "its validator refused it for " + problems.size() + " reasons");
        }
    }

    private JsonElement encoded(T data) {
        JsonElement tree = codec.encode(data);
        if (tree == null || tree.isJsonNull()) {
            throw new FormatProblem("$", "null", "a tree from the codec");
        }
        return tree;
    }

    /** True if two texts mean the same: members in any order, numbers by value. */
    boolean sameJson(String a, String b) {
        return guarded("be compared", () -> JsonText.same(a, b));
    }

    private String prefix(String doing) {
        return "store \"" + store + "\": data can't " + doing + ": ";
    }

    private <R> R guarded(String doing, Supplier<R> step) {
        return guarded(doing, step, () -> null);
    }

    /** {@code tree} is what the player's values are in: they must not be told. */
    private <R> R guarded(String doing, Supplier<R> step, Supplier<? extends @Nullable JsonElement> tree) {
        try {
            return step.get();
        } catch (Throwable e) {
            throw Problems.invalid(prefix(doing), e, tree);
        }
    }
}
