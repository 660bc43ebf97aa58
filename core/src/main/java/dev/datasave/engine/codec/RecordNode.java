package dev.datasave.engine.codec;

import dev.datasave.engine.json.FormatProblem;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record in the graph of a {@link Shape}: frozen by reading its components and constructing it anew where one of them changed. */
@SuppressWarnings("ReferenceEquality") // the same reference means: nothing was copied
final class RecordNode extends ShapeNode {
    private final Class<?> type;
    private final List<Method> accessors = new ArrayList<>();
    private final List<ShapeNode> parts = new ArrayList<>();
    private volatile @Nullable Constructor<?> constructor;

    RecordNode(Class<?> type) {
        this.type = type;
    }

    /** A record and the types inside it. */
    static RecordNode of(Type type) {
        return (RecordNode) ShapeNode.of(type);
    }

    /** The components of a record of which nothing is known. */
    @Nullable
    Object[] missing() {
        @Nullable Object[] values = new Object[parts.size()];
        for (int i = 0; i < values.length; i++) {
            Class<?> component = accessors.get(i).getReturnType();
            values[i] = component.isPrimitive() ? Array.get(Array.newInstance(component, 1), 0) : null;
        }
        return values;
    }

    /** Looks at the components; apart from the constructor, since they may refer to this record again. */
    void parts(Type generic, Map<Type, ShapeNode> known, int depth) {
        for (RecordComponent component : type.getRecordComponents()) {
            Type part = Types.resolve(component.getGenericType(), Types.variables(generic));
            parts.add(ShapeNode.of(part, known, depth + 1));
            accessors.add(component.getAccessor());
        }
    }

    @Override
    List<ShapeNode> parts() {
        return parts;
    }

    @Override
    @Nullable
    Object freeze(@Nullable Object value, boolean deep) {
        if (value == null) {
            return null;
        }
        open();
        @Nullable Object[] values = new Object[parts.size()];
        boolean changed = false;
        for (int i = 0; i < values.length; i++) {
            if (parts.get(i).needs(deep)) {
                Object found = get(i, value);
                values[i] = frozen(i, found, deep);
                changed |= values[i] != found;
            }
        }
        if (!changed) {
            return value;
        }
        for (int i = 0; i < values.length; i++) {
            if (!parts.get(i).needs(deep)) {
                values[i] = get(i, value);
            }
        }
        return rebuilt(values);
    }

    private @Nullable Object frozen(int index, @Nullable Object found, boolean deep) {
        try {
            return parts.get(index).freeze(found, deep);
        } catch (FormatProblem problem) {
            throw problem.under("." + type.getRecordComponents()[index].getName());
        }
    }

    private Object rebuilt(@Nullable Object[] values) {
        Object copy = construct(values);
        for (int i = 0; i < values.length; i++) {
            if (parts.get(i) instanceof OfCollection) {
                Object kept = get(i, copy);
                if (kept != null && isModifiable(kept)) {
                    throw new FormatProblem("record " + type.getName() + ": found that its constructor makes "
                            + type.getRecordComponents()[i].getName()
                            + " modifiable, expected it to keep what it is given, or List.copyOf and the like");
                }
            }
        }
        return copy;
    }

    /** The JDK's plain collections; others, such as a library's immutable ones, are given the benefit of the doubt. */
    private static boolean isModifiable(Object kept) {
        String name = kept.getClass().getName();
        return (kept instanceof Collection || kept instanceof Map)
                && name.startsWith("java.util.")
                && !name.startsWith("java.util.Collections$")
                && !name.startsWith("java.util.ImmutableCollections$")
                && !Frozen.is(kept);
    }

    @Nullable
    Object get(int index, Object value) {
        try {
            return accessors.get(index).invoke(value);
        } catch (InvocationTargetException e) {
            throw Types.thrown(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("record " + type.getName() + " can't be read", e);
        }
    }

    Object construct(@Nullable Object[] values) {
        try {
            return open().newInstance(values);
        } catch (InvocationTargetException e) {
            throw Types.thrown(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("record " + type.getName() + " can't be constructed", e);
        }
    }

    /**
     * Makes the record accessible.
     *
     * @throws IllegalArgumentException if its module doesn't allow it
     */
    Constructor<?> open() {
        Constructor<?> found = constructor;
        if (found != null) {
            return found;
        }
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            found = type.getDeclaredConstructor(types);
            found.setAccessible(true);
            accessors.forEach(accessor -> accessor.setAccessible(true));
        } catch (NoSuchMethodException | RuntimeException closed) {
            throw Types.closed(type);
        }
        constructor = found;
        return found;
    }
}
