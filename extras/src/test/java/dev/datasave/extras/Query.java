package dev.datasave.extras;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A query of the dashboard or of an alert rule.
 *
 * @param where the panel or the alert
 * @param expression what is asked, in PromQL
 * @param shown what is shown of its labels
 */
record Query(String where, String expression, String shown) {
    static final Path DOCS = Path.of("..", "docs");
    private static final Set<String> FIELDS = Set.of("alert", "expr", "for", "labels", "annotations");

    static List<Query> ofDashboard() throws IOException {
        JsonObject dashboard = JsonParser.parseString(Files.readString(DOCS.resolve("grafana-dashboard.json")))
                .getAsJsonObject();
        List<Query> queries = new ArrayList<>();
        for (JsonElement panel : dashboard.getAsJsonArray("panels")) {
            String title = panel.getAsJsonObject().get("title").getAsString();
            JsonArray targets = panel.getAsJsonObject().getAsJsonArray("targets");
            if (targets != null) {
                for (JsonElement target : targets) {
                    queries.add(new Query(
                            title,
                            target.getAsJsonObject().get("expr").getAsString(),
                            target.getAsJsonObject().get("legendFormat").getAsString()));
                }
            }
        }
        for (JsonElement variable : dashboard.getAsJsonObject("templating").getAsJsonArray("list")) {
            String query = variable.getAsJsonObject().get("query").getAsString();
            if (query.contains("datasave_")) {
                String label = query.substring(query.indexOf(',') + 1, query.indexOf(')'));
                queries.add(new Query("variable", query, "{{" + label.strip() + "}}"));
            }
        }
        return queries;
    }

    static List<Query> ofRules() throws IOException {
        Object rules = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(DOCS.resolve("prometheus-rules.yml")));
        List<Query> queries = new ArrayList<>();
        for (Object group : (List<?>) ((Map<?, ?>) rules).get("groups")) {
            for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
                Map<?, ?> fields = (Map<?, ?>) rule;
                if (!FIELDS.containsAll(fields.keySet())) {
                    throw new IllegalStateException("rule: found " + fields.keySet() + ", expected some of " + FIELDS);
                }
                queries.add(new Query(
                        String.valueOf(fields.get("alert")),
                        String.valueOf(fields.get("expr")),
                        String.valueOf(fields.get("annotations"))));
            }
        }
        return queries;
    }
}
