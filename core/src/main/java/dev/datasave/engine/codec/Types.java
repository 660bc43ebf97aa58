package dev.datasave.engine.codec;

import com.google.gson.JsonElement;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.annotations.SerializedName;
import com.google.gson.reflect.TypeToken;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Questions about the classes and fields of a data type. */
final class Types {
    private Types() {}

    static Class<?> raw(Type type) {
        return TypeToken.get(type).getRawType();
    }

    /** A type argument; {@code Object} where the type is raw. */
    static Type argument(Type type, int index) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[index] : Object.class;
    }

    /** True for a class or record of the game that Gson writes member by member. */
    static boolean hasMembers(Class<?> raw) {
        return !isPlatform(raw)
                && !raw.isEnum()
                && !Enum.class.isAssignableFrom(raw)
                && !raw.isArray()
                && !raw.isInterface()
                && !raw.isAnnotationPresent(JsonAdapter.class)
                && !Map.class.isAssignableFrom(raw)
                && !Collection.class.isAssignableFrom(raw)
                && !JsonElement.class.isAssignableFrom(raw);
    }

    static boolean isPlatform(Class<?> raw) {
        return raw.isPrimitive()
                || raw.getName().startsWith("java.")
                || raw.getName().startsWith("javax.");
    }

    static boolean isAbstract(Class<?> raw) {
        return Modifier.isAbstract(raw.getModifiers());
    }

    /** True for classes that Gson writes as null, or reads without what they are inside of. */
    static boolean isLost(Class<?> raw) {
        boolean isStatic = Modifier.isStatic(raw.getModifiers()) || raw.isEnum() || raw.isRecord() || raw.isInterface();
        return !isPlatform(raw)
                && !Enum.class.isAssignableFrom(raw)
                && !isStatic
                && (raw.isAnonymousClass() || raw.isLocalClass() || raw.isMemberClass());
    }

    /** The fields that Gson writes, its superclasses' too, with their types' variables replaced where that is known. */
    static Map<Field, Type> fields(Type type) {
        Map<Field, Type> fields = new LinkedHashMap<>();
        Type at = type;
        for (Class<?> raw = raw(type); raw != null && !isPlatform(raw); raw = raw.getSuperclass()) {
            Map<TypeVariable<?>, Type> variables = variables(at);
            for (Field field : raw.getDeclaredFields()) {
                if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0 && !field.isSynthetic()) {
                    fields.put(field, resolve(field.getGenericType(), variables));
                }
            }
            Type above = raw.getGenericSuperclass();
            at = above == null ? Object.class : resolve(above, variables);
        }
        return fields;
    }

    /** The arguments that a type gives to one of the types that it extends; {@code Object} where it gives none. */
    static Type[] arguments(Type type, Class<?> target) {
        Class<?> raw = raw(type);
        if (raw == target) {
            Type[] arguments = new Type[target.getTypeParameters().length];
            Arrays.setAll(arguments, i -> resolve(argument(type, i), Map.of()));
            return arguments;
        }
        Type above = Stream.concat(
                        Stream.ofNullable(raw.getGenericSuperclass()), Arrays.stream(raw.getGenericInterfaces()))
                .filter(candidate -> target.isAssignableFrom(raw(candidate)))
                .findFirst()
                .orElseThrow();
        return arguments(resolve(above, variables(type)), target);
    }

    /** The constructor without parameters; null if there is none. */
    static @Nullable Constructor<?> plainConstructor(Class<?> raw) {
        try {
            Constructor<?> constructor = raw.getDeclaredConstructor();
            if (!constructor.trySetAccessible()) {
                throw closed(raw);
            }
            return constructor;
        } catch (NoSuchMethodException none) {
            return null;
        }
    }

    static RefusedType closed(Class<?> raw) {
        return new RefusedType(
                "the package of " + raw.getName() + " closed",
                "it opened to com.google.gson and dev.datasave.core by its module");
    }

    /** What the game's code threw when it was called by reflection. */
    static RuntimeException thrown(InvocationTargetException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e.getCause());
    }

    static String name(Field field) {
        SerializedName name = field.getAnnotation(SerializedName.class);
        return name == null ? field.getName() : name.value();
    }

    static List<String> alternates(Field field) {
        SerializedName name = field.getAnnotation(SerializedName.class);
        return name == null ? List.of() : List.of(name.alternate());
    }

    static Map<TypeVariable<?>, Type> variables(Type type) {
        Map<TypeVariable<?>, Type> variables = new HashMap<>();
        if (type instanceof ParameterizedType generic) {
            TypeVariable<?>[] declared = raw(type).getTypeParameters();
            for (int i = 0; i < declared.length; i++) {
                variables.put(declared[i], generic.getActualTypeArguments()[i]);
            }
        }
        return variables;
    }

    /** The type with variables replaced by what is known of them or else their bound, and wildcards by their upper bound. */
    static Type resolve(Type type, Map<TypeVariable<?>, Type> variables) {
        return switch (type) {
            case TypeVariable<?> variable -> variables.getOrDefault(variable, raw(variable.getBounds()[0]));
            case WildcardType wildcard -> resolve(wildcard.getUpperBounds()[0], variables);
            case ParameterizedType generic -> {
                TypeVariable<?>[] declared = raw(generic).getTypeParameters();
                Type[] arguments = generic.getActualTypeArguments();
                for (int i = 0; i < arguments.length; i++) {
                    Type resolved = resolve(arguments[i], variables);
                    arguments[i] = resolved == Object.class ? raw(declared[i].getBounds()[0]) : resolved;
                }
                yield TypeToken.getParameterized(raw(generic), arguments).getType();
            }
            case GenericArrayType array ->
                TypeToken.getArray(resolve(array.getGenericComponentType(), variables))
                        .getType();
            default -> type;
        };
    }
}
