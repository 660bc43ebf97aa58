package dev.datasave.console;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import dev.datasave.JsonChange;
import dev.datasave.JsonDiff;
import java.util.List;

/**
 * A difference, side by side: a row for each change.
 *
 * @param rows the rows of this piece
 * @param from the position of the first
 * @param next the position of the next piece; 0 if there is none
 * @param all how many rows there are in all
 */
record DiffRows(List<Row> rows, int from, int next, int all) {
    static final int PAGE = 100;
    private static final int MOST_TEXT = 1500;
    private static final int MOST_PATH = 300;
    private static final Gson PRETTY = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setPrettyPrinting()
            .create();

    /**
     * One change.
     *
     * @param kind added, removed or changed
     * @param path where
     * @param before what was there; empty if it was added
     * @param after what is there; empty if it was removed
     */
    record Row(String kind, String path, String before, String after) {}

    static DiffRows of(JsonDiff diff, int from) {
        int all = diff.changes().size();
        int begin = Math.max(0, Math.min(from, all));
        int end = Math.min(all, begin + PAGE);
        return new DiffRows(
                diff.changes().subList(begin, end).stream().map(DiffRows::row).toList(),
                begin,
                end < all ? end : 0,
                all);
    }

    private static Row row(JsonChange change) {
        String path = Shown.text(change.path(), MOST_PATH);
        return switch (change) {
            case JsonChange.Added(var unused, var value) -> new Row("added", path, "", text(value));
            case JsonChange.Removed(var unused, var value) -> new Row("removed", path, text(value), "");
            case JsonChange.Changed(var unused, var before, var after) ->
                new Row("changed", path, text(before), text(after));
        };
    }

    /** Several lines stay several lines; whatever else is invisible is shown. */
    private static String text(JsonElement value) {
        String json = PRETTY.toJson(value);
        String cut = json.length() > MOST_TEXT
                ? json.substring(0, MOST_TEXT) + "… (" + json.length() + " characters)"
                : json;
        return cut.lines().map(Shown::text).collect(java.util.stream.Collectors.joining("\n"));
    }
}
