package dev.datasave.importing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.DataSave;
import dev.datasave.Message;
import dev.datasave.ProfileStore;
import dev.datasave.spi.Storage;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends messages, and lends profiles to those who pin, by a server of its own that is only started if there are any. One that waits already is not sent again. */
final class Mailing implements AutoCloseable {
    private static final String TYPE = "GlobalUpdate";

    private final Storage target;
    private final String store;
    private @Nullable DataSave server;

    Mailing(Storage target, String store) {
        this.target = target;
        this.store = store;
    }

    /** Returns how many were sent. */
    int send(ImportItem.Profile profile) {
        if (profile.updates().isEmpty()) {
            return 0;
        }
        ProfileStore<JsonObject> profiles = profiles();
        Set<String> waiting = new HashSet<>();
        for (Message.Pending pending :
                profiles.pendingMessagesAsync(profile.key()).join()) {
            if (pending.type().equals(TYPE)) {
                waiting.add(Canonical.digest(pending.payload()));
            }
        }
        int sent = 0;
        for (GlobalUpdate update : profile.updates()) {
            if (!waiting.contains(Canonical.digest(tree(update)))) {
                switch (profiles.messageAsync(profile.key(), update).join()) {
                    case Message.Outcome.Sent done -> sent++;
                    case Message.Outcome.TooMany(var limit) ->
                        throw new IllegalStateException("messages to " + profile.key() + ": found " + limit
                                + " that wait already, expected room for those of the source");
                }
            }
        }
        return sent;
    }

    private static JsonElement tree(GlobalUpdate update) {
        JsonObject tree = new JsonObject();
        tree.addProperty("id", update.id());
        tree.add("data", update.data());
        return tree;
    }

    ProfileStore<JsonObject> profiles() {
        return server().profileStore(store, JsonObject.class, JsonObject::new);
    }

    private DataSave server() {
        DataSave running = server;
        if (running == null) {
            running = DataSave.builder(target)
                    .keepStorageOpen()
                    .serverName("import")
                    .build();
            server = running;
        }
        return running;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
