package dev.datasave.importing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML 1.2 as a JSON tree: no name twice, one document, no objects of any class, anchors as they are meant. {@code !!binary} is text in UTF-8: that is how Configurate
 * and SnakeYAML store a text that has a control character.
 */
final class StrictYaml {
    private static final int MOST_CHARS = 16 << 20;

    private StrictYaml() {}

    /**
     * Parses one document.
     *
     * @throws IllegalArgumentException if it is none, or has what JSON can't hold, with the place, without payloads
     */
    static JsonElement parse(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setCodePointLimit(MOST_CHARS)
                .build();
        try {
            return new Trees().tree(new Load(settings).loadFromString(text), "$");
        } catch (MarkedYamlEngineException e) {
            String at = e.getProblemMark()
                    .map(mark -> " in line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                    .orElse("");
            throw new IllegalArgumentException("YAML: found a mistake" + at + ": " + problem(e), e);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException("YAML: found no single document", e);
        }
    }

    private static String problem(MarkedYamlEngineException e) {
        String problem = e.getProblem();
        int quoted = problem.indexOf(" (");
        return quoted < 0 ? problem : problem.substring(0, quoted);
    }

    /** Makes the tree. An anchor may be used many times, so what comes of it is limited, too. */
    private static final class Trees {
        private static final int MOST_NODES = 2 << 20;
        private final IdentityHashMap<Object, Boolean> above = new IdentityHashMap<>();
        private int nodes;

        private JsonElement tree(@Nullable Object value, String path) {
            if (++nodes > MOST_NODES) {
                throw new IllegalArgumentException("YAML: found more than " + MOST_NODES + " values, expected fewer");
            }
            return switch (value) {
                case null -> JsonNull.INSTANCE;
                case String text -> new JsonPrimitive(text);
                case byte[] bytes -> new JsonPrimitive(StrictJson.text(bytes, StandardCharsets.UTF_8));
                case Boolean yes -> new JsonPrimitive(yes);
                case Integer number -> new JsonPrimitive(number);
                case Long number -> new JsonPrimitive(number);
                case BigInteger number -> new JsonPrimitive(number);
                case Double number when Double.isFinite(number) -> new JsonPrimitive(number);
                case Double number ->
                    throw new IllegalArgumentException(
                            "YAML: found a number at " + path + " that JSON can't hold (NaN or infinite)");
                case List<?> list -> array(list, path);
                case Map<?, ?> map -> object(map, path);
                default ->
                    throw new IllegalArgumentException("YAML: found a "
                            + value.getClass().getSimpleName() + " at " + path
                            + ", expected text, number, list or names and values");
            };
        }

        private JsonArray array(List<?> list, String path) {
            JsonArray array = new JsonArray();
            enter(list, path);
            int i = 0;
            for (Object element : list) {
                array.add(tree(element, path + "[" + i++ + "]"));
            }
            above.remove(list);
            return array;
        }

        private JsonObject object(Map<?, ?> map, String path) {
            JsonObject object = new JsonObject();
            enter(map, path);
            map.forEach((key, value) -> {
                boolean isName = key instanceof String || key instanceof Number || key instanceof Boolean;
                if (!isName || object.has(key.toString())) {
                    throw new IllegalArgumentException(
                            "YAML: found a name at " + path + " that is no text, or is there twice as text");
                }
                object.add(key.toString(), tree(value, path + "." + key));
            });
            above.remove(map);
            return object;
        }

        private void enter(Object container, String path) {
            if (above.put(container, true) != null) {
                throw new IllegalArgumentException("YAML: found an anchor at " + path + " that contains itself");
            }
        }
    }
}
