package dev.datasave.bench;

import com.google.gson.GsonBuilder;
import java.util.List;
import java.util.Locale;

/**
 * One figure next to its raw limit.
 *
 * @param storage the storage
 * @param metric the measured quantity
 * @param raw the figure of the storage, or of the plain data, without DataSave
 * @param ours the figure with DataSave
 * @param ratio ours divided by raw, 0 if raw is 0; for rates higher is better, for times and sizes lower
 * @param unit the unit of both
 */
public record Result(String storage, String metric, double raw, double ours, double ratio, String unit) {
    static final String SQLITE = "SQLite";

    /** A figure of SQLite, rounded, with its ratio. */
    public static Result sqlite(String metric, double raw, double ours, String unit) {
        return of(SQLITE, metric, raw, ours, unit);
    }

    static Result of(String storage, String metric, double raw, double ours, String unit) {
        return new Result(storage, metric, round(raw), round(ours), raw == 0 ? 0 : round(ours / raw), unit);
    }

    /** Rounds to three significant digits, because runs on a shared machine are no more exact than that. Digits before the point are kept. */
    public static double round(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return 0;
        }
        double step = Math.pow(10, Math.floor(Math.log10(Math.abs(value))) - 2);
        return step >= 1 ? Math.rint(value) : Math.rint(value / step) / Math.rint(1 / step);
    }

    /** The results as a JSON array of objects. */
    public static String json(List<Result> results) {
        return new GsonBuilder().setPrettyPrinting().create().toJson(results) + "\n";
    }

    /** The head of the table; {@link #line()} makes its lines. */
    public static String head() {
        return String.format(
                Locale.ROOT, "%-10s %-58s %12s %12s %8s  %s", "storage", "metric", "raw", "ours", "ratio", "unit");
    }

    /** The result as a line of a table. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%-10s %-58s %12s %12s %8s  %s",
                storage,
                metric,
                text(raw),
                text(ours),
                text(ratio),
                unit);
    }

    /** The figure as the tables show it. */
    public static String text(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%,.0f", value) : Double.toString(value);
    }
}
