package dev.datasave.engine.operator;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.datasave.ProfileStore.EditOptions;
import dev.datasave.engine.entry.Meta;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.engine.loop.StoragePort;
import dev.datasave.engine.session.Session;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * An edit that only changes what is beside the data: it is no code, so it can travel. How it travels, other edits use for what they change there.
 *
 * @param options what it changes
 * @param why the reason given
 * @param by which server asked for it
 */
record BesideEdit<T>(EditOptions options, String why, String by) implements OperatorAct<T> {
    private static final String ADDED = "addUserIds";
    private static final String REMOVED = "removeUserIds";
    private static final String METADATA = "metadata";

    @Override
    public Optional<Travel> travel() {
        JsonObject payload = OperatorAct.payload(why, by);
        add(options, payload);
        return Optional.of(new Travel(CHANGE, payload));
    }

    @Override
    public void prepare(StoragePort port, Session<T> session, Consumer<Ready<T>> then, Consumer<Throwable> failed) {
        new Edit<T>("edit", why, by, UnaryOperator.identity(), options).prepare(port, session, then, failed);
    }

    static boolean isNothing(EditOptions options) {
        return options.addedUserIds().isEmpty()
                && options.removedUserIds().isEmpty()
                && options.metadata().isEmpty();
    }

    /**
     * What is beside the data, changed.
     *
     * @throws IllegalArgumentException if the result breaks R10
     */
    static Meta changed(EditOptions options, Meta before) {
        Meta meta = before;
        for (String userId : options.removedUserIds()) {
            meta = meta.withoutUserId(userId);
        }
        meta = meta.withUserIds(options.addedUserIds());
        for (Map.Entry<String, Optional<String>> pair : options.metadata().entrySet()) {
            if (pair.getValue().isEmpty()) {
                meta = meta.withMetadata(pair.getKey(), null);
            }
        }
        for (Map.Entry<String, Optional<String>> pair : options.metadata().entrySet()) {
            if (pair.getValue().isPresent()) {
                meta = meta.withMetadata(pair.getKey(), pair.getValue().get());
            }
        }
        return meta;
    }

    static void add(EditOptions options, JsonObject payload) {
        payload.add(ADDED, JsonFields.array(options.addedUserIds()));
        payload.add(REMOVED, JsonFields.array(options.removedUserIds()));
        JsonObject metadata = new JsonObject();
        new TreeMap<>(options.metadata())
                .forEach((name, value) ->
                        metadata.add(name, value.isPresent() ? new JsonPrimitive(value.get()) : JsonNull.INSTANCE));
        payload.add(METADATA, metadata);
    }

    /**
     * The changes in the payload of a request.
     *
     * @throws IllegalArgumentException if it has none
     */
    static EditOptions of(JsonObject payload) {
        EditOptions options = EditOptions.defaults();
        for (String userId : texts(payload, ADDED)) {
            options = options.addUserId(userId);
        }
        for (String userId : texts(payload, REMOVED)) {
            options = options.removeUserId(userId);
        }
        for (Map.Entry<String, JsonElement> pair :
                JsonFields.object(payload, METADATA).entrySet()) {
            JsonElement value = pair.getValue();
            options = options.metadata(pair.getKey(), value.isJsonNull() ? null : JsonFields.text(METADATA, value));
        }
        return options;
    }

    private static Set<String> texts(JsonObject payload, String name) {
        return JsonFields.texts(name, payload.get(name));
    }
}
