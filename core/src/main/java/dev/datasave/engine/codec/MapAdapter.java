package dev.datasave.engine.codec;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.datasave.engine.json.FormatProblem;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Maps: JSON objects if all keys are texts, numbers or the like, else lists of pairs. Gson's own adapter leaves out entries whose value is null, lets keys that
 * are written alike overwrite each other, and writes values as what they are instead of what is declared.
 */
final class MapAdapter extends TypeAdapter<@Nullable Map<@Nullable Object, @Nullable Object>> {
    private final Class<?> declared;
    private final Type keyType;
    private final TypeAdapter<@Nullable Object> keys;
    private final TypeAdapter<@Nullable Object> values;
    private final Supplier<?> maker;

    private MapAdapter(
            Class<?> declared,
            Type keyType,
            TypeAdapter<@Nullable Object> keys,
            TypeAdapter<@Nullable Object> values,
            Supplier<?> maker) {
        this.declared = declared;
        this.keyType = keyType;
        this.keys = keys;
        this.values = values;
        this.maker = maker;
    }

    static TypeAdapter<?> of(Gson gson, Type type) {
        Type[] of = Types.arguments(type, Map.class);
        if (JsonElement.class.isAssignableFrom(Types.raw(of[0]))) {
            throw new RefusedType("a map whose keys are " + of[0].getTypeName(), "keys that a text can tell apart");
        }
        return new MapAdapter(
                Types.raw(type),
                of[0],
                Adapters.of(gson, of[0], ", a key"),
                Adapters.of(gson, of[1], ".*"),
                Containers.maker(type, of[0]));
    }

    @Override
    @SuppressWarnings("unchecked") // the maker is of a map type
    public @Nullable Map<@Nullable Object, @Nullable Object> read(JsonReader in) throws IOException {
        JsonToken token = in.peek();
        boolean isPairs = token == JsonToken.BEGIN_ARRAY && mayBePairs();
        if (token == JsonToken.NULL) {
            in.nextNull();
            return null;
        } else if (token != JsonToken.BEGIN_OBJECT && !isPairs) {
            throw new FormatProblem(in.getPath(), token.toString(), "a map");
        }
        Map<@Nullable Object, @Nullable Object> map = (Map<@Nullable Object, @Nullable Object>) maker.get();
        if (isPairs) {
            in.beginArray();
            while (in.hasNext()) {
                in.beginArray();
                put(in, map, keys.read(in));
                in.endArray();
            }
            in.endArray();
        } else {
            in.beginObject();
            while (in.hasNext()) {
                put(in, map, key(in, in.nextName()));
            }
            in.endObject();
        }
        return map;
    }

    private void put(JsonReader in, Map<@Nullable Object, @Nullable Object> map, @Nullable Object key)
            throws IOException {
        if (key == null) {
            throw new FormatProblem(in.getPreviousPath(), "null as a map's key", "a key");
        } else if (map.containsKey(key)) {
            throw new FormatProblem(in.getPath(), "a key of a map twice", "each key once");
        }
        Object value = values.read(in);
        try {
            map.put(key, value);
        } catch (RuntimeException thrown) {
            throw Located.reading(in.getPreviousPath(), thrown);
        }
    }

    /** Whether the map may be a list of pairs, because its keys are not texts, numbers or the like. */
    private boolean mayBePairs() {
        Class<?> raw = Types.raw(keyType);
        return raw.isArray() || raw.isInterface() || !(Types.isPlatform(raw) || raw.isEnum());
    }

    private @Nullable Object key(JsonReader in, String name) {
        if (keyType == String.class || keyType == Object.class) {
            return name;
        }
        try {
            return keys.fromJsonTree(new JsonPrimitive(name));
        } catch (RuntimeException e) {
            throw new FormatProblem(in.getPath(), "a key that doesn't fit", "the text of a " + keyType.getTypeName());
        }
    }

    @Override
    public void write(JsonWriter out, @Nullable Map<@Nullable Object, @Nullable Object> map) throws IOException {
        if (map == null) {
            out.nullValue();
            return;
        }
        Containers.check(out, map, declared);
        Map<String, @Nullable Object> named = named(out, map);
        if (named == null) {
            writePairs(out, map);
            return;
        }
        out.beginObject();
        for (Map.Entry<String, @Nullable Object> entry : named.entrySet()) {
            out.name(entry.getKey());
            writeValue(out, entry.getValue(), "." + entry.getKey());
        }
        out.endObject();
    }

    private void writeValue(JsonWriter out, @Nullable Object value, String part) throws IOException {
        try {
            if (value == null && !CollectionAdapter.keepsNull(values) && !Adapters.isLenient(out)) {
                throw new FormatProblem("found null, expected a value that is not null");
            }
            values.write(out, value);
        } catch (RuntimeException | Error thrown) {
            throw Located.writing(part, thrown);
        }
    }

    private void writePairs(JsonWriter out, Map<@Nullable Object, @Nullable Object> map) throws IOException {
        int index = 0;
        out.beginArray();
        for (Map.Entry<@Nullable Object, @Nullable Object> entry : map.entrySet()) {
            out.beginArray();
            keys.write(out, entry.getKey());
            writeValue(out, entry.getValue(), "[" + index + "][1]");
            out.endArray();
            index++;
        }
        out.endArray();
    }

    /** The values by the text of their keys; null if a key is not a text, number or the like: then the map becomes a list of pairs. */
    private @Nullable Map<String, @Nullable Object> named(JsonWriter out, Map<@Nullable Object, @Nullable Object> map) {
        Map<String, @Nullable Object> named = LinkedHashMap.newLinkedHashMap(map.size());
        for (Map.Entry<@Nullable Object, @Nullable Object> entry : map.entrySet()) {
            JsonElement key = key(out, entry.getKey());
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

    private JsonElement key(JsonWriter out, @Nullable Object key) {
        boolean isText = keyType == String.class || keyType == Object.class;
        if (isText && key instanceof String text) {
            return new JsonPrimitive(text);
        } else if (keyType == Object.class && key != null && !Adapters.isLenient(out)) {
            throw new FormatProblem("found a " + key.getClass().getName()
                    + " as a key where the data type declares an Object or no type, expected String keys");
        }
        try {
            return keys.toJsonTree(key);
        } catch (RuntimeException | Error thrown) {
            throw Located.writing(", a key", thrown);
        }
    }
}
