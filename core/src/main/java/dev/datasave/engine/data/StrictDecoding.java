package dev.datasave.engine.data;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.Codec;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonText;
import java.util.Map;

/** Decodes a tree into a class that has to know all of its members. */
public final class StrictDecoding {
    private StrictDecoding() {}

    /**
     * What the codec makes of the tree.
     *
     * @throws FormatProblem if it leaves out a member that is not null. Members inside arrays are not looked at.
     */
    public static <M> M decode(Codec<M> codec, JsonElement tree) {
        M decoded = codec.decode(tree);
        JsonElement written = codec.encode(decoded);
        JsonElement leftover = Leftover.of(tree, written);
        if (leftover != null && isIgnored(codec, tree, leftover, written)) {
            String type = decoded == null ? "null" : decoded.getClass().getName();
            throw new FormatProblem(
                    "$" + path(leftover), "a member that " + type + " does not have", "only members that it has");
        }
        return decoded;
    }

    /** False if the codec reads these members under another name. */
    private static <M> boolean isIgnored(Codec<M> codec, JsonElement tree, JsonElement leftover, JsonElement written) {
        try {
            return JsonText.same(written, codec.encode(codec.decode(Leftover.without(tree, leftover))));
        } catch (Throwable needsThem) {
            Problems.unlessOfTheMachine(needsThem);
            return false;
        }
    }

    private static String path(JsonElement leftover) {
        if (!(leftover instanceof JsonObject members)) {
            return "";
        }
        Map.Entry<String, JsonElement> first = members.entrySet().iterator().next();
        return "." + first.getKey() + path(first.getValue());
    }
}
