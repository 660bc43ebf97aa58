package dev.datasave.engine.codec;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.annotations.JsonAdapter;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonText;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Which JSON objects of a data type have members that are always there (classes, records), and which are maps. */
public abstract class Members {
    /** A map, a list, a scalar. */
    public static final Members NONE = new Same(false, null);

    /** A Gson tree: every object counts as fixed. */
    public static final Members TREE = new Same(true, null);

    /** Only the root has fixed members: what a codec that isn't ours writes inside is not known. */
    public static final Members ROOT = new Same(true, NONE);

    public abstract boolean areFixed();

    /** The members of the object at a member. */
    public abstract Members at(String name);

    /** The name that a member has now; the same unless it is a former one. */
    public String present(String name) {
        return name;
    }

    /** The former names of the class's members, with the present ones. */
    Map<String, String> former() {
        return Map.of();
    }

    /** True if a JSON null is a value here, not a gap. */
    public boolean knowNull() {
        return false;
    }

    /** The members of the elements of a list or an array, and of a map's values. */
    Members element() {
        return NONE;
    }

    /** The members of a map's keys, which matter where it is written as pairs; null if this is no map. */
    @Nullable
    Members keys() {
        return null;
    }

    /** The class or record that stands here; null if there is none, or it is not known. */
    public @Nullable Class<?> type() {
        return null;
    }

    /** The present names of all members of the class or record. */
    public Set<String> names() {
        return Set.of();
    }

    /**
     * Visits the objects of classes and records in a tree, outer ones first. The visitor may change them.
     *
     * @throws FormatProblem if it has more levels than can be stored, because the visitor adds more and more
     */
    public final void visit(JsonElement tree, BiConsumer<JsonObject, Members> visitor) {
        visit(tree, visitor, 0);
    }

    private void visit(JsonElement tree, BiConsumer<JsonObject, Members> visitor, int depth) {
        if (depth > JsonText.MAX_DEPTH) {
            throw new FormatProblem("found more than " + JsonText.MAX_DEPTH + " levels, expected an end");
        } else if (tree instanceof JsonObject object && type() != null) {
            visitor.accept(object, this);
            object.entrySet()
                    .forEach(member -> at(present(member.getKey())).visit(member.getValue(), visitor, depth + 1));
        } else if (tree instanceof JsonObject object && keys() != null) {
            object.entrySet().forEach(entry -> element().visit(entry.getValue(), visitor, depth + 1));
        } else if (tree instanceof JsonArray array) {
            Members keys = keys();
            for (JsonElement element : array) {
                if (keys == null) {
                    element().visit(element, visitor, depth + 1);
                } else if (element instanceof JsonArray pair && pair.size() == 2) {
                    keys.visit(pair.get(0), visitor, depth + 2);
                    element().visit(pair.get(1), visitor, depth + 2);
                }
            }
        }
    }

    /** The classes and records that may stand here or deeper, with the members of each. */
    public final Map<Type, Members> classes() {
        Map<Type, Members> found = new HashMap<>();
        collect(found);
        return found;
    }

    private void collect(Map<Type, Members> found) {
        if (this instanceof OfOptional optional) {
            optional.inside.collect(found);
        } else if (this instanceof OfClass known) {
            if (found.putIfAbsent(known.type, known) == null) {
                known.names().forEach(name -> at(name).collect(found));
            }
        } else if (this instanceof OfElements elements) {
            elements.element.collect(found);
            if (elements.keys != null) {
                elements.keys.collect(found);
            }
        }
    }

    /** As our codec writes the type. */
    public static Members of(Type type) {
        Class<?> raw = Types.raw(type);
        if (JsonElement.class.isAssignableFrom(raw)) {
            return TREE;
        }
        if (Scalars.isOptional(raw)) {
            return new OfOptional(raw == Optional.class ? of(Types.argument(type, 0)) : NONE);
        }
        if (type instanceof GenericArrayType array) {
            return new OfElements(null, of(array.getGenericComponentType()));
        } else if (raw.isArray()) {
            return raw.getComponentType().isPrimitive() ? NONE : new OfElements(null, of(raw.getComponentType()));
        } else if (Map.class.isAssignableFrom(raw)) {
            Type[] of = Types.arguments(type, Map.class);
            return new OfElements(of(of[0]), of(of[1]));
        } else if (Collection.class.isAssignableFrom(raw)) {
            return new OfElements(null, of(Types.arguments(type, Collection.class)[0]));
        }
        return Types.hasMembers(raw) ? new OfClass(type) : NONE;
    }

    /** Lists, arrays and maps: what is in them comes and goes. */
    private static final class OfElements extends Members {
        private final @Nullable Members keys;
        private final Members element;

        OfElements(@Nullable Members keys, Members element) {
            this.keys = keys;
            this.element = element;
        }

        @Override
        public boolean areFixed() {
            return false;
        }

        @Override
        public Members at(String name) {
            return NONE;
        }

        @Override
        Members element() {
            return element;
        }

        @Override
        @Nullable
        Members keys() {
            return keys;
        }
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
        public boolean areFixed() {
            return fixed;
        }

        @Override
        public Members at(String name) {
            return inside == null ? this : inside;
        }
    }

    private static final class OfOptional extends Members {
        private final Members inside;

        OfOptional(Members inside) {
            this.inside = inside;
        }

        @Override
        public boolean areFixed() {
            return inside.areFixed();
        }

        @Override
        public Members at(String name) {
            return inside.at(name);
        }

        @Override
        public String present(String name) {
            return inside.present(name);
        }

        @Override
        public boolean knowNull() {
            return true;
        }

        @Override
        Members element() {
            return inside.element();
        }

        @Override
        @Nullable
        Members keys() {
            return inside.keys();
        }

        @Override
        public @Nullable Class<?> type() {
            return inside.type();
        }

        @Override
        public Set<String> names() {
            return inside.names();
        }
    }

    private static final class OfClass extends Members {
        private final Type type;
        private final Map<String, Type> types = new HashMap<>();
        private final Map<String, String> former = new LinkedHashMap<>();
        private final Map<String, Members> members = new ConcurrentHashMap<>();

        OfClass(Type type) {
            this.type = type;
            for (Map.Entry<Field, Type> field : Types.fields(type).entrySet()) {
                String name = Types.name(field.getKey());
                boolean isOwn = field.getKey().isAnnotationPresent(JsonAdapter.class);
                types.put(
                        name,
                        isOwn ? String.class : field.getValue()); // an adapter of the game's own: nothing is known
                Types.alternates(field.getKey()).forEach(alternate -> former.put(alternate, name));
            }
        }

        @Override
        public boolean areFixed() {
            return true;
        }

        @Override
        public String present(String name) {
            return former.getOrDefault(name, name);
        }

        @Override
        public Members at(String name) {
            Type type = types.get(name);
            return type == null ? NONE : members.computeIfAbsent(name, n -> of(type));
        }

        @Override
        Map<String, String> former() {
            return former;
        }

        @Override
        public Class<?> type() {
            return Types.raw(type);
        }

        @Override
        public Set<String> names() {
            return types.keySet();
        }
    }
}
