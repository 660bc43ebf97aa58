package dev.datasave.engine.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a profile's class may hold: one row of {@code docs/data.md} each. The value is put into the one member of a record, and the row says what becomes of it. */
final class DataRows {
    /** What becomes of a value. */
    enum Fate {
        AS_IT_WAS,
        REFUSED_AT_OPENING,
        REFUSED_AT_SAVING
    }

    /** {@code back} is what comes back where it is not what was saved. */
    record Row(
            String holding,
            Class<? extends Record> type,
            @Nullable Object value,
            Fate fate,
            @Nullable Object back,
            String note) {}

    /** Rows that belong together. */
    record Group(String title, List<Row> rows) {}

    private DataRows() {}

    static List<Group> all() {
        return List.of(
                new Group("Numbers", PlainRows.numbers()),
                new Group("Texts, identities, times", PlainRows.scalars()),
                new Group("Classes and records", ClassRows.classes()),
                new Group("Lists, sets, queues, arrays", ContainerRows.collections()),
                new Group("Maps", ContainerRows.maps()),
                new Group("Object and raw types", ClassRows.objects()),
                new Group("Optionals and trees", ContainerRows.optionals()));
    }

    static Row kept(String holding, Class<? extends Record> type, @Nullable Object value) {
        return new Row(holding, type, value, Fate.AS_IT_WAS, value, "");
    }

    static Row turned(String holding, Class<? extends Record> type, @Nullable Object value, Object back, String note) {
        return new Row(holding, type, value, Fate.AS_IT_WAS, back, note);
    }

    static Row unopened(Class<? extends Record> type) {
        return new Row("anything", type, null, Fate.REFUSED_AT_OPENING, null, "");
    }

    static Row unsaved(String holding, Class<? extends Record> type, @Nullable Object value) {
        return new Row(holding, type, value, Fate.REFUSED_AT_SAVING, null, "");
    }
}
