package dev.datasave.importing;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row of a table. */
interface SourceRow {
    /** Where it stands, for people. */
    String where();

    /** The names of the columns. */
    Set<String> columns();

    /**
     * What a column holds: text of a CSV file, or what the driver gives.
     *
     * @throws IllegalArgumentException if the row has no such column, or its value can't be read
     */
    @Nullable
    Object value(String column);

    /** Whether an empty text stands for nothing, as in a CSV file. */
    boolean isEmptyNothing();
}
