package dev.datasave.engine.codec;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.reflect.TypeToken;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Members with an adapter of the game's own: {@code @JsonAdapter} at the member. At a class, Gson deals with it. */
final class Annotated {
    private Annotated() {}

    /** The member's own adapter; null if it has none. */
    @SuppressWarnings("unchecked") // the game says that it is of the type
    static @Nullable TypeAdapter<@Nullable Object> adapter(Gson gson, Field field, Type type) {
        JsonAdapter annotation = field.getAnnotation(JsonAdapter.class);
        if (annotation == null) {
            return null;
        }
        TypeAdapter<?> adapter = made(gson, annotation.value(), type);
        if (adapter == null) {
            throw new RefusedType(field + " with an adapter that does not know its type", "one that does");
        }
        return (TypeAdapter<@Nullable Object>) (annotation.nullSafe() ? adapter.nullSafe() : adapter);
    }

    private static @Nullable TypeAdapter<?> made(Gson gson, Class<?> by, Type type) {
        Object made;
        try {
            Constructor<?> constructor = by.getDeclaredConstructor();
            constructor.setAccessible(true);
            made = constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(by.getName() + " can't be constructed", e);
        }
        return switch (made) {
            case TypeAdapter<?> adapter -> adapter;
            case TypeAdapterFactory factory -> factory.create(gson, TypeToken.get(type));
            default ->
                gson.newBuilder().registerTypeAdapter(type, made).create().getAdapter(TypeToken.get(type));
        };
    }
}
