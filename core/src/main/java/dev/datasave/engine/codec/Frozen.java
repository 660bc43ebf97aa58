package dev.datasave.engine.codec;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Unmodifiable collections that can be told from views on modifiable ones. Unlike {@code copyOf} they keep the order, without which the same
 * data would be written differently by each process, and may hold null.
 */
final class Frozen {
    private static final Set<Class<?>> IMMUTABLE = Set.copyOf(List.of(
            List.of().getClass(),
            List.of(1).getClass(),
            List.of(1, 2, 3).subList(1, 2).getClass(),
            Set.of(1).getClass(),
            Set.of(1, 2, 3).getClass(),
            Map.of(1, 1).getClass(),
            Map.of(1, 1, 2, 2).getClass(),
            Collections.emptyList().getClass(),
            Collections.emptySet().getClass(),
            Collections.emptyMap().getClass(),
            Collections.singletonList(1).getClass(),
            Collections.singleton(1).getClass(),
            Collections.singletonMap(1, 1).getClass(),
            OfSet.class,
            OfMap.class));

    private Frozen() {}

    /** True if nobody can add to the collection or map, or take from it. */
    static boolean is(Object collection) {
        return IMMUTABLE.contains(collection.getClass());
    }

    static List<?> list(@Nullable Object[] elements) {
        return Arrays.stream(elements).toList();
    }

    static Set<?> set(@Nullable Object[] elements) {
        return new OfSet<>(new LinkedHashSet<>(Arrays.asList(elements)));
    }

    /** Takes the map over: the caller must not keep it. */
    static Map<?, ?> map(Map<?, ?> entries) {
        return new OfMap<>(entries);
    }

    private static final class OfSet<E extends @Nullable Object> extends AbstractSet<E> {
        private final Set<E> elements;

        OfSet(Set<E> elements) {
            this.elements = Collections.unmodifiableSet(elements);
        }

        @Override
        public Iterator<E> iterator() {
            return elements.iterator();
        }

        @Override
        public int size() {
            return elements.size();
        }

        @Override
        public boolean contains(@Nullable Object element) {
            return elements.contains(element);
        }
    }

    private static final class OfMap<K extends @Nullable Object, V extends @Nullable Object> extends AbstractMap<K, V> {
        private final Map<K, V> entries;

        OfMap(Map<K, V> entries) {
            this.entries = Collections.unmodifiableMap(entries);
        }

        @Override
        public Set<Entry<K, V>> entrySet() {
            return entries.entrySet();
        }

        @Override
        public @Nullable V get(@Nullable Object key) {
            return entries.get(key);
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return entries.containsKey(key);
        }
    }
}
