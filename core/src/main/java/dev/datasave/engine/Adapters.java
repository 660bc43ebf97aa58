package dev.datasave.engine;

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
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Gson is told besides its own: refuses types whose values would be lost, and gives the others an adapter where Gson's loses something.
 *
 * <p>Closed once a data type's adapter is built: a class of the game that appears later is one that the data type doesn't declare, a
 * subclass, and would be read back as something else.
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
            return (TypeAdapter<T>) OfMap.of(gson, type, gson.getDelegateAdapter(this, token));
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

    /** Gson leaves entries out whose value is null, and keys that look alike overwrite each other. */
    private record OfMap<K, V>(TypeAdapter<K> keys, TypeAdapter<V> values, TypeAdapter<Map<K, V>> delegate) {
        @SuppressWarnings("unchecked")
        static <K, V> TypeAdapter<Map<K, V>> of(Gson gson, Type type, TypeAdapter<?> delegate) {
            TypeToken<K> key = (TypeToken<K>) TypeToken.get(Types.argument(type, 0));
            TypeToken<V> value = (TypeToken<V>) TypeToken.get(Types.argument(type, 1));
            OfMap<K, V> parts =
                    new OfMap<>(gson.getAdapter(key), gson.getAdapter(value), (TypeAdapter<Map<K, V>>) delegate);
            return new TypeAdapter<>() {
                @Override
                public Map<K, V> read(JsonReader in) throws IOException {
                    return parts.delegate().read(in);
                }

                @Override
                public void write(JsonWriter out, @Nullable Map<K, V> map) throws IOException {
                    if (map == null) {
                        out.nullValue();
                    } else {
                        parts.write(out, map);
                    }
                }
            };
        }

        private void write(JsonWriter out, Map<K, V> map) throws IOException {
            Map<String, V> named = LinkedHashMap.newLinkedHashMap(map.size());
            for (Map.Entry<K, V> entry : map.entrySet()) {
                JsonElement key = entry.getKey() instanceof String text
                        ? new JsonPrimitive(text)
                        : keys.toJsonTree(entry.getKey());
                if (key.isJsonNull()) {
                    throw new FormatProblem("found null as a map's key, expected a key");
                } else if (!key.isJsonPrimitive()) {
                    delegate.write(out, map);
                    return;
                }
                int size = named.size();
                named.put(key.getAsString(), entry.getValue());
                if (named.size() == size) {
                    throw new FormatProblem("found two keys of a map that are written alike, expected different ones");
                }
            }
            out.beginObject();
            for (Map.Entry<String, V> entry : named.entrySet()) {
                out.name(entry.getKey());
                if (entry.getValue() == null) {
                    GsonCodec.writeNull(out);
                } else {
                    values.write(out, entry.getValue());
                }
            }
            out.endObject();
        }
    }

    /** Classes and records: former names give way to the present one, and a record's collections become unmodifiable. */
    private static final class OfClass<T> extends TypeAdapter<T> {
        private final TypeAdapter<T> delegate;
        private final Map<String, String> names = new LinkedHashMap<>();
        private final @Nullable Shape<Object> shape;

        OfClass(TypeAdapter<T> delegate, TypeToken<T> token) {
            this.delegate = delegate;
            for (Field field : Types.fields(token.getType()).keySet()) {
                Types.alternates(field).forEach(former -> names.put(former, Types.name(field)));
            }
            Shape<Object> own = token.getRawType().isRecord() ? Shape.of(token.getType()) : null;
            if (own != null) {
                own.open();
            }
            this.shape = own != null && own.freezes() ? own : null;
        }

        @Override
        @SuppressWarnings("unchecked")
        public @Nullable T read(JsonReader in) throws IOException {
            T value = names.isEmpty() ? delegate.read(in) : delegate.fromJsonTree(renamed(in));
            return value == null || shape == null ? value : (T) shape.freezeOwn(value);
        }

        /** Changes the tree that is read, so that what remains of it is what the class doesn't know. */
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
            delegate.write(out, value);
        }
    }
}
