package dev.datasave.peers;

import dev.datasave.bench.Result;

/**
 * A figure of DataSave beside what it is held against.
 *
 * @param against the other figure, or NaN if there is none
 * @param goal in words
 */
record OwnFigure(String metric, String unit, double against, double ours, String goal, boolean isReached) {
    static final String HEAD = "| | held against | ours | ratio | goal | reached |\n|---|---|---|---|---|---|\n";

    /** Ours must be at least so many times the other one. */
    static OwnFigure atLeast(String metric, String unit, double against, double ours, double times) {
        return new OwnFigure(metric, unit, against, ours, "at least " + times + " ×", ours >= times * against);
    }

    /** Ours must be at most so many times the other one. */
    static OwnFigure atMost(String metric, String unit, double against, double ours, double times) {
        return new OwnFigure(metric, unit, against, ours, "at most " + times + " ×", ours <= times * against);
    }

    /** Ours must be at most this. */
    static OwnFigure atMost(String metric, String unit, double ours, double most) {
        return new OwnFigure(metric, unit, Double.NaN, ours, "at most " + most + " " + unit, ours <= most);
    }

    private static String text(double value) {
        return Double.isFinite(value) ? Result.text(Result.round(value)) : "–";
    }

    /** A line of a Markdown table. */
    String line() {
        return "| " + metric + (unit.isEmpty() ? "" : ", " + unit) + " | " + text(against) + " | " + text(ours) + " | "
                + text(ours / against) + " | " + goal + " | " + (isReached ? "yes" : "no") + " |\n";
    }
}
