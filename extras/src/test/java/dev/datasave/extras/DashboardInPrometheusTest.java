package dev.datasave.extras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboard's and the alert rules' queries, asked of a real Prometheus that scrapes two real servers. Players play while it looks; then a server is killed.
 * It needs {@code prometheus} and {@code promtool} on the PATH (apt-get install prometheus).
 */
@Timeout(240)
class DashboardInPrometheusTest {
    private static final Path RULES = Query.DOCS.resolve("prometheus-rules.yml");

    @TempDir
    private static Path folder;

    private static MeteredProcess one;
    private static MeteredProcess two;
    private static MeteredProcess.Player bob;
    private static PrometheusProcess prometheus;

    private static Path program(String name) {
        Optional<Path> found = PrometheusProcess.program(name);
        String requires = System.getenv("DATASAVE_TESTS_REQUIRE");
        if (found.isEmpty() && requires != null && requires.contains("prometheus")) {
            throw new AssertionError("found no " + name + " on the PATH, expected one: apt-get install prometheus");
        }
        assumeTrue(found.isPresent(), "no " + name + " on the PATH (apt-get install prometheus)");
        return found.orElseThrow();
    }

    @BeforeAll
    static void play() throws Exception {
        Path program = program("prometheus");
        Path data = folder.resolve("players.db");
        one = MeteredProcess.start("one", data);
        two = MeteredProcess.start("two", data);
        prometheus = PrometheusProcess.start(program, folder, RULES, List.of(one.metrics(), two.metrics()));
        prometheus.await("count_over_time(datasave_profiles[1m]) >= 2", 2); // a rate needs a figure from before
        // A series begins with its first event, and only the next one is an increase.
        for (int round = 1; round <= 2; round++) {
            try (MeteredProcess.Player here = one.player();
                    MeteredProcess.Player there = two.player()) {
                assertThat(here.say("join alice")).startsWith("joined alice");
                assertThat(here.say("earn 10")).startsWith("earned");
                assertThat(here.say("save")).startsWith("saved");
                assertThat(there.say("join alice")).startsWith("joined alice " + 10 * round);
                assertThat(there.say("quit")).startsWith("bye");
            }
            prometheus.await("datasave_loads_seconds_count{how=\"handover\",server=\"two\"} == " + round, 1);
            prometheus.await("datasave_releases_total{reason=\"released\",server=\"two\"} == " + round, 1);
        }
        bob = one.player();
        assertThat(bob.say("join bob")).startsWith("joined bob");
        prometheus.await("datasave_profiles{server=\"one\"} == 1", 1);
    }

    @AfterAll
    static void end() throws IOException {
        if (prometheus != null) {
            prometheus.close();
            if (bob != null) {
                bob.close();
            }
            one.close();
            two.close();
        }
    }

    /** As Grafana fills in its variables, with both servers chosen. */
    private static String filled(String expression) {
        return expression.replace("$server", "one|two").replace("$__rate_interval", "5m");
    }

    private static double sum(String expression) throws Exception {
        List<JsonObject> series = prometheus.query(filled(expression));
        assertThat(series).as(expression).isNotEmpty();
        return series.stream().mapToDouble(PrometheusProcess::value).sum();
    }

    @Test
    void everyPanelShowsSomethingUnderTheNamesThatItsLegendUses() throws Exception {
        List<Query> queries = Query.ofDashboard().stream()
                .filter(query -> !query.where().equals("variable"))
                .toList();
        assertThat(queries).hasSizeGreaterThan(25);
        for (Query query : queries) {
            List<JsonObject> series = prometheus.query(filled(query.expression()));
            assertThat(series).as("%s: %s", query.where(), query.expression()).isNotEmpty();
            for (JsonObject one : series) {
                assertThat(one.getAsJsonObject("metric").keySet())
                        .as("%s: %s", query.where(), query.expression())
                        .containsAll(Promql.shown(query.shown()));
            }
        }
    }

    @Test
    void thePanelsShowWhatWasPlayed() throws Exception {
        for (Query query : Query.ofDashboard()) {
            String expression = query.expression();
            if (expression.startsWith("sum(datasave_profiles")) {
                assertThat(sum(expression)).as(expression).isEqualTo(1);
            } else if (expression.matches(
                    "sum by \\(\\w+\\) \\(rate\\(datasave_(loads|saves|storage_calls)_seconds_count.*")) {
                assertThat(sum(expression)).as(expression).isPositive();
            } else if (expression.contains("lost") || expression.contains("faults") || expression.contains("damaged")) {
                assertThat(sum(expression)).as(expression).isZero();
            }
        }
        assertThat(sum("max by (how) (datasave_loads_seconds_max{server=~\"$server\"})"))
                .isPositive();
    }

    @Test
    void theVariableListsTheServers() throws Exception {
        List<Query> variables = Query.ofDashboard().stream()
                .filter(query -> query.where().equals("variable"))
                .toList();
        assertThat(variables).hasSize(1);
        String query = variables.getFirst().expression();
        String metric = query.substring(query.indexOf('(') + 1, query.indexOf(','));
        String label =
                query.substring(query.indexOf(',') + 1, query.indexOf(')')).strip();
        Set<String> values = new TreeSet<>();
        for (JsonElement value : prometheus
                .ask("label/" + label + "/values?match[]=".replace("[]", "%5B%5D")
                        + URLEncoder.encode(metric, StandardCharsets.UTF_8))
                .getAsJsonArray()) {
            values.add(value.getAsString());
        }
        assertThat(values).containsExactly("one", "two");
    }

    @Test
    void promtoolFindsNothingWrongWithTheRules() throws IOException, InterruptedException {
        Process check = new ProcessBuilder(
                        program("promtool").toString(),
                        "check",
                        "rules",
                        RULES.toAbsolutePath().toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(check.exitValue()).as(said).isZero();
        assertThat(said).contains("SUCCESS: " + Query.ofRules().size() + " rules found");
    }

    @Test
    void everyRuleCanBeJudgedAndAKilledServerRaisesItsAlertAlone() throws Exception {
        prometheus.await("datasave_profiles", 2);
        try (MeteredProcess three = MeteredProcess.start("three", folder.resolve("players.db"))) {
            three.kill();
        }
        prometheus.await("ALERTS{alertname=\"DataSaveTakeOvers\",alertstate=\"firing\"}", 1);
        int rules = 0;
        for (JsonElement group : prometheus.ask("rules").getAsJsonObject().getAsJsonArray("groups")) {
            for (JsonElement rule : group.getAsJsonObject().getAsJsonArray("rules")) {
                JsonObject judged = rule.getAsJsonObject();
                String name = judged.get("name").getAsString();
                rules++;
                assertThat(judged.get("health").getAsString()).as(name).isEqualTo("ok");
                assertThat(judged.get("state").getAsString().equals("firing"))
                        .as(name)
                        .isEqualTo(name.equals("DataSaveTakeOvers"));
            }
        }
        assertThat(rules).isEqualTo(Query.ofRules().size());
    }
}
