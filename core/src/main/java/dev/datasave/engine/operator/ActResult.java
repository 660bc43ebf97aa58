package dev.datasave.engine.operator;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.engine.json.JsonFields;
import java.util.List;

/**
 * The answer of a session to an {@link OperatorAct}. If another server has asked, the answer travels as JSON in the tombstone of the request (P13).
 * Only this type knows how. But {@code commit.StoredMessage} looks for {@code applied} as well, to keep that something was done.
 */
sealed interface ActResult {

    /** It was done. The revision holds it. */
    record Applied(long revision) implements ActResult {}

    /**
     * A rollback was done.
     *
     * @param revision the revision that holds it
     * @param undo the revision to roll back to, to undo it
     * @param receipts the names of the grants that it took back
     * @param messages the ids of the messages that it took back
     */
    record RolledBack(long revision, long undo, List<String> receipts, List<String> messages) implements ActResult {
        public RolledBack {
            receipts = List.copyOf(receipts);
            messages = List.copyOf(messages);
        }
    }

    /** Nothing was done: another revision than the expected one is the present one. */
    record Moved(long present) implements ActResult {}

    /** Nothing was done: that revision is not there. */
    record NoSuchRevision(long revision) implements ActResult {}

    /** Nothing was done, and why. */
    record Refused(String why) implements ActResult {}

    /** Whether something was done. */
    default boolean isApplied() {
        return this instanceof Applied || this instanceof RolledBack;
    }

    default JsonObject toJson() {
        JsonObject json = new JsonObject();
        switch (this) {
            case Applied(long revision) -> json.addProperty("applied", revision);
            case RolledBack back -> {
                json.addProperty("applied", back.revision);
                json.addProperty("undo", back.undo);
                json.add("receipts", array(back.receipts));
                json.add("messages", array(back.messages));
            }
            case Moved(long present) -> json.addProperty("moved", present);
            case NoSuchRevision(long revision) -> json.addProperty("noSuchRevision", revision);
            case Refused(String why) -> json.addProperty("refused", why);
        }
        return json;
    }

    private static JsonArray array(List<String> texts) {
        JsonArray array = new JsonArray(texts.size());
        texts.forEach(array::add);
        return array;
    }

    /**
     * The result that a request's tombstone holds.
     *
     * @throws IllegalArgumentException if a member is not of its type: another version may have written it
     */
    static ActResult of(JsonObject json) {
        if (json.has("undo")) {
            return new RolledBack(
                    JsonFields.number(json, "applied"),
                    JsonFields.number(json, "undo"),
                    List.copyOf(JsonFields.texts("receipts", json.get("receipts"))),
                    List.copyOf(JsonFields.texts("messages", json.get("messages"))));
        }
        if (json.has("applied")) {
            return new Applied(JsonFields.number(json, "applied"));
        }
        if (json.has("moved")) {
            return new Moved(JsonFields.number(json, "moved"));
        }
        if (json.has("noSuchRevision")) {
            return new NoSuchRevision(JsonFields.number(json, "noSuchRevision"));
        }
        JsonElement why = json.get("refused");
        return new Refused(why == null ? json.toString() : JsonFields.text("refused", why));
    }
}
