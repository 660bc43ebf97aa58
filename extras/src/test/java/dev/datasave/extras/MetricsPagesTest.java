package dev.datasave.extras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard, the alert rules and the page about metrics speak of what two real servers answer to a scrape. */
@Timeout(120)
class MetricsPagesTest {
    @TempDir
    private static Path folder;

    private static MeteredProcess one;
    private static MeteredProcess two;
    private static Scrape scrape;

    @BeforeAll
    static void play() throws Exception {
        Path data = folder.resolve("players.db");
        one = MeteredProcess.start("one", data);
        two = MeteredProcess.start("two", data);
        try (MeteredProcess.Player here = one.player();
                MeteredProcess.Player there = two.player()) {
            assertThat(here.say("join alice")).startsWith("joined alice");
            assertThat(here.say("earn 10")).startsWith("earned");
            assertThat(here.say("save")).startsWith("saved");
            assertThat(there.say("join alice")).startsWith("joined alice 10");
            assertThat(there.say("quit")).startsWith("bye");
        }
        scrape = await(two, "datasave_loads_seconds_count", "how", "handover");
    }

    /** Events are counted a little later than players are answered. */
    private static Scrape await(MeteredProcess server, String metric, String label, String value) throws Exception {
        Scrape answer;
        do {
            answer = server.scrape();
        } while (answer.sum(metric, Map.of(label, value)) < 1);
        return answer;
    }

    @AfterAll
    static void end() {
        one.close();
        two.close();
    }

    private static void check(Query query) {
        Promql promql = Promql.of(query.expression());
        assertThat(promql.selectors()).as(query.where()).isNotEmpty();
        for (Promql.Selector selector : promql.selectors()) {
            String metric = selector.metric();
            assertThat(scrape.names()).as(query.where()).contains(metric);
            Set<String> labels = scrape.labelsOf(metric);
            assertThat(labels).as("%s: %s", query.where(), metric).containsAll(promql.groupedBy());
            assertThat(labels).as("%s: %s", query.where(), metric).containsAll(Promql.shown(query.shown()));
            selector.labels().forEach((label, wanted) -> {
                assertThat(labels).as("%s: %s", query.where(), metric).contains(label);
                assertThat(scrape.values(metric, label))
                        .as("%s: %s of %s", query.where(), label, metric)
                        .containsAll(wanted.values().toList());
            });
        }
    }

    @Test
    void everyQueryOfTheDashboardNamesWhatAServerAnswers() throws IOException {
        assertThat(Query.ofDashboard()).hasSizeGreaterThan(25).allSatisfy(MetricsPagesTest::check);
    }

    @Test
    void everyAlertRuleNamesWhatAServerAnswers() throws IOException {
        assertThat(Query.ofRules()).hasSizeGreaterThan(10).allSatisfy(MetricsPagesTest::check);
    }

    @Test
    void aQueryThatNamesWhatNoServerAnswersIsFound() {
        for (String wrong : List.of(
                "datasave_profile",
                "sum by (store) (datasave_profiles)",
                "datasave_profiles{store=~\"$store\"}",
                "datasave_updates_lost_total{kept=\"yes\"}",
                "up")) {
            assertThatThrownBy(() -> check(new Query("planted", wrong, "")))
                    .as(wrong)
                    .isInstanceOf(AssertionError.class);
        }
        assertThatThrownBy(() -> check(new Query("planted", "datasave_profiles", "{{store}}")))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void everyAlertIsExplainedOnThePage() throws IOException {
        String page = Files.readString(Query.DOCS.resolve("metrics.md"));
        assertThat(Query.ofRules()).allSatisfy(rule -> assertThat(page).contains("`" + rule.where() + "`"));
    }

    @Test
    void thePageHasEveryMetricWithItsLabelsAndNoOther() throws IOException {
        String page = Files.readString(Query.DOCS.resolve("metrics.md"));
        Set<String> described = Pattern.compile("^\\| `(datasave_\\w+)` \\| (.*?) \\|", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .filter(row -> !row.group(1).startsWith("datasave_network_")) // those are the console's
                .map(row -> row.group(1) + " " + row.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> answered = scrape.types().keySet().stream()
                .filter(name -> !name.endsWith("_max"))
                .map(name -> name + " " + labelsOfFamily(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(described).isEqualTo(answered);
    }

    private static String labelsOfFamily(String family) {
        Set<String> labels = new TreeSet<>();
        for (String suffix : List.of("", "_count")) {
            labels.addAll(scrape.labelsOf(family + suffix));
        }
        labels.remove("server");
        return labels.isEmpty()
                ? "–"
                : labels.stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
    }

    @Test
    void aHandoverIsCountedWhereTheProfileWent() throws Exception {
        Map<String, String> handover = Map.of("how", "handover", "store", "PlayerData");
        assertThat(scrape.sum("datasave_loads_seconds_count", handover)).isEqualTo(1);
        assertThat(scrape.sum("datasave_loads_seconds_sum", handover)).isPositive();
        Scrape left = await(one, "datasave_releases_total", "reason", "handed-over");
        assertThat(left.sum("datasave_saves_seconds_count", Map.of())).isEqualTo(2);
        assertThat(left.sum("datasave_profiles", Map.of("server", "one"))).isZero();
        assertThat(left.sum("datasave_storage_calls_seconds_count", Map.of("operation", "write")))
                .isGreaterThan(2);
    }

    @Test
    void theFiguresAreTextForThisMachineAlone() throws Exception {
        assertThat(two.get().headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(two.metrics().getHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        Process process = MeteredProcess.command(
                        "three",
                        folder.resolve("three.db"),
                        "--metrics-port",
                        Integer.toString(two.metrics().getPort()))
                .redirectError(ProcessBuilder.Redirect.PIPE)
                .start();
        assertThat(process.errorReader().lines())
                .anyMatch(line -> line.contains(
                        "cannot listen on 127.0.0.1:" + two.metrics().getPort()));
        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(folder.resolve("three.db")).doesNotExist();
    }
}
