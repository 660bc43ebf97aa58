package dev.datasave.engine.codec;

import com.google.gson.Gson;
import com.google.gson.JsonNull;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.datasave.engine.json.FormatProblem;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A value, or an explicit JSON null: "none" is an answer, which reconciling must not overwrite. */
final class OptionalAdapter<O, V> extends TypeAdapter<O> {
    private final TypeAdapter<V> inside;
    private final O empty;
    private final Function<V, O> wrap;
    private final Predicate<O> isPresent;
    private final Function<O, V> unwrap;

    @SuppressWarnings("unchecked")
    OptionalAdapter(Gson gson, Type type, O empty, Function<V, O> wrap, Predicate<O> isPresent, Function<O, V> unwrap) {
        this.inside = (TypeAdapter<V>) Adapters.of(gson, type);
        this.empty = empty;
        this.wrap = wrap;
        this.isPresent = isPresent;
        this.unwrap = unwrap;
    }

    @Override
    public O read(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.NULL) {
            in.nextNull();
            return empty;
        }
        V value = inside.read(in);
        return value == null ? empty : wrap.apply(value);
    }

    @Override
    public void write(JsonWriter out, @Nullable O value) throws IOException {
        if (value == null || !isPresent.test(value)) {
            out.nullValue();
        } else if (unwrap.apply(value) instanceof JsonNull && !Adapters.isLenient(out)) {
            throw new FormatProblem(
                    "found an optional of a JSON null, which is written like an empty one, expected another value");
        } else {
            inside.write(out, unwrap.apply(value));
        }
    }
}
