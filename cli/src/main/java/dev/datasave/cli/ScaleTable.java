package dev.datasave.cli;

import dev.datasave.tck.scale.Demand;
import dev.datasave.tck.scale.ScaleRun;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints what a large network has asked of its storage: a row for each part of the day. */
final class ScaleTable {
    private static final double MEGA = 1_000_000;

    private ScaleTable() {}

    static void print(ScaleRun.Result result, PrintWriter out) {
        out.println(
                "| part of the day | servers | online | storage calls/s | busiest 3 s | operations/s | MB/s | kept MB/s | refused/s | loads/s | load p50 | longest |");
        out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (ScaleRun.Phase phase : result.phases()) {
            out.printf(
                    Locale.ROOT,
                    "| %s | %d | %d | %.0f | %.0f | %.0f | %.1f | %.2f | %.1f | %.0f | %.0f ms | %.1f s |%n",
                    phase.name(),
                    phase.servers(),
                    phase.online(),
                    phase.calls(),
                    phase.mostCallsInThree(),
                    phase.operations(),
                    phase.bytes() / MEGA,
                    phase.keptBytes() / MEGA,
                    phase.refused(),
                    phase.loads() / (double) phase.seconds(),
                    phase.medianWait() * 1000,
                    phase.longestWait());
        }
        out.println();
        kinds(result, out);
        out.println();
        out.printf(
                Locale.ROOT,
                "memory of a server: %d bytes without players, %d more for each of %.0f players; %d loads failed%n",
                result.idleServerBytes(),
                Math.round((result.fullServerBytes() - result.idleServerBytes()) / result.playersPerServer()),
                result.playersPerServer(),
                result.failedLoads());
        out.printf(Locale.ROOT, "%.0f s of virtual time in %.0f s%n", result.virtualSeconds(), result.realSeconds());
        out.flush();
    }

    private static void kinds(ScaleRun.Result result, PrintWriter out) {
        StringBuilder head = new StringBuilder("| operations/s |");
        StringBuilder line = new StringBuilder("|---|");
        result.phases().forEach(phase -> {
            head.append(' ').append(phase.name()).append(" |");
            line.append("---|");
        });
        out.println(head);
        out.println(line);
        for (Demand kind : Demand.values()) {
            StringBuilder row = new StringBuilder("| " + kind.words() + " |");
            result.phases()
                    .forEach(phase -> row.append(String.format(
                            Locale.ROOT, " %.1f |", phase.perSecond().getOrDefault(kind, 0.0))));
            out.println(row);
        }
        StringBuilder hot = new StringBuilder("| busiest entry |");
        StringBuilder list = new StringBuilder("| busiest list of keys |");
        result.phases().forEach(phase -> {
            hot.append(String.format(Locale.ROOT, " %s %.1f |", phase.busiestEntry(), phase.busiestEntryRate()));
            list.append(String.format(Locale.ROOT, " %s %.1f |", phase.busiestStore(), phase.busiestStoreRate()));
        });
        out.println(hot);
        out.println(list);
    }
}
