package dev.datasave.cli.ops;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.datasave.ConnectedEntry;
import dev.datasave.ErasureReceipt;
import dev.datasave.JsonChange;
import dev.datasave.JsonDiff;
import dev.datasave.Message;
import dev.datasave.Orphan;
import dev.datasave.ProfileVersion;
import dev.datasave.ops.ActOutcome;
import dev.datasave.ops.AuditLog;
import dev.datasave.ops.Diagnosis;
import dev.datasave.ops.Match;
import dev.datasave.ops.ProfileReport;
import dev.datasave.ops.ServerReport;
import dev.datasave.ops.StoreDesk;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The JSON that {@code --json} prints. The page on operating describes it, and scripts rely on it. */
final class Shapes {
    private Shapes() {}

    /** Builds an object member by member. */
    static final class Shape {
        private final JsonObject json = new JsonObject();

        Shape with(String name, @Nullable Object value) {
            json.add(name, tree(value));
            return this;
        }

        JsonObject json() {
            return json;
        }
    }

    static Shape shape() {
        return new Shape();
    }

    private static JsonElement tree(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNull.INSTANCE;
            case JsonElement json -> json;
            case Number number -> new JsonPrimitive(number);
            case Boolean flag -> new JsonPrimitive(flag);
            case Optional<?> optional -> tree(optional.orElse(null));
            case OptionalLong number -> number.isPresent() ? new JsonPrimitive(number.getAsLong()) : JsonNull.INSTANCE;
            case Map<?, ?> map -> {
                JsonObject object = new JsonObject();
                new TreeMap<Object, Object>(map)
                        .forEach((name, member) -> object.add(String.valueOf(name), tree(member)));
                yield object;
            }
            case Collection<?> all -> {
                JsonArray array = new JsonArray();
                all.forEach(one -> array.add(tree(one)));
                yield array;
            }
            default -> new JsonPrimitive(String.valueOf(value));
        };
    }

    static <T> JsonArray array(Collection<T> all, Function<? super T, JsonElement> one) {
        JsonArray array = new JsonArray();
        all.forEach(item -> array.add(one.apply(item)));
        return array;
    }

    static JsonObject of(Match match) {
        return shape().with("store", match.store())
                .with("key", match.key())
                .with("revision", match.revision())
                .with("created", match.created())
                .with("updated", match.updated())
                .with("userIds", match.userIds().stream().sorted().toList())
                .with("score", match.score())
                .with("holder", match.holder())
                .with("damage", match.damage())
                .json();
    }

    static JsonObject of(ServerReport server) {
        return shape().with("name", server.name())
                .with("incarnation", server.incarnation())
                .with("since", server.since())
                .with("leaseAgeMillis", server.leaseAge().toMillis())
                .with("leaseMillis", server.leaseTime().toMillis())
                .with("overdue", server.isOverdue())
                .with("profilesHeld", server.profilesHeld())
                .with("version", server.version())
                .json();
    }

    static JsonObject of(ProfileReport report) {
        return shape().with("store", report.store())
                .with("key", report.key())
                .with("revision", report.revision())
                .with("profile", report.isProfile())
                .with("removed", report.isRemoved())
                .with("movedTo", report.movedTo())
                .with("data", report.data())
                .with("trouble", report.trouble())
                .with("bytes", report.bytes())
                .with("created", report.created())
                .with("updated", report.updated())
                .with("loads", report.loads())
                .with("schema", report.schema())
                .with("userIds", report.userIds().stream().sorted().toList())
                .with("metadata", report.metadata())
                .with("score", report.score())
                .with("owner", report.owner().map(Shapes::of))
                .with("waiting", array(report.waiting(), Shapes::of))
                .with("messages", array(report.messages(), Shapes::of))
                .with("receipts", array(report.receipts(), Shapes::of))
                .with("orphans", array(report.orphans(), Shapes::of))
                .json();
    }

    static JsonObject of(ProfileReport.Owner owner) {
        return shape().with("server", owner.serverName())
                .with("incarnation", owner.incarnation())
                .with("since", owner.since())
                .with("leaseAgeMillis", owner.leaseAge().map(age -> age.toMillis()))
                .with("alive", owner.isAlive())
                .json();
    }

    static JsonObject of(ProfileReport.Waiting waiting) {
        return shape().with("server", waiting.serverName())
                .with("incarnation", waiting.incarnation())
                .with("since", waiting.since())
                .with("addressedToOwner", waiting.isAddressedToOwner())
                .with("refusedReader", waiting.refusedReader())
                .json();
    }

    static JsonObject of(Message.Pending message) {
        return shape().with("id", message.id())
                .with("type", message.type())
                .with("payload", message.payload())
                .with("from", message.from())
                .with("sent", message.sent())
                .with("expires", message.expires())
                .with("dead", message.isDead())
                .json();
    }

    static JsonObject of(ProfileReport.Granted receipt) {
        return shape().with("id", receipt.id())
                .with("revision", receipt.revision())
                .with("at", receipt.at())
                .json();
    }

    static JsonObject of(Orphan<JsonElement> orphan) {
        return shape().with("id", orphan.id())
                .with("basedOn", orphan.info().revision())
                .with("server", orphan.server())
                .with("reason", orphan.reason())
                .with("spooled", orphan.spooled())
                .with("data", orphan.stored())
                .json();
    }

    static JsonObject of(ProfileVersion version) {
        return shape().with("revision", version.revision())
                .with("current", version.isCurrent())
                .with("removal", version.isRemoval())
                .with("updated", version.updated())
                .with("server", version.author().map(ProfileVersion.Author::serverName))
                .with("incarnation", version.author().map(ProfileVersion.Author::incarnation))
                .with("endsSession", version.endsSession())
                .with("pin", version.pin().map(ProfileVersion.Pin::name))
                .with("action", version.note().map(ProfileVersion.Note::action))
                .with("why", version.note().map(ProfileVersion.Note::why))
                .with("by", version.note().map(ProfileVersion.Note::by))
                .with("schema", version.schema())
                .with("bytes", version.bytes())
                .json();
    }

    static JsonArray of(JsonDiff diff) {
        return array(diff.changes(), change -> switch (change) {
            case JsonChange.Added added ->
                shape().with("path", added.path()).with("after", added.value()).json();
            case JsonChange.Removed removed ->
                shape().with("path", removed.path())
                        .with("before", removed.value())
                        .json();
            case JsonChange.Changed changed ->
                shape().with("path", changed.path())
                        .with("before", changed.from())
                        .with("after", changed.to())
                        .json();
        });
    }

    static JsonObject of(ActOutcome outcome) {
        Shape shape =
                shape().with("outcome", outcome.getClass().getSimpleName()).with("sentence", outcome.sentence());
        switch (outcome) {
            case ActOutcome.Done done ->
                shape.with("revision", done.revision())
                        .with("undo", done.undo())
                        .with("where", done.where().name().toLowerCase(Locale.ROOT))
                        .with("takenBackMessages", done.takenBack().map(back -> back.messages()))
                        .with("takenBackReceipts", done.takenBack().map(back -> back.receipts()));
            case ActOutcome.Conflict conflict ->
                shape.with("seen", conflict.seen())
                        .with("found", conflict.found())
                        .with("since", conflict.since().map(Shapes::of));
            case ActOutcome.NotFound not -> {}
            case ActOutcome.Refused refused -> {}
            case ActOutcome.NoAnswer silent -> shape.with("server", silent.server());
        }
        return shape.json();
    }

    static JsonObject of(AuditLog.Line line) {
        return shape().with("id", line.id())
                .with("at", line.at())
                .with("who", line.who())
                .with("action", line.action())
                .with("state", line.state().name().toLowerCase(Locale.ROOT))
                .with("store", line.store())
                .with("key", line.key())
                .with("why", line.why())
                .with("result", line.result())
                .with("details", line.details())
                .with("erased", line.isErased())
                .json();
    }

    static JsonObject of(StoreDesk.BulkEdit edit) {
        return shape().with("seen", edit.seen())
                .with("changed", edit.changed())
                .with("unchanged", edit.unchanged())
                .with("unfit", edit.unfit())
                .with("failed", edit.failed())
                .with("failures", edit.failures())
                .with("cursor", edit.cursor())
                .with("done", edit.isDone())
                .json();
    }

    static JsonObject of(Diagnosis diagnosis) {
        return shape().with("matter", diagnosis.matter())
                .with("severity", diagnosis.severity().name().toLowerCase(Locale.ROOT))
                .with("found", diagnosis.found())
                .with("advice", diagnosis.advice())
                .json();
    }

    static JsonObject of(ConnectedEntry entry) {
        return shape().with("store", entry.store())
                .with("key", entry.key())
                .with("connection", entry.connection())
                .with("revision", entry.revision())
                .with("removed", entry.isRemoved())
                .json();
    }

    static JsonObject of(ErasureReceipt receipt) {
        return shape().with("user", receipt.userId())
                .with("complete", receipt.isComplete())
                .with("begun", receipt.begun())
                .with("lastPass", receipt.lastPass())
                .with("passes", receipt.passes())
                .with(
                        "items",
                        array(
                                receipt.items(),
                                item -> shape().with("store", item.store())
                                        .with("key", item.key())
                                        .with("connection", item.connection())
                                        .with("done", item.done())
                                        .with("revision", item.revision())
                                        .with("note", item.note())
                                        .json()))
                .json();
    }
}
