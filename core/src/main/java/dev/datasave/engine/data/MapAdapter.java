package dev.datasave.engine.data;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.datasave.engine.json.FormatProblem;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps. Gson's own adapter leaves out entries whose value is null, lets keys that are written alike overwrite each other, and loses its path. */
final class MapAdapter<K, V> extends TypeAdapter<Map<K, V>> {
    private final Type keyType;
    private final TypeAdapter<K> keys;
    private final TypeAdapter<V> values;
    private final TypeAdapter<Map<K, V>> delegate;

    private MapAdapter(Type keyType, TypeAdapter<K> keys, TypeAdapter<V> values, TypeAdapter<Map<K, V>> delegate) {
        this.keyType = keyType;
        this.keys = keys;
        this.values = values;
        this.delegate = delegate;
    }

    @SuppressWarnings("unchecked")
    static TypeAdapter<?> of(Gson gson, Type type, TypeAdapter<?> delegate) {
        Type key = Types.argument(type, 0);
        return new MapAdapter<>(
                key,
                (TypeAdapter<Object>) gson.getAdapter(TypeToken.get(key)),
                (TypeAdapter<Object>) gson.getAdapter(TypeToken.get(Types.argument(type, 1))),
                (TypeAdapter<Map<Object, Object>>) delegate);
    }

    @Override
    public Map<K, V> read(JsonReader in) throws IOException {
        JsonToken token = in.peek();
        if (token == JsonToken.NULL || (token == JsonToken.BEGIN_ARRAY && mayBePairs())) {
            return delegate.read(in);
        } else if (token != JsonToken.BEGIN_OBJECT) {
            throw new FormatProblem(in.getPath(), token.toString(), "a map");
        }
        Map<K, V> map = delegate.fromJsonTree(new JsonObject());
        in.beginObject();
        while (in.hasNext()) {
            K key = key(in, in.nextName());
            if (map.containsKey(key)) {
                throw new FormatProblem(in.getPath(), "a key of a map twice", "each key once");
            }
            map.put(key, values.read(in));
        }
        in.endObject();
        return map;
    }

    /** Whether the map may be a list of pairs, because its keys are not texts, numbers or the like. */
    private boolean mayBePairs() {
        Class<?> raw = Types.raw(keyType);
        return raw == Object.class || raw.isArray() || raw.isInterface() || !(Types.isPlatform(raw) || raw.isEnum());
    }

    @SuppressWarnings("unchecked")
    private K key(JsonReader in, String name) {
        if (keyType == String.class) {
            return (K) name;
        }
        try {
            return keys.fromJsonTree(new JsonPrimitive(name));
        } catch (RuntimeException e) {
            throw new FormatProblem(in.getPath(), "a key that doesn't fit", "the text of a " + keyType.getTypeName());
        }
    }

    @Override
    public void write(JsonWriter out, @Nullable Map<K, V> map) throws IOException {
        Map<String, V> named = map == null ? null : named(map);
        if (named == null) {
            delegate.write(out, map);
            return;
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

    /** The values by the text of their keys; null if a key is not a text, number or the like: then the map becomes a list of pairs. */
    private @Nullable Map<String, V> named(Map<K, V> map) {
        Map<String, V> named = LinkedHashMap.newLinkedHashMap(map.size());
        for (Map.Entry<K, V> entry : map.entrySet()) {
            JsonElement key = keyType == String.class && entry.getKey() instanceof String text
                    ? new JsonPrimitive(text)
                    : keys.toJsonTree(entry.getKey());
            if (key.isJsonNull()) {
                throw new FormatProblem("found null as a map's key, expected a key");
            } else if (!key.isJsonPrimitive()) {
                return null;
            }
            int size = named.size();
            named.put(key.getAsString(), entry.getValue());
            if (named.size() == size) {
                throw new FormatProblem("found two keys of a map that are written alike, expected different ones");
            }
        }
        return named;
    }
}
