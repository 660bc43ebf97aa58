package dev.datasave.engine.data;

import com.google.gson.JsonElement;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which JSON objects of a data type have members that are always there (classes, records), and which are maps. */
abstract class Members {
    /** A map, a list, a scalar. */
    static final Members NONE = new Same(false, null);

    /** A Gson tree: every object counts as fixed. */
    static final Members TREE = new Same(true, null);

    /** Only the root has fixed members: what a codec that isn't ours writes inside is not known. */
    static final Members ROOT = new Same(true, NONE);

    abstract boolean areFixed();

    /** The members of the object at a member. */
    abstract Members at(String name);

    /** The name that a member has now; the same unless it is a former one. */
    String present(String name) {
        return name;
    }

    /** True if a JSON null is a value here, not a gap. */
    boolean knowNull() {
        return false;
    }

    /** As Gson writes the type. */
    static Members of(Type type) {
        Class<?> raw = Types.raw(type);
        if (JsonElement.class.isAssignableFrom(raw)) {
            return TREE;
        }
        if (Scalars.isOptional(raw)) {
            return new OfOptional(raw == Optional.class ? of(Types.argument(type, 0)) : NONE);
        }
        return Types.hasMembers(raw) ? new OfClass(type) : NONE;
    }

    /** Objects that are all alike; {@code inside} are those at their members, null = the same again. */
    private static final class Same extends Members {
        private final boolean fixed;
        private final @Nullable Members inside;

        Same(boolean fixed, @Nullable Members inside) {
            this.fixed = fixed;
            this.inside = inside;
        }

        @Override
        boolean areFixed() {
            return fixed;
        }

        @Override
        Members at(String name) {
            return inside == null ? this : inside;
        }
    }

    private static final class OfOptional extends Members {
        private final Members inside;

        OfOptional(Members inside) {
            this.inside = inside;
        }

        @Override
        boolean areFixed() {
            return inside.areFixed();
        }

        @Override
        Members at(String name) {
            return inside.at(name);
        }

        @Override
        String present(String name) {
            return inside.present(name);
        }

        @Override
        boolean knowNull() {
            return true;
        }
    }

    private static final class OfClass extends Members {
        private final Map<String, Type> types = new HashMap<>();
        private final Map<String, String> former = new HashMap<>();
        private final Map<String, Members> members = new ConcurrentHashMap<>();

        OfClass(Type type) {
            for (Map.Entry<Field, Type> field : Types.fields(type).entrySet()) {
                String name = Types.name(field.getKey());
                types.put(name, field.getValue());
                Types.alternates(field.getKey()).forEach(alternate -> former.put(alternate, name));
            }
        }

        @Override
        boolean areFixed() {
            return true;
        }

        @Override
        String present(String name) {
            return former.getOrDefault(name, name);
        }

        @Override
        Members at(String name) {
            Type type = types.get(name);
            return type == null ? NONE : members.computeIfAbsent(name, n -> of(type));
        }
    }
}
