package dev.datasave.engine.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.datasave.JsonChange;
import dev.datasave.JsonDiff;
import dev.datasave.engine.Parser;
import java.util.List;

/** What of this room reads what was stored or received. */
public final class JsonParsers {
    private JsonParsers() {}

    /** The parsers of this room. */
    public static List<Parser> all() {
        return List.of(
                Parser.of("json", text -> {
                    JsonElement tree = Parser.orRefused(FormatProblem.class, () -> JsonText.parse(text));
                    if (tree != null) {
                        String written = JsonText.write(tree);
                        assertThat(JsonText.parse(written)).isEqualTo(tree);
                        assertThat(JsonText.same(text, written)).isTrue();
                        assertThat(Likeness.hash(tree)).isEqualTo(Likeness.hash(JsonText.parse(written)));
                        assertThat(JsonText.find(tree, JsonText::isNotFinite))
                                .satisfiesAnyOf(
                                        at -> assertThat(at).isNull(),
                                        at -> assertThat(at).endsWith("a member's name"));
                    }
                }),
                Parser.of("path", text -> {
                    List<TreePath.Step> steps =
                            Parser.orRefused(IllegalArgumentException.class, () -> TreePath.parse(text));
                    if (steps != null) {
                        TreePath path = TreePath.ROOT;
                        for (TreePath.Step step : steps) {
                            path = switch (step) {
                                case TreePath.Member member -> path.member(member.name());
                                case TreePath.Index index -> path.index(index.index());
                            };
                        }
                        assertThat(TreePath.parse(path.toString())).isEqualTo(steps);
                    }
                }),
                // A path, a value and a tree, a line each: changes there.
                Parser.of("patch", text -> {
                    String[] lines = (text + "\n\n").split("\n", 3);
                    JsonElement value = tree(lines[1]);
                    JsonElement tree = tree(lines[2]);
                    List<JsonChange> changes = List.of(
                            new JsonChange.Added(lines[0], value),
                            new JsonChange.Removed(lines[0], value),
                            new JsonChange.Changed(lines[0], value, JsonNull.INSTANCE));
                    for (JsonChange change : changes) {
                        Parser.orRefused(
                                IllegalArgumentException.class, () -> new JsonDiff(List.of(change)).apply(tree));
                    }
                    JsonDiff diff = JsonDiff.between(tree, value);
                    assertThat(JsonText.same(diff.apply(tree), value)).isTrue();
                }));
    }

    private static JsonElement tree(String text) {
        JsonElement tree = Parser.orRefused(FormatProblem.class, () -> JsonText.parse(text));
        return tree == null ? new JsonObject() : tree;
    }
}
