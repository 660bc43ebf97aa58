package dev.datasave.engine.operator;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.EditOutcome;
import dev.datasave.RollbackOutcome;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.mail.Mail;
import dev.datasave.engine.mail.StoredMessage;
import dev.datasave.engine.session.Kind;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Edits and rollbacks of one store, as operators ask for them (P13). From any thread. */
public final class Edits<T> {
    static final String EDIT = "~edit";
    static final String ROLLBACK = "~rollback";
    static final String PIN = "~pin";
    static final String AGAIN = "~again";
    private static final Duration DEADLINE = Duration.ofSeconds(15);

    private final Loop loop;
    private final Operator operator;
    private final Kind<T> kind;

    public Edits(Loop loop, Operator operator, Kind<T> kind) {
        this.loop = loop;
        this.operator = operator;
        this.kind = kind;
    }

    public CompletableFuture<EditOutcome> edit(EntryId id, UnaryOperator<T> function, String why) {
        OperatorAct<T> change =
                new Edit<>("edit", checkedReason(why), loop.ids().serverName(), function);
        return act(id, change, Optional.empty(), Edits::edited);
    }

    public CompletableFuture<EditOutcome> edit(EntryId id, String name, JsonElement arguments, String why) {
        JsonObject payload = payload(why);
        payload.addProperty("edit", name);
        payload.add("arguments", arguments.deepCopy());
        OperatorAct<T> change = change(EDIT, payload)
                .orElseThrow(() -> new IllegalArgumentException("store \"" + kind.name() + "\": found no edit named \""
                        + name + "\", expected one of its options: "
                        + kind.options().namedEdits().keySet()));
        return act(id, change, Optional.of(new Operator.Travel(EDIT, payload, DEADLINE)), Edits::edited);
    }

    public CompletableFuture<RollbackOutcome> rollBack(EntryId id, long revision, OptionalLong seen, String why) {
        if (revision < 1) {
            throw new IllegalArgumentException("revision of a rollback: found " + revision + ", expected at least 1");
        }
        JsonObject payload = payload(why);
        payload.addProperty("revision", revision);
        seen.ifPresent(number -> payload.addProperty("seen", number));
        OperatorAct<T> change = change(ROLLBACK, payload).orElseThrow();
        return act(id, change, Optional.of(new Operator.Travel(ROLLBACK, payload, DEADLINE)), Edits::rolledBack);
    }

    public CompletableFuture<EditOutcome> messageAgain(EntryId id, String messageId, String why) {
        JsonObject payload = payload(why);
        payload.addProperty("message", StoredMessage.idOf(Mail.entryId(id, messageId)));
        OperatorAct<T> change = change(AGAIN, payload).orElseThrow();
        return act(id, change, Optional.of(new Operator.Travel(AGAIN, payload, DEADLINE)), Edits::edited);
    }

    /** What every change that travels says of itself. */
    private JsonObject payload(String why) {
        JsonObject payload = new JsonObject();
        payload.addProperty("why", checkedReason(why));
        payload.addProperty("by", loop.ids().serverName());
        return payload;
    }

    private static String checkedReason(String why) {
        return Limits.check("reason", why, 1, 1000);
    }

    /**
     * The change that a request asks for; none if it is an edit that this store does not know.
     *
     * @throws IllegalArgumentException if the payload is none of such a request
     */
    Optional<OperatorAct<T>> change(String type, JsonObject payload) {
        String why = JsonFields.text(payload, "why");
        String by = JsonFields.text(payload, "by");
        if (type.equals(PIN)) {
            return Optional.of(new Pinning<>(JsonFields.number(payload, "revision"), why, by));
        }
        if (type.equals(AGAIN)) {
            return Optional.of(new Resending<>(JsonFields.text(payload, "message"), why, by));
        }
        if (type.equals(ROLLBACK)) {
            OptionalLong seen =
                    payload.has("seen") ? OptionalLong.of(JsonFields.number(payload, "seen")) : OptionalLong.empty();
            return Optional.of(new Rollback<>(JsonFields.number(payload, "revision"), seen, why, by));
        }
        String name = JsonFields.text(payload, "edit");
        JsonElement arguments = JsonFields.element(payload, "arguments");
        BiFunction<T, JsonElement, T> edit = kind.options().namedEdits().get(name);
        return edit == null
                ? Optional.empty()
                : Optional.of(new Edit<>("edit " + name, why, by, data -> edit.apply(data, arguments.deepCopy())));
    }

    private <R> CompletableFuture<R> act(
            EntryId id, OperatorAct<T> change, Optional<Operator.Travel> travel, Function<Operator.Answer, R> outcome) {
        return loop.ask(future -> operator.act(new Operator.Order<>(
                kind,
                id,
                change,
                travel,
                loop.environment().monotonicNanos() + DEADLINE.toNanos(),
                answer -> loop.environment().onUserThread(() -> complete(future, () -> outcome.apply(answer))),
                failure -> loop.fail(future, failure))));
    }

    /** An answer that another version wrote, and that can't be read here, must not leave its asker waiting. */
    private static <R> void complete(CompletableFuture<R> future, Supplier<R> outcome) {
        try {
            future.complete(outcome.get());
        } catch (IllegalArgumentException unreadable) {
            future.completeExceptionally(unreadable);
        }
    }

    private static EditOutcome edited(Operator.Answer answer) {
        return switch (answer) {
            case Operator.Answer.Carried(var where, var said)
            when said.has("applied") -> new EditOutcome.Applied(where, JsonFields.number(said, "applied"));
            case Operator.Answer.Carried(var where, var said) -> new EditOutcome.Refused(words(said));
            case Operator.Answer.HeldElsewhere(var by) -> new EditOutcome.HeldElsewhere(by);
            case Operator.Answer.Absent absent -> new EditOutcome.Absent();
            case Operator.Answer.Expired expired -> new EditOutcome.Expired();
            case Operator.Answer.NotPossible(var reason) -> new EditOutcome.NotPossible(reason);
        };
    }

    private static String words(JsonObject said) {
        JsonElement why = said.get("refused");
        return why == null ? said.toString() : JsonFields.text("refused", why);
    }

    private static RollbackOutcome rolledBack(Operator.Answer answer) {
        return switch (answer) {
            case Operator.Answer.Carried(var where, var said)
            when said.has("applied") ->
                new RollbackOutcome.RolledBack(
                        where,
                        JsonFields.number(said, "applied"),
                        JsonFields.number(said, "undo"),
                        new RollbackOutcome.TakenBack(names(said, "receipts"), names(said, "messages")));
            case Operator.Answer.Carried(var where, var said)
            when said.has("moved") -> new RollbackOutcome.Moved(JsonFields.number(said, "moved"));
            case Operator.Answer.Carried(var where, var said)
            when said.has("noSuchRevision") -> new RollbackOutcome.NoSuchRevision();
            case Operator.Answer.Carried(var where, var said) -> new RollbackOutcome.Refused(words(said));
            case Operator.Answer.HeldElsewhere(var by) ->
                new RollbackOutcome.NotPossible(new dev.datasave.NotLoadedReason.Held(by));
            case Operator.Answer.Absent absent -> new RollbackOutcome.NoSuchRevision();
            case Operator.Answer.Expired expired -> new RollbackOutcome.Expired();
            case Operator.Answer.NotPossible(var reason) -> new RollbackOutcome.NotPossible(reason);
        };
    }

    private static List<String> names(JsonObject said, String member) {
        return List.copyOf(JsonFields.texts(member, said.get(member)));
    }
}
