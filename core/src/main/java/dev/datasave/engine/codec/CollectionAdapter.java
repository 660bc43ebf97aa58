package dev.datasave.engine.codec;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.datasave.engine.json.FormatProblem;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lists, sets and queues. Each element is written as what the type declares. */
final class CollectionAdapter extends TypeAdapter<@Nullable Collection<@Nullable Object>> {
    private final Class<?> declared;
    private final TypeAdapter<@Nullable Object> elements;
    private final Supplier<?> maker;
    private final boolean takesNull;

    private CollectionAdapter(Class<?> declared, TypeAdapter<@Nullable Object> elements, Supplier<?> maker) {
        this.declared = declared;
        this.elements = elements;
        this.maker = maker;
        this.takesNull = Containers.takesNull(empty()) && keepsNull(elements);
    }

    static TypeAdapter<?> of(Gson gson, Type type) {
        Type element = Types.arguments(type, Collection.class)[0];
        TypeAdapter<@Nullable Object> elements = Adapters.of(gson, element, "[*]");
        return new CollectionAdapter(Types.raw(type), elements, Containers.maker(type, element));
    }

    /** Whether null as an element comes back as null. */
    static boolean keepsNull(TypeAdapter<?> elements) {
        return !(elements instanceof OptionalAdapter) && !(elements instanceof TreeAdapter tree && tree.knowsNull());
    }

    @SuppressWarnings("unchecked") // the maker is of a collection type
    private Collection<@Nullable Object> empty() {
        return (Collection<@Nullable Object>) maker.get();
    }

    @Override
    public @Nullable Collection<@Nullable Object> read(JsonReader in) throws IOException {
        JsonToken token = in.peek();
        if (token == JsonToken.NULL) {
            in.nextNull();
            return null;
        } else if (token != JsonToken.BEGIN_ARRAY) {
            throw new FormatProblem(in.getPath(), token.toString(), "BEGIN_ARRAY");
        }
        Collection<@Nullable Object> collection = empty();
        in.beginArray();
        while (in.hasNext()) {
            Object element = elements.read(in);
            if (element == null && !takesNull) {
                throw new FormatProblem(in.getPreviousPath(), "null", "an element that is not null");
            }
            try {
                collection.add(element);
            } catch (RuntimeException thrown) {
                throw Located.reading(in.getPreviousPath(), thrown);
            }
        }
        in.endArray();
        return collection;
    }

    @Override
    public void write(JsonWriter out, @Nullable Collection<@Nullable Object> collection) throws IOException {
        if (collection == null) {
            out.nullValue();
            return;
        } else if (!takesNull && !Adapters.isLenient(out)) {
            int index = 0;
            for (Object element : collection) {
                if (element == null) {
                    throw new FormatProblem("$[" + index + "]", "null", "an element that is not null");
                }
                index++;
            }
        }
        write(out, collection, declared, elements);
    }

    static void write(
            JsonWriter out,
            Collection<? extends @Nullable Object> collection,
            Class<?> declared,
            TypeAdapter<@Nullable Object> elements)
            throws IOException {
        Containers.check(out, collection, declared);
        out.beginArray();
        int index = 0;
        for (Object element : collection) {
            try {
                elements.write(out, element);
            } catch (RuntimeException | Error thrown) {
                throw Located.writing("[" + index + "]", thrown);
            }
            index++;
        }
        out.endArray();
    }
}
