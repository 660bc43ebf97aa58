package dev.datasave.cli.ops;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.datasave.JsonDiff;
import dev.datasave.ops.Operations;
import dev.datasave.ops.ProfileDesk;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code edit}. */
@Command(
        name = "edit",
        mixinStandardHelpOptions = true,
        description = "Changes the data of a profile, wherever it is loaded. The player stays online.",
        footer = {
            "",
            "PATH is a JSON pointer: /items/0/name, and /items/- is behind the last item.",
            "Removals come first, then replacements, then additions. For another order, use a JSON patch (RFC 6902)."
        })
public final class EditCommand extends OnProfile {
    @Option(names = "--add", paramLabel = "PATH=JSON", description = "Add an item, or set a member.")
    private List<String> add = new ArrayList<>();

    @Option(names = "--replace", paramLabel = "PATH=JSON", description = "Replace what is there.")
    private List<String> replace = new ArrayList<>();

    @Option(names = "--remove", paramLabel = "PATH", description = "Remove what is there.")
    private List<String> remove = new ArrayList<>();

    @Option(names = "--patch", paramLabel = "FILE", description = "The file of a JSON patch (RFC 6902).")
    private @Nullable Path patch;

    @Option(
            names = "--seen",
            paramLabel = "REVISION",
            description =
                    "The revision that you saw: if somebody has changed the profile since, nothing is done, and you see what has changed.")
    private @Nullable Long seen;

    /** For picocli. */
    public EditCommand() {}

    @Override
    void check() {
        var unused = mandate();
        boolean hasSteps = !add.isEmpty() || !replace.isEmpty() || !remove.isEmpty();
        if (hasSteps == (patch != null)) {
            throw wrong("edit: found " + (hasSteps ? "a patch and other changes" : "no change")
                    + ", expected either --patch, or some of --add, --replace and --remove");
        }
        var unusedSteps = steps();
    }

    @Override
    int run(Operations operations) throws IOException {
        String text = patch == null ? steps().toString() : Files.readString(patch);
        ProfileDesk desk = desk(operations);
        Optional<JsonDiff> preview;
        try {
            preview = desk.editPreview(text);
        } catch (IllegalArgumentException unfit) {
            say(named() + ": " + unfit.getMessage());
            return NOT_DONE;
        }
        if (preview.isEmpty()) {
            say(named() + ": found no data under this key, expected a profile");
            return NOT_DONE;
        }
        if (!isConfirmed("change " + named() + "?", preview)) {
            return NOT_DONE;
        }
        return told(desk.edit(text, seen == null ? OptionalLong.empty() : OptionalLong.of(seen), mandate()));
    }

    private JsonArray steps() {
        JsonArray steps = new JsonArray();
        remove.forEach(path -> steps.add(step("remove", path)));
        replace.forEach(change -> steps.add(step("replace", change)));
        add.forEach(change -> steps.add(step("add", change)));
        return steps;
    }

    private JsonObject step(String op, String change) {
        JsonObject step = new JsonObject();
        step.addProperty("op", op);
        int equals = change.indexOf('=');
        String path = op.equals("remove") || equals < 0 ? change : change.substring(0, equals);
        if (!path.isEmpty() && !path.startsWith("/")) {
            throw wrong("--" + op + ": found " + Harmless.text(change, 80) + ", expected a path that begins with /");
        }
        step.addProperty("path", path);
        if (!op.equals("remove")) {
            if (equals < 0) {
                throw wrong("--" + op + ": found " + Harmless.text(change, 80) + ", expected PATH=JSON");
            }
            step.add("value", value(op, change.substring(equals + 1)));
        }
        return step;
    }

    private JsonElement value(String op, String json) {
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement value = JsonParser.parseReader(reader);
            if (reader.peek() == JsonToken.END_DOCUMENT) {
                return value;
            }
        } catch (JsonParseException | IOException malformed) {
            // said below
        }
        throw wrong("--" + op + ": found " + Harmless.text(json, 80)
                + ", expected JSON; a text has quotes of its own: '\"sword\"'");
    }
}
