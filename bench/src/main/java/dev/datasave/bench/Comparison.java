package dev.datasave.bench;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One figure of two builds that were measured in turn. All figures are medians of the rounds.
 *
 * @param storage the storage
 * @param metric the measured quantity
 * @param raw the figure without DataSave, as both builds measured it
 * @param before the figure with the other build
 * @param after the figure with this build
 * @param ratio after divided by before: the median of what each round gave, 0 if before is 0; for rates higher is better, for times and sizes lower
 * @param lowest the lowest ratio of a round
 * @param highest the highest ratio of a round
 * @param unit the unit of raw, before and after
 * @param rounds how many rounds there were
 */
public record Comparison(
        String storage,
        String metric,
        double raw,
        double before,
        double after,
        double ratio,
        double lowest,
        double highest,
        String unit,
        int rounds) {

    /** What both builds measured in the same round. */
    record Round(List<Result> before, List<Result> after) {}

    /** Compares what both builds have measured. A figure that only one of them knows is left out, because there is nothing to compare it with. */
    static List<Comparison> of(List<Round> rounds) {
        List<Comparison> comparisons = new ArrayList<>();
        for (Result first : rounds.getFirst().after()) {
            List<Result> before = figures(rounds.stream().map(Round::before).toList(), first.metric());
            List<Result> after = figures(rounds.stream().map(Round::after).toList(), first.metric());
            if (before.size() == rounds.size() && after.size() == rounds.size()) {
                comparisons.add(of(first, before, after));
            }
        }
        return comparisons;
    }

    private static List<Result> figures(List<List<Result>> rounds, String metric) {
        return rounds.stream()
                .flatMap(results -> results.stream()
                        .filter(result -> result.metric().equals(metric))
                        .limit(1))
                .toList();
    }

    private static Comparison of(Result first, List<Result> before, List<Result> after) {
        List<Double> raw = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            raw.add(before.get(i).raw());
            raw.add(after.get(i).raw());
            double old = before.get(i).ours();
            ratios.add(old == 0 ? 0 : after.get(i).ours() / old);
        }
        return new Comparison(
                first.storage(),
                first.metric(),
                median(raw),
                median(before.stream().map(Result::ours).toList()),
                median(after.stream().map(Result::ours).toList()),
                median(ratios),
                Result.round(ratios.stream().min(Double::compare).orElseThrow()),
                Result.round(ratios.stream().max(Double::compare).orElseThrow()),
                first.unit(),
                after.size());
    }

    private static double median(List<Double> values) {
        return Result.round(Percentiles.median(values));
    }

    /**
     * Reads what {@link Result#json} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static List<Result> results(String json) {
        try {
            List<Result> results = new ArrayList<>();
            for (var element : JsonParser.parseString(json).getAsJsonArray()) {
                JsonObject fields = element.getAsJsonObject();
                results.add(new Result(
                        fields.getAsJsonPrimitive("storage").getAsString(),
                        fields.getAsJsonPrimitive("metric").getAsString(),
                        fields.getAsJsonPrimitive("raw").getAsDouble(),
                        fields.getAsJsonPrimitive("ours").getAsDouble(),
                        fields.getAsJsonPrimitive("ratio").getAsDouble(),
                        fields.getAsJsonPrimitive("unit").getAsString()));
            }
            return results;
        } catch (JsonParseException | IllegalStateException | ClassCastException | NullPointerException e) {
            throw new IllegalArgumentException("figures of a benchmark: found no array of results", e);
        }
    }

    /** The comparisons as a JSON array of objects. */
    public static String json(List<Comparison> comparisons) {
        return new GsonBuilder().setPrettyPrinting().create().toJson(comparisons) + "\n";
    }

    /** The head of the table; {@link #line()} makes its lines. */
    public static String head() {
        return row("storage", "metric", "raw", "before", "after", "ratio", "of the rounds", "unit");
    }

    /** The comparison as a line of a table. */
    public String line() {
        String spread = Result.text(lowest) + " to " + Result.text(highest);
        return row(
                storage,
                metric,
                Result.text(raw),
                Result.text(before),
                Result.text(after),
                Result.text(ratio),
                spread,
                unit);
    }

    private static String row(String... columns) {
        return String.format(Locale.ROOT, "%-8s %-58s %12s %12s %12s %8s  %-16s %s", (Object[]) columns);
    }
}
