package dev.datasave.engine.data;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
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
        this.inside = (TypeAdapter<V>) gson.getAdapter(TypeToken.get(type));
        this.empty = empty;
        this.wrap = wrap;
        this.isPresent = isPresent;
        this.unwrap = unwrap;
    }

    @Override
    public O read(JsonReader in) throws IOException {
        V value = inside.read(in);
        return value == null ? empty : wrap.apply(value);
    }

    @Override
    public void write(JsonWriter out, @Nullable O value) throws IOException {
        if (value == null) {
            out.nullValue();
        } else if (isPresent.test(value)) {
            inside.write(out, unwrap.apply(value));
        } else {
            GsonCodec.writeNull(out);
        }
    }
}
