package dev.datasave.engine.data;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Additional adapters for Gson: types whose values would be lost are refused, and Gson's own adapters are replaced where they lose something.
 *
 * <p>It is closed once the adapter of the data type is built. A class that appears later is a subclass that the data type does not declare. It would
 * be read back as something else.
 */
final class Adapters implements TypeAdapterFactory {
    private volatile boolean closed;

    void close() {
        closed = true;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> token) {
        Class<? super T> raw = token.getRawType();
        Type type = token.getType();
        boolean adapted = raw.isAnnotationPresent(JsonAdapter.class);
        TypeAdapter<?> scalar = Scalars.adapter(gson, raw, type);
        if (scalar != null) {
            return (TypeAdapter<T>) scalar;
        }
        if (adapted) {
            return null;
        }
        check(raw, type);
        if (Enum.class.isAssignableFrom(raw) && raw != Enum.class) {
            return new OfEnum<>(gson.getDelegateAdapter(this, token), raw);
        } else if (Map.class.isAssignableFrom(raw) && Types.isPlatform(raw) && raw.getTypeParameters().length == 2) {
            return (TypeAdapter<T>) MapAdapter.of(gson, type, gson.getDelegateAdapter(this, token));
        } else if (Types.hasMembers(raw)) {
            return new OfClass<>(gson.getDelegateAdapter(this, token), token);
        }
        return null;
    }

    private void check(Class<?> raw, Type type) {
        boolean isCollection = Map.class.isAssignableFrom(raw) || Collection.class.isAssignableFrom(raw);
        boolean isAbstract = raw.isInterface() || (Types.hasMembers(raw) && Types.isAbstract(raw));
        if ((isAbstract && !isCollection) || raw == Class.class) {
            throw new IllegalArgumentException(
                    "found " + type.getTypeName() + ", which can't be read back, expected a class or a codec");
        } else if (Types.hasMembers(raw)) {
            if (closed) {
                throw new FormatProblem("found an instance of " + raw.getName()
                        + " where the data type declares another, expected the declared one");
            }
            for (Field field : Types.fields(type).keySet()) {
                if (Types.isLost(field.getType())) {
                    throw new IllegalArgumentException("found an anonymous, local or inner class at " + field
                            + ", expected a top-level or static one");
                }
            }
        }
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

    /** Classes and records: former names give way to the present one, and a record's collections become unmodifiable. */
    private static final class OfClass<T> extends TypeAdapter<T> {
        private final TypeAdapter<T> delegate;
        private final Map<String, String> names = new LinkedHashMap<>();
        private final @Nullable Shape<Object> shape;
        private final List<Field> selves;

        OfClass(TypeAdapter<T> delegate, TypeToken<T> token) {
            this.delegate = delegate;
            for (Field field : Types.fields(token.getType()).keySet()) {
                Types.alternates(field).forEach(former -> names.put(former, Types.name(field)));
            }
            Shape<Object> own = token.getRawType().isRecord() ? Shape.of(token.getType()) : null;
            if (own != null) {
                own.open();
            }
            this.selves = Types.fields(token.getType()).keySet().stream()
                    .filter(field -> field.getType().isAssignableFrom(token.getRawType()) && field.trySetAccessible())
                    .toList();
            this.shape = own != null && own.freezes() ? own : null;
        }

        @Override
        @SuppressWarnings("unchecked")
        public @Nullable T read(JsonReader in) throws IOException {
            T value = names.isEmpty() ? delegate.read(in) : delegate.fromJsonTree(renamed(in));
            return value == null || shape == null ? value : (T) shape.freezeOwn(value);
        }

        /** Renames the members in the tree itself, so that {@link Leftover} finds there only what the class doesn't know. */
        private JsonElement renamed(JsonReader in) {
            JsonElement tree = JsonParser.parseReader(in);
            if (tree instanceof JsonObject object) {
                names.forEach((former, present) -> {
                    JsonElement value = object.remove(former);
                    if (value != null && !object.has(present)) {
                        object.add(present, value);
                    }
                });
            }
            return tree;
        }

        @Override
        public void write(JsonWriter out, @Nullable T value) throws IOException {
            for (Field field : selves) {
                if (value != null && isSelf(field, value)) {
                    throw new FormatProblem("found a cycle at " + field + ", expected a tree");
                }
            }
            delegate.write(out, value);
        }

        /** Gson leaves a field out that refers to its own object. */
        @SuppressWarnings("ReferenceEquality")
        private static boolean isSelf(Field field, Object value) {
            try {
                return field.get(value) == value;
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(field + " can't be read", e);
            }
        }
    }
}
