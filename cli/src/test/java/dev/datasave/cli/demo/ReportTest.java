package dev.datasave.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.cli.database.DatabaseKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run prints and writes. */
class ReportTest {
    private static final Finding LOST = new Finding(Finding.Kind.LOST_SAVE, "alice", "found nothing");

    private static Report report(List<Finding> findings, List<String> crashed) {
        return new Report(
                new DemoOptions(
                        3,
                        200,
                        30,
                        42,
                        Optional.empty(),
                        Optional.empty(),
                        DatabaseKind.SQLITE,
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(Havoc.SERVERS),
                        Optional.empty()),
                "SQLite",
                List.of(),
                new Audit.Outcome(findings, 12_345, 6),
                crashed,
                2,
                1,
                9000,
                new Counts(30, 20, 10, new TreeMap<>(Map.of("too-poor", 4L, "not-here", 5L))),
                411.46,
                new Latencies.Summary(1000, 5.25, 31.04, 99),
                new Latencies.Summary(20, 10_000.4, 11_000, 12_000),
                7);
    }

    private static List<String> printed(Report report) {
        StringWriter out = new StringWriter();
        report.print(new PrintWriter(out));
        return out.toString().lines().toList();
    }

    @Test
    void aGoodRunIsPrintedAsATable() {
        assertThat(printed(report(List.of(), List.of())))
                .containsExactly(
                        "SQLite, 3 servers, 200 players, 30 s, seed 42",
                        "2 killed, 1 stopped beyond the lease, 9000 actions",
                        "",
                        "                                      count     p50 ms     p99 ms     max ms",
                        "handover, both servers alive           1000        5.3       31.0       99.0",
                        "take-over, from the server's end         20    10000.4    11000.0    12000.0",
                        "  the lease is                                                         10000",
                        "",
                        "saves/s                                 411",
                        "transactions/s                            2",
                        "  payments                               30",
                        "  trades                                 20",
                        "  gifts                                  10",
                        "  gifts that wait                         6",
                        "  refused                                 9  {not-here=5, too-poor=4}",
                        "refused stale writes                      7",
                        "revisions audited                     12345",
                        "confirmed saves lost                      0",
                        "profiles with two owners                  0",
                        "",
                        "The audit holds: no confirmed save lost, one owner at a time, every coin and every item accounted for.");
    }

    @Test
    void findingsArePrintedUpToTwenty() {
        List<Finding> findings = IntStream.rangeClosed(1, 23)
                .mapToObj(i -> new Finding(Finding.Kind.MONEY, "p" + i, "found " + i))
                .toList();
        List<String> lines = printed(report(findings, List.of()));
        assertThat(lines)
                .contains("MONEY p1: found 1", "MONEY p20: found 20", "... and 3 more findings")
                .doesNotContain("MONEY p21: found 21")
                .endsWith("THE AUDIT DOES NOT HOLD. Seed 42");
    }

    @Test
    void aServerThatEndedByItselfMakesTheRunBad() {
        Report report = report(List.of(), List.of("lobby-1.1 ended by itself: out of memory"));
        assertThat(report.isGood()).isFalse();
        assertThat(printed(report))
                .contains("lobby-1.1 ended by itself: out of memory")
                .endsWith("THE AUDIT DOES NOT HOLD. Seed 42");
    }

    @Test
    void theFiguresAreWrittenAsJson(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("report.json");
        report(List.of(), List.of()).write(file);
        JsonObject good = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        assertThat(good.get("audit").getAsString()).isEqualTo("ok");
        assertThat(good.get("savesPerSecond").getAsDouble()).isEqualTo(411.5);
        assertThat(good.get("transactionsPerSecond").getAsDouble()).isEqualTo(2);
        assertThat(good.get("refusals").getAsLong()).isEqualTo(9);
        assertThat(good.getAsJsonObject("takeover").get("p50Ms").getAsDouble()).isEqualTo(10_000.4);

        report(List.of(LOST, LOST), List.of("crashed")).write(file);
        JsonObject bad = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        JsonArray audit = bad.getAsJsonArray("audit");
        assertThat(Stream.of(0, 1, 2).map(i -> audit.get(i).getAsString()))
                .containsExactly("crashed", "LOST_SAVE alice: found nothing", "LOST_SAVE alice: found nothing");
        assertThat(bad.get("lostConfirmedSaves").getAsLong()).isEqualTo(2);
    }
}
