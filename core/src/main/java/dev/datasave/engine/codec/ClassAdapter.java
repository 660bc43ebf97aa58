package dev.datasave.engine.codec;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.Salvage;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Classes and records of the game, member by member. An object of a subclass is refused, because nothing says so where it is read. A record's collections become
 * unmodifiable. A member that is null is left out.
 */
final class ClassAdapter extends TypeAdapter<@Nullable Object> {
    private final Gson gson;
    private final Class<?> raw;
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, Part> byName = new HashMap<>();
    private final @Nullable Supplier<Object> maker;
    private final @Nullable RecordNode record;

    private ClassAdapter(Adapters own, Gson gson, TypeToken<?> token) {
        this.gson = gson;
        this.raw = token.getRawType();
        for (Map.Entry<Field, Type> field : Types.fields(token.getType()).entrySet()) {
            add(Part.of(own, gson, field.getKey(), field.getValue(), parts.size()));
        }
        this.record = raw.isRecord() ? RecordNode.of(token.getType()) : null;
        this.maker = record == null ? maker(own, gson, token) : null;
        if (record != null) {
            record.open();
        }
    }

    static TypeAdapter<?> of(Adapters own, Gson gson, TypeToken<?> token) {
        return new ClassAdapter(own, gson, token);
    }

    private void add(Part part) {
        parts.add(part);
        if (byName.put(part.name, part) != null) {
            throw new RefusedType(raw.getName() + " with two members named " + part.name, "one member of each name");
        }
        for (String former : Types.alternates(part.field)) {
            if (byName.putIfAbsent(former, part) != null) {
                throw new RefusedType(raw.getName() + " with two members named " + former, "one member of each name");
            }
        }
    }

    /** Gson makes an object without a constructor where there is none without parameters. */
    private static Supplier<Object> maker(TypeAdapterFactory own, Gson gson, TypeToken<?> token) {
        Constructor<?> constructor = Types.plainConstructor(token.getRawType());
        if (constructor == null) {
            TypeAdapter<?> delegate = gson.getDelegateAdapter(own, token);
            return () -> delegate.fromJsonTree(new JsonObject());
        }
        return () -> {
            try {
                return constructor.newInstance();
            } catch (InvocationTargetException e) {
                throw Types.thrown(e);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(token.getRawType().getName() + " can't be constructed", e);
            }
        };
    }

    @Override
    public @Nullable Object read(JsonReader in) throws IOException {
        JsonToken token = in.peek();
        if (token == JsonToken.NULL) {
            in.nextNull();
            return null;
        } else if (token != JsonToken.BEGIN_OBJECT) {
            throw new FormatProblem(in.getPath(), token.toString(), "BEGIN_OBJECT");
        }
        return record == null ? readObject(in) : readRecord(in, record);
    }

    private Object readObject(JsonReader in) throws IOException {
        Object object = made(in);
        in.beginObject();
        while (in.hasNext()) {
            Part part = byName.get(in.nextName());
            if (part == null) {
                in.skipValue();
            } else {
                Object value = part.read(in);
                if (value != null || !part.field.getType().isPrimitive()) {
                    part.set(object, value);
                }
            }
        }
        in.endObject();
        return object;
    }

    private Object made(JsonReader in) {
        try {
            return Objects.requireNonNull(maker).get();
        } catch (Throwable thrown) {
            throw Located.reading(in.getPath(), thrown);
        }
    }

    private Object readRecord(JsonReader in, RecordNode node) throws IOException {
        @Nullable Object[] values = node.missing();
        in.beginObject();
        while (in.hasNext()) {
            Part part = byName.get(in.nextName());
            if (part == null) {
                in.skipValue();
            } else {
                Object value = part.read(in);
                if (value == null && part.field.getType().isPrimitive()) {
                    throw new FormatProblem(in.getPreviousPath(), "null", "a " + part.field.getType());
                }
                values[part.index] = value;
            }
        }
        in.endObject();
        try {
            Object made = node.construct(values);
            Object frozen = node.holds() ? node.freeze(made, false) : made;
            return frozen == null ? made : frozen;
        } catch (RuntimeException | Error thrown) {
            throw Located.reading(in.getPreviousPath(), thrown);
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // an object that is its own member
    public void write(JsonWriter out, @Nullable Object value) throws IOException {
        if (value == null) {
            out.nullValue();
            return;
        } else if (value.getClass() != raw) {
            if (!Adapters.isLenient(out)) {
                throw new FormatProblem(
                        "found an instance of " + value.getClass().getName() + " where the data type declares "
                                + raw.getName() + ", expected the declared one");
            }
            Adapters.writeLeniently(gson, out, value);
            return;
        }
        out.beginObject();
        for (Part part : parts) {
            try {
                Object member = record == null ? part.field.get(value) : record.get(part.index, value);
                if (member == value) {
                    throw new FormatProblem("found a cycle, expected a tree");
                } else if (member != null && Adapters.isLenient(out)) {
                    out.name(part.name);
                    writeWhatCanBeRead(out, part, member);
                } else if (member != null) {
                    out.name(part.name);
                    part.adapter.write(out, member);
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(part.field + " can't be read", e);
            } catch (RuntimeException | Error thrown) {
                throw Located.writing("." + part.name, thrown);
            }
        }
        out.endObject();
    }

    /** Writes a member aside first: one that can't be read, perhaps because it is changed meanwhile, must not take the others with it. */
    private void writeWhatCanBeRead(JsonWriter out, Part part, Object member) throws IOException {
        StringWriter text = new StringWriter();
        JsonWriter aside = new JsonWriter(text);
        aside.setStrictness(Strictness.LENIENT);
        JsonElement tree;
        try {
            part.adapter.write(aside, member);
            tree = JsonParser.parseString(text.toString());
        } catch (FormatProblem | VirtualMachineError endless) {
            throw endless; // a cycle, perhaps: to go on with the next member would walk each way through it
        } catch (Throwable unreadable) { // why has been told: the data could not be encoded before
            tree = Salvage.UNREAD;
        }
        gson.getAdapter(JsonElement.class).write(out, tree);
    }

    /** One member. */
    private record Part(Field field, String name, int index, TypeAdapter<@Nullable Object> adapter) {

        static Part of(Adapters own, Gson gson, Field field, Type type, int index) {
            String name = Types.name(field);
            TypeAdapter<@Nullable Object> adapter = own.annotated(gson, field, type);
            if (!field.trySetAccessible()) {
                throw Types.closed(field.getDeclaringClass());
            }
            return new Part(field, name, index, adapter == null ? Adapters.of(gson, type, "." + name) : adapter);
        }

        @Nullable
        Object read(JsonReader in) throws IOException {
            try {
                return adapter.read(in);
            } catch (RuntimeException | Error thrown) {
                throw Located.reading(in.getPath(), thrown);
            }
        }

        void set(Object object, @Nullable Object value) {
            try {
                field.set(object, value);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(field + " can't be set", e);
            }
        }
    }
}
