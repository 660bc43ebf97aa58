package dev.datasave.engine.data;

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
final class Shape<T> {
    private final ShapeNode root;

    private Shape(ShapeNode root) {
        this.root = root;
    }

    static <T> Shape<T> of(Class<T> type) {
        return new Shape<>(ShapeNode.of(type));
    }

    static Shape<Object> of(Type type) {
        return new Shape<>(ShapeNode.of(type));
    }

    /** True if no frozen value of the type can ever change. A collection by itself is mutable: the record around it must copy it. */
    boolean immutable() {
        return root.isImmutable() && !(root instanceof ShapeNode.OfCollection);
    }

    /** True if {@link #freeze} may have something to do. */
    boolean freezes() {
        return root.holds();
    }

    /**
     * The value itself if every collection in its records is unmodifiable for certain, else a copy with unmodifiable ones.
     *
     * @throws FormatProblem if a record's constructor replaces an unmodifiable collection by a modifiable one
     */
    @SuppressWarnings("unchecked")
    T freeze(T value) {
        return (T) frozen(value, true);
    }

    /**
     * Makes the record accessible if it may have to be frozen.
     *
     * @throws IllegalArgumentException if its module doesn't allow it
     */
    void open() {
        if (root.holds() && root instanceof RecordNode node) {
            node.open();
        }
    }

    /** {@link #freeze} for a record whose own records are frozen already. */
    Object freezeOwn(Object value) {
        return frozen(value, false);
    }

    private Object frozen(Object value, boolean deep) {
        Object frozen = root.holds() ? root.freeze(value, deep) : value;
        return frozen == null ? value : frozen;
    }
}
