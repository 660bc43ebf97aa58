package dev.datasave.engine.codec;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.ReflectionAccessFilter;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import dev.datasave.Codec;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonText;
import dev.datasave.engine.json.Salvage;
import dev.datasave.engine.json.TextWriter;
import dev.datasave.spi.Content;
import dev.datasave.spi.Limits;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The default codec: Gson, but what Gson would lose in silence is an error.
 *
 * @param <T> the data type
 */
public final class GsonCodec<T> implements Codec<T> {
    private final Class<T> type;
    private final TypeAdapter<T> adapter;
    private final Members members;
    private final boolean hasFormerNames;
    private final boolean isDirect;
    private volatile int lastLength = 256; // a guess for the next text

    private GsonCodec(Class<T> type) {
        Adapters adapters = new Adapters();
        this.type = type;
        this.adapter = adapter(builder(adapters).create(), type);
        this.isDirect = !adapters.hasForeign();
        this.members = Members.of(type);
        this.hasFormerNames = members.classes().values().stream()
                .anyMatch(known -> !known.former().isEmpty());
    }

    @SuppressWarnings("unchecked") // the adapter is of the type
    private static <T> TypeAdapter<T> adapter(Gson gson, Class<T> type) {
        return (TypeAdapter<T>) Adapters.of(gson, type);
    }

    private static GsonBuilder builder(Adapters adapters) {
        return new GsonBuilder()
                .registerTypeAdapterFactory(adapters)
                .addReflectionAccessFilter(ReflectionAccessFilter.BLOCK_ALL_JAVA)
                .serializeNulls()
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
    public static boolean isOurs(Codec<?> codec) {
        return codec instanceof GsonCodec || codec instanceof Tree;
    }

    @Override
    public JsonElement encode(T data) {
        JsonElement tree;
        try {
            tree = adapter.toJsonTree(data);
        } catch (Exception | StackOverflowError thrown) { // checked ones, too: an accessor may be Kotlin
            throw Located.writing("", thrown);
        }
        return notNull(tree);
    }

    /**
     * The text of the tree that {@link #encode} makes, without the tree, if storages can keep it (R10). Null if only the tree can tell: where the game has
     * adapters of its own, which may write a name twice, and where something is wrong, which the tree names.
     */
    public @Nullable String text(T data) {
        if (!isDirect || data == null) {
            return null;
        }
        TextWriter out = new TextWriter(lastLength + (lastLength >> 3));
        try {
            adapter.write(out, data);
        } catch (Exception | StackOverflowError wrong) {
            return null;
        }
        String text = out.text();
        lastLength = text.length();
        boolean isStorable = (out.isPlain() && text.length() <= Limits.VALUE_BYTES) || isStorable(text);
        return isStorable ? text : null;
    }

    private static boolean isStorable(String text) {
        try {
            return Content.of(text).value() != null;
        } catch (IllegalArgumentException notStorable) {
            return false;
        }
    }

    /** The tree with what can't be stored, such as NaN. In place of a member that can't be read is {@link Salvage#UNREAD}. */
    public JsonElement encodeLeniently(T data) {
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
    public T decodeInPlace(JsonElement tree) {
        if (hasFormerNames) {
            members.visit(tree, GsonCodec::rename);
        }
        return adapter.fromJsonTree(notNull(tree));
    }

    /** In the tree itself, so that what is left over in it is only what the class doesn't know. The present name wins. */
    private static void rename(JsonObject object, Members known) {
        known.former().forEach((former, present) -> {
            JsonElement value = object.remove(former);
            if (value != null && !object.has(present)) {
                object.add(present, value);
            }
        });
    }

    private static JsonElement notNull(JsonElement tree) {
        if (tree.isJsonNull()) {
            throw new FormatProblem("$", "null", "a value");
        }
        return tree;
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
