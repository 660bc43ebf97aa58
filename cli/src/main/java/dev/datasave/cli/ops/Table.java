package dev.datasave.cli.ops;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table for a human: columns as wide as what is in them. */
final class Table {
    private static final int WIDEST = 60;
    private static final int WIDEST_LINE = 200;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heads) {
        rows.add(List.of(heads));
    }

    /** Adds a row; each cell is made harmless, and cut if it is long. */
    Table row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(Harmless.text(String.valueOf(cell), WIDEST));
        }
        rows.add(row);
        return this;
    }

    /** Adds a line below the last row, over all columns. */
    void line(String text) {
        rows.add(List.of(Harmless.text(text, WIDEST_LINE)));
    }

    void print(PrintWriter out) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns && row.size() == columns; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i));
                if (i + 1 < row.size()) {
                    line.append(" ".repeat(widths[i] - width(row.get(i)) + 2));
                }
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
