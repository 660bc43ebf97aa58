package dev.datasave.engine.records;

import dev.datasave.DataSaveException;
import dev.datasave.spi.EntryId;
import java.util.Map;

/** Adds to the numbers that a data store can count with. */
final class Sums {
    private static final Map<Class<?>, Number> ZEROS = Map.of(
            Integer.class, 0, int.class, 0, Long.class, 0L, long.class, 0L, Double.class, 0.0, double.class, 0.0);

    private Sums() {}

    static boolean can(Class<?> type) {
        return ZEROS.containsKey(type);
    }

    /** The zero of a type that {@link #can}. */
    @SuppressWarnings("unchecked") // the map holds each type's own
    static <T> T zero(Class<T> type) {
        return (T) ZEROS.getOrDefault(type, 0);
    }

    /**
     * The sum, of the number's own type.
     *
     * @throws DataSaveException.InvalidData if the type can't hold it
     */
    @SuppressWarnings("unchecked") // each sum is of the type of its first term
    static <T> T sum(EntryId id, T number, long delta) {
        try {
            Object sum = switch (number) {
                case Integer whole -> Math.toIntExact(Math.addExact((long) whole, delta));
                case Long whole -> Math.addExact(whole, delta);
                case Double real -> real + delta;
                default -> throw new IllegalStateException("number: found " + number.getClass());
            };
            return (T) sum;
        } catch (ArithmeticException overflow) {
            throw new DataSaveException.InvalidData(
                    "entry " + id + ": found a sum beyond the range of "
                            + number.getClass().getSimpleName() + ", expected one within",
                    overflow);
        }
    }
}
