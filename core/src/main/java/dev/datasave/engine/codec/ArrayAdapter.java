package dev.datasave.engine.codec;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.datasave.engine.json.FormatProblem;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays, also of primitives and of arrays. Each element is written as what the type declares. */
final class ArrayAdapter extends TypeAdapter<@Nullable Object> {
    private final Class<?> component;
    private final TypeAdapter<@Nullable Object> elements;
    private final boolean takesNull;

    private ArrayAdapter(Class<?> component, TypeAdapter<@Nullable Object> elements) {
        this.component = component;
        this.elements = elements;
        this.takesNull = !component.isPrimitive() && CollectionAdapter.keepsNull(elements);
    }

    static TypeAdapter<?> of(Gson gson, Type type) {
        Type component = type instanceof GenericArrayType generic
                ? generic.getGenericComponentType()
                : Types.raw(type).getComponentType();
        return new ArrayAdapter(Types.raw(component), Adapters.of(gson, component, "[*]"));
    }

    @Override
    public @Nullable Object read(JsonReader in) throws IOException {
        JsonToken token = in.peek();
        if (token == JsonToken.NULL) {
            in.nextNull();
            return null;
        } else if (token != JsonToken.BEGIN_ARRAY) {
            throw new FormatProblem(in.getPath(), token.toString(), "BEGIN_ARRAY");
        }
        List<@Nullable Object> read = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            Object element = elements.read(in);
            if (element == null && !takesNull) {
                throw new FormatProblem(in.getPreviousPath(), "null", "an element that is not null");
            }
            read.add(element);
        }
        in.endArray();
        Object array = Array.newInstance(component, read.size());
        for (int i = 0; i < read.size(); i++) {
            Array.set(array, i, read.get(i));
        }
        return array;
    }

    @Override
    public void write(JsonWriter out, @Nullable Object array) throws IOException {
        if (array == null) {
            out.nullValue();
            return;
        }
        boolean isStrict = !Adapters.isLenient(out);
        if (isStrict && array.getClass().getComponentType() != component) {
            throw new FormatProblem("found a " + array.getClass().getTypeName() + " where the data type declares a "
                    + component.getTypeName() + "[], expected the declared one");
        }
        out.beginArray();
        for (int i = 0; i < Array.getLength(array); i++) {
            Object element = Array.get(array, i);
            if (element == null && !takesNull && isStrict) {
                throw new FormatProblem("$[" + i + "]", "null", "an element that is not null");
            }
            try {
                elements.write(out, element);
            } catch (RuntimeException | Error thrown) {
                throw Located.writing("[" + i + "]", thrown);
            }
        }
        out.endArray();
    }
}
