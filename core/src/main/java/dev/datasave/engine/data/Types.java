package dev.datasave.engine.data;

import com.google.gson.JsonElement;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.annotations.SerializedName;
import com.google.gson.reflect.TypeToken;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        Map<Field, Type> fields = new HashMap<>();
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

    /** The type with variables replaced by what is known of them, and wildcards by their upper bound. */
    static Type resolve(Type type, Map<TypeVariable<?>, Type> variables) {
        return switch (type) {
            case TypeVariable<?> variable -> variables.getOrDefault(variable, Object.class);
            case WildcardType wildcard -> resolve(wildcard.getUpperBounds()[0], variables);
            case ParameterizedType generic -> {
                List<Type> arguments = new ArrayList<>();
                Arrays.stream(generic.getActualTypeArguments())
                        .forEach(argument -> arguments.add(resolve(argument, variables)));
                yield TypeToken.getParameterized(raw(generic), arguments.toArray(Type[]::new))
                        .getType();
            }
            default -> type;
        };
    }
}
