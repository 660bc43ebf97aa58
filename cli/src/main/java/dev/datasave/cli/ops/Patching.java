package dev.datasave.cli.ops;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is to be changed in a profile's data. */
final class Patching {
    @Option(names = "--add", paramLabel = "PATH=JSON", description = "Add an item, or set a member.")
    private List<String> add = new ArrayList<>();

    @Option(names = "--replace", paramLabel = "PATH=JSON", description = "Replace what is there.")
    private List<String> replace = new ArrayList<>();

    @Option(names = "--remove", paramLabel = "PATH", description = "Remove what is there.")
    private List<String> remove = new ArrayList<>();

    @Option(names = "--patch", paramLabel = "FILE", description = "The file of a JSON patch (RFC 6902).")
    private @Nullable Path patch;

    /** Checks that there is a change, and that it is one. */
    void check(OnStorage command) {
        boolean hasSteps = !add.isEmpty() || !replace.isEmpty() || !remove.isEmpty();
        if (hasSteps == (patch != null)) {
            throw command.wrong("edit: found " + (hasSteps ? "a patch and other changes" : "no change")
                    + ", expected either --patch, or some of --add, --replace and --remove");
        }
        var unused = steps(command);
    }

    /** The change as a JSON patch. */
    String text(OnStorage command) throws IOException {
        return patch == null ? steps(command).toString() : Files.readString(patch);
    }

    private JsonArray steps(OnStorage command) {
        JsonArray steps = new JsonArray();
        remove.forEach(path -> steps.add(step(command, "remove", path)));
        replace.forEach(change -> steps.add(step(command, "replace", change)));
        add.forEach(change -> steps.add(step(command, "add", change)));
        return steps;
    }

    private JsonObject step(OnStorage command, String op, String change) {
        JsonObject step = new JsonObject();
        step.addProperty("op", op);
        int equals = change.indexOf('=');
        String path = op.equals("remove") || equals < 0 ? change : change.substring(0, equals);
        if (!path.isEmpty() && !path.startsWith("/")) {
            throw command.wrong(
                    "--" + op + ": found " + Harmless.text(change, 80) + ", expected a path that begins with /");
        }
        step.addProperty("path", path);
        if (!op.equals("remove")) {
            if (equals < 0) {
                throw command.wrong("--" + op + ": found " + Harmless.text(change, 80) + ", expected PATH=JSON");
            }
            step.add("value", value(command, op, change.substring(equals + 1)));
        }
        return step;
    }

    private JsonElement value(OnStorage command, String op, String json) {
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement value = JsonParser.parseReader(reader);
            if (reader.peek() == JsonToken.END_DOCUMENT) {
                return value;
            }
        } catch (JsonParseException | IOException malformed) {
            // said below
        }
        throw command.wrong("--" + op + ": found " + Harmless.text(json, 80)
                + ", expected JSON; a text has quotes of its own: '\"sword\"'");
    }
}
