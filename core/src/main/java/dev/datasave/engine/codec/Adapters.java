package dev.datasave.engine.codec;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.datasave.engine.json.FormatProblem;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.util.BitSet;
import java.util.Collection;
import java.util.Currency;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The adapters of all types that a data type contains. A value is written by the adapter of its declared type, never by that of its own class, because only
 * the declared type is known when it is read. What would not come back as it was is refused: a type when its adapter is made, a value when it is written.
 *
 * <p>Gson's own adapters are left for what they keep exactly. The rest is replaced.
 */
final class Adapters implements TypeAdapterFactory {
    /** Of the platform's classes, those that Gson's own adapters keep. */
    private static final Set<Class<?>> LEFT_TO_GSON = Set.of(
            String.class,
            char.class,
            Character.class,
            UUID.class,
            URI.class,
            URL.class,
            Currency.class,
            BitSet.class,
            StringBuilder.class,
            StringBuffer.class,
            InetAddress.class);

    private boolean hasForeign;

    /** Whether an adapter of the game's own is among those that were made. */
    boolean hasForeign() {
        return hasForeign;
    }

    /** The member's own adapter; null if it has none. */
    @Nullable
    TypeAdapter<@Nullable Object> annotated(Gson gson, Field field, Type type) {
        TypeAdapter<@Nullable Object> adapter = Annotated.adapter(gson, field, type);
        hasForeign |= adapter != null;
        return adapter;
    }

    /**
     * The adapter of a part of a type.
     *
     * @param part where it stands in that type: {@code .name}, {@code [*]} for elements, {@code .*} for a map's values
     * @throws RefusedType if it can't come back as it was
     */
    @SuppressWarnings("unchecked") // the adapter is of the type
    static TypeAdapter<@Nullable Object> of(Gson gson, Type type, String part) {
        try {
            return (TypeAdapter<@Nullable Object>) of(gson, type);
        } catch (RuntimeException refused) {
            throw RefusedType.under(part, refused);
        }
    }

    /** The adapter of a type. Gson does not ask its factories for objects, trees and local classes. */
    static TypeAdapter<?> of(Gson gson, Type type) {
        Class<?> raw = Types.raw(type);
        if (Types.isLost(raw)) {
            throw new RefusedType(raw.getName() + ", an anonymous, local or inner class", "a top-level or static one");
        } else if (raw == Object.class) {
            return new ObjectAdapter(gson);
        } else if (JsonElement.class.isAssignableFrom(raw)) {
            return new TreeAdapter(gson, raw);
        }
        return gson.getAdapter(TypeToken.get(type));
    }

    @Override
    @SuppressWarnings("unchecked") // each adapter is of the type that it is made for
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> token) {
        Class<? super T> raw = token.getRawType();
        Type type = token.getType();
        hasForeign |= raw.isAnnotationPresent(JsonAdapter.class);
        TypeAdapter<?> scalar = Scalars.adapter(gson, raw, type);
        if (scalar != null) {
            return (TypeAdapter<T>) scalar;
        } else if (raw.isAnnotationPresent(JsonAdapter.class) || LEFT_TO_GSON.contains(raw)) {
            return null;
        } else if (Enum.class.isAssignableFrom(raw) && raw != Enum.class) {
            return new OfEnum<>(gson.getDelegateAdapter(this, token), raw);
        } else if (raw.isArray()) {
            return (TypeAdapter<T>) ArrayAdapter.of(gson, type);
        } else if (Map.class.isAssignableFrom(raw)) {
            return (TypeAdapter<T>) MapAdapter.of(gson, type);
        } else if (Collection.class.isAssignableFrom(raw)) {
            return (TypeAdapter<T>) CollectionAdapter.of(gson, type);
        } else if (!Types.hasMembers(raw) || Types.isAbstract(raw)) {
            throw new RefusedType(type.getTypeName() + ", which can't be read back", "a class or a codec");
        }
        return (TypeAdapter<T>) ClassAdapter.of(this, gson, token);
    }

    /** Whether what is written is only to be looked at: then anything is better than nothing. */
    static boolean isLenient(JsonWriter out) {
        return out.isLenient();
    }

    /** Writes a value by the adapter of its own class. It is not meant to be read back. */
    @SuppressWarnings("unchecked") // the adapter is of the value's class
    static void writeLeniently(Gson gson, JsonWriter out, Object value) throws IOException {
        ((TypeAdapter<Object>) gson.getAdapter((Class<?>) value.getClass())).write(out, value);
    }

    /** Gson reads an unknown constant as null. */
    private static final class OfEnum<T> extends TypeAdapter<T> {
        private final TypeAdapter<T> delegate;
        private final Class<?> type;

        OfEnum(TypeAdapter<T> delegate, Class<?> type) {
            this.delegate = delegate;
            this.type = type;
        }

        @Override
        public @Nullable T read(JsonReader in) throws IOException {
            if (in.peek() == JsonToken.NULL) {
                in.nextNull();
                return null;
            }
            T constant = delegate.fromJsonTree(new JsonPrimitive(in.nextString()));
            if (constant == null) {
                throw new FormatProblem(in.getPreviousPath(), "an unknown constant", "one of " + type.getName());
            }
            return constant;
        }

        @Override
        public void write(JsonWriter out, @Nullable T value) throws IOException {
            delegate.write(out, value);
        }
    }
}
