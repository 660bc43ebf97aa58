package dev.datasave.engine.codec;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values of which no more is declared than {@code Object}, also in raw collections. JSON tells texts, truth values, whole numbers, other numbers, lists and maps
 * apart, and nothing else. So these come back as they were, and everything else is refused when it is written.
 */
final class ObjectAdapter extends TypeAdapter<@Nullable Object> {
    private static final String KEPT = "String, Boolean, Long, Double, or a List or Map of them";

    private final Gson gson;

    ObjectAdapter(Gson gson) {
        this.gson = gson;
    }

    @Override
    public @Nullable Object read(JsonReader in) throws IOException {
        return switch (in.peek()) {
            case BEGIN_ARRAY -> list(in);
            case BEGIN_OBJECT -> map(in);
            case STRING -> in.nextString();
            case BOOLEAN -> in.nextBoolean();
            case NUMBER -> number(in, in.nextString());
            default -> {
                in.nextNull();
                yield null;
            }
        };
    }

    private List<@Nullable Object> list(JsonReader in) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            list.add(read(in));
        }
        in.endArray();
        return list;
    }

    private Map<String, @Nullable Object> map(JsonReader in) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        in.beginObject();
        while (in.hasNext()) {
            map.put(in.nextName(), read(in));
        }
        in.endObject();
        return map;
    }

    /** A whole number, as it is written, is a long. */
    private static Number number(JsonReader in, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notWhole) {
            double real = Double.parseDouble(text);
            if (Double.isFinite(real) && JsonText.same(text, Double.toString(real))) {
                return real;
            }
            throw new FormatProblem(
                    in.getPreviousPath(), "a number of more digits", "one that a long or a double holds");
        }
    }

    @Override
    public void write(JsonWriter out, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.nullValue();
            case String text -> out.value(text);
            case Boolean flag -> out.value(flag);
            case Long whole -> out.value(whole);
            case Double real when Double.isFinite(real) || Adapters.isLenient(out) -> out.value(real);
            case Double real -> throw Scalars.notFinite();
            case List<?> list -> CollectionAdapter.write(out, list, List.class, this);
            case Map<?, ?> map -> write(out, map);
            default -> {
                if (!Adapters.isLenient(out)) {
                    throw new FormatProblem("found a " + value.getClass().getName()
                            + " where the data type declares an Object, expected a " + KEPT);
                }
                Adapters.writeLeniently(gson, out, value);
            }
        }
    }

    private void write(JsonWriter out, Map<?, ?> map) throws IOException {
        Containers.check(out, map, Map.class);
        out.beginObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String) && !Adapters.isLenient(out)) {
                throw new FormatProblem(
                        "found a key that is no String where the data type declares an Object or no type, "
                                + "expected String keys");
            }
            String key = String.valueOf(entry.getKey());
            try {
                out.name(key);
                write(out, entry.getValue());
            } catch (RuntimeException | Error thrown) {
                throw Located.writing("." + key, thrown);
            }
        }
        out.endObject();
    }
}
