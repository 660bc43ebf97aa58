package dev.datasave.cli.demo;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The results of a run.
 *
 * @param options the settings
 * @param storage the database, for people
 * @param harms what was done to it, and to the network
 * @param outcome the result of the audit
 * @param crashed a line for each server that ended by itself, or did not end when told to
 * @param kills how many servers were killed
 * @param pauses how many servers were stopped for longer than their lease
 * @param actions how many actions the players did
 * @param counts how many deals there were
 * @param savesPerSecond how many revisions were stored per second
 * @param handover handovers between living servers
 * @param takeover take-overs from dead servers
 * @param refusedStaleWrites writes that were refused because their session no longer held the profile
 */
record Report(
        DemoOptions options,
        String storage,
        List<Outage.Harm> harms,
        Audit.Outcome outcome,
        List<String> crashed,
        int kills,
        int pauses,
        long actions,
        Counts counts,
        double savesPerSecond,
        Latencies.Summary handover,
        Latencies.Summary takeover,
        long refusedStaleWrites) {
    private static final int SHOWN = 20;

    boolean isGood() {
        return outcome.holds() && crashed.isEmpty();
    }

    void print(PrintWriter out) {
        printHead(out);
        out.println();
        line(out, "%-34s %8s %10s %10s %10s", "", "count", "p50 ms", "p99 ms", "max ms");
        row(out, "handover, both servers alive", handover);
        row(out, "take-over, from the server's end", takeover);
        line(out, "%-34s %8s %10s %10s %10d", "  the lease is", "", "", "", Chaos.LEASE.toMillis());
        out.println();
        line(out, "%-34s %8.0f", "saves/s", savesPerSecond);
        line(out, "%-34s %8.0f", "transactions/s", counts.deals() / (double) options.seconds());
        line(out, "  %-32s %8d", "payments", counts.payments());
        line(out, "  %-32s %8d", "trades", counts.trades());
        line(out, "  %-32s %8d", "gifts", counts.gifts());
        line(out, "  %-32s %8d", "gifts that wait", outcome.waitingGifts());
        line(out, "  %-32s %8d  %s", "refused", counts.refusals(), counts.refused());
        line(out, "%-34s %8d", "refused stale writes", refusedStaleWrites);
        line(out, "%-34s %8d", "revisions audited", outcome.revisions());
        line(out, "%-34s %8d", "confirmed saves lost", outcome.count(Finding.Kind.LOST_SAVE));
        line(out, "%-34s %8d", "profiles with two owners", outcome.count(Finding.Kind.DOUBLE_OWNER));
        out.println();
        crashed.forEach(out::println);
        outcome.findings().stream().limit(SHOWN).forEach(out::println);
        int more = outcome.findings().size() - SHOWN;
        if (more > 0) {
            line(out, "... and %d more findings", more);
        }
        out.println(
                isGood()
                        ? "The audit holds: no confirmed save lost, one owner at a time, every coin and every item accounted for."
                        : "THE AUDIT DOES NOT HOLD. Seed " + options.seed());
        out.flush();
    }

    private void printHead(PrintWriter out) {
        line(
                out,
                "%s, %d servers, %d players, %d s, seed %d",
                storage,
                options.servers(),
                options.players(),
                options.seconds(),
                options.seed());
        line(out, "%d killed, %d stopped beyond the lease, %d actions", kills, pauses, actions);
        harms.forEach(harm -> line(out, "%s: %s", harm.to(), harm.line()));
    }

    void write(Path file) throws IOException {
        JsonObject json = new JsonObject();
        JsonArray findings = new JsonArray();
        crashed.forEach(findings::add);
        outcome.findings().forEach(finding -> findings.add(finding.toString()));
        json.add("audit", isGood() ? new JsonPrimitive("ok") : findings);
        json.addProperty("lostConfirmedSaves", outcome.count(Finding.Kind.LOST_SAVE));
        json.addProperty("doubleOwners", outcome.count(Finding.Kind.DOUBLE_OWNER));
        json.addProperty("refusedStaleWrites", refusedStaleWrites);
        json.addProperty("savesPerSecond", Math.round(savesPerSecond * 10) / 10.0);
        json.addProperty("transactionsPerSecond", Math.round(counts.deals() * 10.0 / options.seconds()) / 10.0);
        json.addProperty("payments", counts.payments());
        json.addProperty("trades", counts.trades());
        json.addProperty("gifts", counts.gifts());
        json.addProperty("waitingGifts", outcome.waitingGifts());
        json.addProperty("refusals", counts.refusals());
        json.add("handover", summary(handover));
        json.add("takeover", summary(takeover));
        json.addProperty("revisions", outcome.revisions());
        json.addProperty("kills", kills);
        json.addProperty("pauses", pauses);
        json.addProperty("storage", storage);
        harms.forEach(harm -> {
            JsonObject figures = new JsonObject();
            harm.figures().forEach(figures::addProperty);
            json.add(harm.to(), figures);
        });
        json.addProperty("servers", options.servers());
        json.addProperty("players", options.players());
        json.addProperty("seconds", options.seconds());
        json.addProperty("seed", options.seed());
        Files.writeString(file, new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n");
    }

    private static JsonObject summary(Latencies.Summary summary) {
        JsonObject json = new JsonObject();
        json.addProperty("count", summary.count());
        json.addProperty("p50Ms", summary.p50Ms());
        json.addProperty("p99Ms", summary.p99Ms());
        json.addProperty("maxMs", summary.maxMs());
        return json;
    }

    private static void row(PrintWriter out, String what, Latencies.Summary summary) {
        line(
                out,
                "%-34s %8d %10.1f %10.1f %10.1f",
                what,
                summary.count(),
                summary.p50Ms(),
                summary.p99Ms(),
                summary.maxMs());
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static void line(PrintWriter out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values).stripTrailing());
    }
}
