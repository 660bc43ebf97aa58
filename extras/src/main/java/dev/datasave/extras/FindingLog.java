package dev.datasave.extras;

import com.google.gson.JsonObject;
import dev.datasave.importing.ImportReport;
import dev.datasave.importing.ImportReport.Finding;
import dev.datasave.importing.ImportReport.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says what becomes of each item: all of it in the report, and the first of what is not good to the operator. */
final class FindingLog implements Consumer<Finding>, AutoCloseable {
    private static final int SHOWN = 20;

    private final @Nullable PrintWriter report;
    private final PrintWriter out;
    private long hidden;
    private int shown;

    FindingLog(Optional<Path> report, PrintWriter out) throws IOException {
        this.report = report.isEmpty()
                ? null
                : new PrintWriter(Files.newBufferedWriter(report.get(), StandardCharsets.UTF_8));
        this.out = out;
    }

    @Override
    public void accept(Finding finding) {
        if (report != null) {
            JsonObject line = new JsonObject();
            line.addProperty("outcome", word(finding.outcome()));
            line.addProperty("where", finding.where());
            line.addProperty("key", finding.key());
            line.addProperty("why", finding.why());
            report.println(line);
        }
        if (finding.why().isEmpty()) {
            return;
        } else if (shown++ < SHOWN) {
            out.println(word(finding.outcome()) + ": " + finding.where()
                    + (finding.key().isEmpty() ? "" : ", key " + finding.key()) + ": " + finding.why());
        } else {
            hidden++;
        }
    }

    /** Prints the numbers. */
    int end(ImportReport numbers, String sentence) {
        if (hidden > 0) {
            out.println("… and " + hidden + " more" + (report == null ? "; --report FILE has them all" : ""));
        }
        for (Outcome outcome : Outcome.values()) {
            if (numbers.count(outcome) > 0) {
                out.printf(Locale.ROOT, "%-14s %,12d%n", word(outcome), numbers.count(outcome));
            }
        }
        if (numbers.messages() > 0) {
            out.printf(Locale.ROOT, "%-14s %,12d%n", "messages", numbers.messages());
        }
        out.println(sentence);
        return numbers.isGood() ? 0 : 1;
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public void close() {
        out.flush();
        if (report != null) {
            report.close();
        }
    }
}
