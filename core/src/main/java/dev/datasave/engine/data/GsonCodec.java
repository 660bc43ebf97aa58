package dev.datasave.engine.data;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.ReflectionAccessFilter;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonWriter;
import dev.datasave.Codec;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonText;
import java.io.IOException;
import java.util.Objects;

/**
 * The default codec: Gson, but what Gson would lose in silence is an error.
 *
 * @param <T> the data type
 */
public final class GsonCodec<T> implements Codec<T> {
    private final Class<T> type;
    private final Gson gson;
    private final TypeAdapter<T> adapter;

    private GsonCodec(Class<T> type) {
        this.type = type;
        Adapters adapters = new Adapters();
        this.gson = builder(adapters).setStrictness(Strictness.STRICT).create();
        this.adapter = gson.getAdapter(type);
        adapters.close();
    }

    private static GsonBuilder builder(Adapters adapters) {
        return new GsonBuilder()
                .registerTypeAdapterFactory(adapters)
                .addReflectionAccessFilter(ReflectionAccessFilter.BLOCK_ALL_JAVA)
                .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
                .enableComplexMapKeySerialization()
                .disableHtmlEscaping();
    }

    /**
     * The codec of a class.
     *
     * @throws IllegalArgumentException if Gson can't handle it
     */
    public static <T> Codec<T> of(Class<T> type) {
        Objects.requireNonNull(type, "type");
        if (Types.isLost(type)) {
            throw new IllegalArgumentException(
                    type.getName() + ": found an anonymous, local or inner class, expected a top-level or static one");
        }
        try {
            return JsonElement.class.isAssignableFrom(type) ? new Tree<>(type) : new GsonCodec<>(type);
        } catch (JsonParseException | IllegalArgumentException | StackOverflowError e) {
            throw new IllegalArgumentException("data type " + type.getName() + ": " + e.getMessage(), e);
        }
    }

    /** True for the codecs made here. */
    static boolean isOurs(Codec<?> codec) {
        return codec instanceof GsonCodec || codec instanceof Tree;
    }

    @Override
    public JsonElement encode(T data) {
        if (Types.hasMembers(type) && data.getClass() != type) {
            throw new FormatProblem("$", "an instance of " + data.getClass().getName(), "one of " + type.getName());
        }
        JsonElement tree;
        try {
            tree = gson.toJsonTree(data, type);
        } catch (IllegalArgumentException e) {
            throw located(data, e);
        }
        return notNull(tree);
    }

    /** Gson does not say where the number is. So the tree is written once more, leniently, and the number is looked for in it. */
    private RuntimeException located(T data, IllegalArgumentException e) {
        String path = JsonText.find(encodeLeniently(data), JsonText::isNotFinite);
        return path == null ? e : JsonText.notFinite(path);
    }

    /** The tree with what can't be stored, such as NaN. */
    JsonElement encodeLeniently(T data) {
        return builder(new Adapters())
                .serializeSpecialFloatingPointValues()
                .setStrictness(Strictness.LENIENT)
                .create()
                .toJsonTree(data, type);
    }

    @Override
    public T decode(JsonElement tree) {
        return decodeInPlace(tree.deepCopy());
    }

    /**
     * Decodes without a copy: the data may share parts with the tree, and members under one of a field's former names are renamed in it.
     */
    T decodeInPlace(JsonElement tree) {
        return adapter.fromJsonTree(notNull(tree));
    }

    private static JsonElement notNull(JsonElement tree) {
        if (tree.isJsonNull()) {
            throw new FormatProblem("$", "null", "a value");
        }
        return tree;
    }

    /** Writes a JSON null where the writer leaves out what is null. */
    static void writeNull(JsonWriter out) throws IOException {
        boolean writesNulls = out.getSerializeNulls();
        out.setSerializeNulls(true);
        out.nullValue();
        out.setSerializeNulls(writesNulls);
    }

    /** Gson trees as data: copied, so that nobody keeps a reference. */
    private record Tree<T>(Class<T> type) implements Codec<T> {
        @Override
        public JsonElement encode(T data) {
            JsonElement tree = notNull((JsonElement) data).deepCopy();
            String path = JsonText.find(tree, JsonText::isNotFinite);
            if (path != null) {
                throw JsonText.notFinite(path);
            }
            return tree;
        }

        @Override
        public T decode(JsonElement tree) {
            if (!type.isInstance(notNull(tree))) {
                throw new FormatProblem("$", "a " + tree.getClass().getSimpleName(), "a " + type.getSimpleName());
            }
            return type.cast(tree.deepCopy());
        }
    }
}
