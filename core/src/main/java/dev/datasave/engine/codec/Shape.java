package dev.datasave.engine.codec;

import java.lang.reflect.Type;

/**
 * What is known of a data type once and for all: whether its values are deeply immutable, and how to make one of them so.
 *
 * <p>Immutable are the platform's value types, enums, and records of immutable parts; and {@code List}, {@code Set}, {@code Map}, {@code
 * Collection} and {@code Optional} of such in a record, because {@link #freeze} sees to it that they can't be modified. Everything else is
 * mutable: classes, arrays, other collections, Gson trees.
 *
 * @param <T> the data type
 */
public final class Shape<T> {
    private final ShapeNode root;

    private Shape(ShapeNode root) {
        this.root = root;
    }

    public static <T> Shape<T> of(Class<T> type) {
        return new Shape<>(ShapeNode.of(type));
    }

    static Shape<Object> of(Type type) {
        return new Shape<>(ShapeNode.of(type));
    }

    /** True if no frozen value of the type can ever change. A collection by itself is mutable: the record around it must copy it. */
    public boolean immutable() {
        return root.isImmutable() && !(root instanceof ShapeNode.OfCollection);
    }

    /**
     * The value itself if every collection in its records is unmodifiable for certain, else a copy with unmodifiable ones.
     *
     * @throws FormatProblem if a record's constructor replaces an unmodifiable collection by a modifiable one
     */
    @SuppressWarnings("unchecked")
    public T freeze(T value) {
        Object frozen = root.holds() ? root.freeze(value, true) : value;
        return frozen == null ? value : (T) frozen;
    }
}
