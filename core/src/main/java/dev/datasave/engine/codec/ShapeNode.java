package dev.datasave.engine.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One type in the graph of a {@link Shape}; types may refer to themselves. */
@SuppressWarnings("ReferenceEquality") // the same reference means: nothing was copied
abstract sealed class ShapeNode
        permits ShapeNode.Value, ShapeNode.Mutable, ShapeNode.OfOptional, ShapeNode.OfCollection, RecordNode {
    private static final int MAX_DEPTH = 64; // a generic type may contain ever larger versions of itself

    private static final Set<Class<?>> VALUES = Set.of(
            String.class,
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class,
            UUID.class,
            URI.class,
            Locale.class,
            Currency.class);

    private @Nullable Boolean immutable;
    private @Nullable Boolean holds;

    /** The types inside this one. */
    List<ShapeNode> parts() {
        return List.of();
    }

    /** The value, or a frozen copy; {@code deep} also looks into the records inside. */
    @Nullable
    Object freeze(@Nullable Object value, boolean deep) {
        return value;
    }

    final boolean isImmutable() {
        Boolean known = immutable;
        if (known == null) {
            known = !reaches(Mutable.class::isInstance, new HashSet<>());
            immutable = known;
        }
        return known;
    }

    /** True if a collection may be inside. */
    final boolean holds() {
        Boolean known = holds;
        if (known == null) {
            known = reaches(node -> node instanceof OfCollection || node instanceof OfOptional, new HashSet<>());
            holds = known;
        }
        return known;
    }

    /** True if {@link #freeze} must look at a value. */
    final boolean needs(boolean deep) {
        return holds() && (deep || !(this instanceof RecordNode));
    }

    private boolean reaches(Predicate<ShapeNode> test, Set<ShapeNode> seen) {
        return test.test(this) || (seen.add(this) && parts().stream().anyMatch(part -> part.reaches(test, seen)));
    }

    static ShapeNode of(Type type) {
        return of(type, new HashMap<>(), 0);
    }

    static ShapeNode of(Type type, Map<Type, ShapeNode> known, int depth) {
        ShapeNode node = known.get(type);
        if (node != null) {
            return node;
        }
        Class<?> raw = Types.raw(type);
        if (raw.isPrimitive() || raw.isEnum() || VALUES.contains(raw) || Scalars.isTime(raw)) {
            return new Value();
        } else if (depth > MAX_DEPTH) {
            return new Mutable();
        } else if (raw.isRecord()) {
            RecordNode shape = new RecordNode(raw);
            known.put(type, shape);
            shape.parts(type, known, depth);
            return shape;
        } else if (Scalars.isOptional(raw)) {
            return new OfOptional(raw, raw == Optional.class ? part(type, 0, known, depth) : new Value());
        } else if (raw == Map.class && type instanceof ParameterizedType) {
            return new OfCollection(raw, List.of(part(type, 0, known, depth), part(type, 1, known, depth)));
        } else if ((raw == List.class || raw == Set.class || raw == Collection.class)
                && type instanceof ParameterizedType) {
            return new OfCollection(raw, List.of(part(type, 0, known, depth)));
        }
        return new Mutable();
    }

    private static ShapeNode part(Type type, int index, Map<Type, ShapeNode> known, int depth) {
        Type argument = Types.resolve(Types.argument(type, index), Map.of());
        return of(argument, known, depth + 1);
    }

    /** It never changes and holds no collection. */
    static final class Value extends ShapeNode {}

    /** It may change and is left alone. */
    static final class Mutable extends ShapeNode {}

    /** An optional; a missing one becomes an empty one. */
    static final class OfOptional extends ShapeNode {
        private final Object empty;
        private final ShapeNode inside;

        OfOptional(Class<?> raw, ShapeNode inside) {
            this.empty = Scalars.empty(raw);
            this.inside = inside;
        }

        @Override
        List<ShapeNode> parts() {
            return List.of(inside);
        }

        @Override
        Object freeze(@Nullable Object value, boolean deep) {
            if (value == null) {
                return empty;
            }
            if (value instanceof Optional<?> optional && optional.isPresent() && inside.needs(deep)) {
                Object found = optional.get();
                Object frozen = inside.freeze(found, deep);
                return frozen == found ? value : Optional.ofNullable(frozen);
            }
            return value;
        }
    }

    /** A list, set, map, or collection. */
    static final class OfCollection extends ShapeNode {
        private final Class<?> raw;
        private final List<ShapeNode> parts;

        OfCollection(Class<?> raw, List<ShapeNode> parts) {
            this.raw = raw;
            this.parts = parts;
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
            boolean looks = parts.stream().anyMatch(part -> part.needs(deep));
            if (Frozen.is(value)) {
                if (!looks) {
                    return value;
                }
            } else {
                Containers.check(value, raw);
            }
            return value instanceof Map<?, ?> map ? map(map, deep) : elements((Collection<?>) value, deep);
        }

        private Object elements(Collection<?> value, boolean deep) {
            @Nullable Object[] elements = value.toArray();
            boolean changed = !Frozen.is(value);
            for (int i = 0; i < elements.length && parts.getFirst().needs(deep); i++) {
                Object found = elements[i];
                elements[i] = parts.getFirst().freeze(found, deep);
                changed |= elements[i] != found;
            }
            if (!changed) {
                return value;
            }
            return raw == Set.class || value instanceof Set ? Frozen.set(elements) : Frozen.list(elements);
        }

        private Object map(Map<?, ?> value, boolean deep) {
            ShapeNode keys = parts.get(0);
            ShapeNode values = parts.get(1);
            boolean changed = !Frozen.is(value)
                    || value.entrySet().stream()
                            .anyMatch(entry -> keys.freeze(entry.getKey(), deep) != entry.getKey()
                                    || values.freeze(entry.getValue(), deep) != entry.getValue());
            if (!changed) {
                return value;
            }
            LinkedHashMap<@Nullable Object, @Nullable Object> entries = LinkedHashMap.newLinkedHashMap(value.size());
            value.forEach((key, found) -> entries.put(keys.freeze(key, deep), values.freeze(found, deep)));
            return Frozen.map(entries);
        }
    }
}
