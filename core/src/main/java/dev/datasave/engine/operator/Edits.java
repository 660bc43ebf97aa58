package dev.datasave.engine.operator;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.EditOutcome;
import dev.datasave.JsonDiff;
import dev.datasave.NotLoadedReason;
import dev.datasave.ProfileStore.EditOptions;
import dev.datasave.RollbackOutcome;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.mail.Mail;
import dev.datasave.engine.session.Kind;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Limits;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Edits and rollbacks of one store, as operators ask for them (P13). From any thread. */
public final class Edits<T> {
    private final Loop loop;
    private final Operator operator;
    private final Kind<T> kind;

    public Edits(Loop loop, Operator operator, Kind<T> kind) {
        this.loop = loop;
        this.operator = operator;
        this.kind = kind;
    }

    public CompletableFuture<EditOutcome> edit(EntryId id, UnaryOperator<T> function, EditOptions options, String why) {
        Objects.requireNonNull(options, "options");
        return carryOut(id, new Edit<>("edit", checkedReason(why), by(), function, options), Edits::edited);
    }

    public CompletableFuture<EditOutcome> edit(EntryId id, EditOptions options, String why) {
        Objects.requireNonNull(options, "options");
        return carryOut(id, new BesideEdit<>(options, checkedReason(why), by()), Edits::edited);
    }

    public CompletableFuture<EditOutcome> edit(
            EntryId id, String name, JsonElement arguments, EditOptions options, String why) {
        Objects.requireNonNull(options, "options");
        OperatorAct<T> edit = named(name, arguments.deepCopy(), checkedReason(why), by(), options)
                .orElseThrow(() -> new IllegalArgumentException("store \"" + kind.name() + "\": found no edit named \""
                        + name + "\", expected one of its options: "
                        + kind.options().namedEdits().keySet()));
        return carryOut(id, edit, Edits::edited);
    }

    public CompletableFuture<EditOutcome> patch(EntryId id, JsonDiff changes, OptionalLong seen, String why) {
        Objects.requireNonNull(changes, "changes");
        return carryOut(id, new Patch<>(changes, seen, checkedReason(why), by()), Edits::edited);
    }

    public CompletableFuture<RollbackOutcome> rollBack(EntryId id, long revision, OptionalLong seen, String why) {
        if (revision < 1) {
            throw new IllegalArgumentException("revision of a rollback: found " + revision + ", expected at least 1");
        }
        return carryOut(id, new Rollback<>(id.key(), revision, seen, checkedReason(why), by()), Edits::rolledBack);
    }

    public CompletableFuture<EditOutcome> messageAgain(EntryId id, String messageId, String why) {
        String checkedId = StoredMessage.idOf(Mail.entryId(id, messageId));
        return carryOut(id, new Resending<>(checkedId, checkedReason(why), by()), Edits::edited);
    }

    private String by() {
        return loop.ids().serverName();
    }

    private static String checkedReason(String why) {
        return Limits.check("reason", why, 1, 1000);
    }

    private Optional<OperatorAct<T>> named(
            String name, JsonElement arguments, String why, String by, EditOptions options) {
        BiFunction<T, JsonElement, T> edit = kind.options().namedEdits().get(name);
        return edit == null ? Optional.empty() : Optional.of(new NamedEdit<>(name, arguments, why, by, edit, options));
    }

    /**
     * The act that a request asks for; none if it is an edit that this store does not know.
     *
     * @throws IllegalArgumentException if the payload is none of such a request
     */
    Optional<OperatorAct<T>> act(EntryId id, String type, JsonObject payload) {
        String why = JsonFields.text(payload, "why");
        String by = JsonFields.text(payload, "by");
        return switch (type) {
            case OperatorAct.PIN -> Optional.of(new Pinning<>(JsonFields.number(payload, "revision"), why, by));
            case OperatorAct.AGAIN -> Optional.of(new Resending<>(JsonFields.text(payload, "message"), why, by));
            case OperatorAct.ROLLBACK -> {
                OptionalLong seen = payload.has("seen")
                        ? OptionalLong.of(JsonFields.number(payload, "seen"))
                        : OptionalLong.empty();
                String key = JsonFields.text(payload, "key", id.key());
                yield Optional.of(new Rollback<>(key, JsonFields.number(payload, "revision"), seen, why, by));
            }
            case OperatorAct.PATCH -> Optional.of(Patch.of(payload, why, by));
            case OperatorAct.CHANGE -> {
                EditOptions options = BesideEdit.of(payload);
                yield payload.has("edit")
                        ? named(payload, why, by, options)
                        : Optional.of(new BesideEdit<>(options, why, by));
            }
            default -> named(payload, why, by, EditOptions.defaults());
        };
    }

    private Optional<OperatorAct<T>> named(JsonObject payload, String why, String by, EditOptions options) {
        return named(JsonFields.text(payload, "edit"), JsonFields.element(payload, "arguments"), why, by, options);
    }

    private <R> CompletableFuture<R> carryOut(EntryId id, OperatorAct<T> act, Function<Operator.Answer, R> outcome) {
        return loop.ask(future -> operator.act(
                kind,
                id,
                act,
                answer -> loop.answer(future, outcome.apply(answer)),
                failure -> loop.fail(future, failure)));
    }

    private static EditOutcome edited(Operator.Answer answer) {
        return switch (answer) {
            case Operator.Answer.Carried(var where, ActResult.Applied(long revision)) ->
                new EditOutcome.Applied(where, revision);
            case Operator.Answer.Carried(var where, ActResult.Refused(String why)) -> new EditOutcome.Refused(why);
            case Operator.Answer.Carried(var where, ActResult.Moved(long present)) -> new EditOutcome.Moved(present);
            case Operator.Answer.Carried(var where, var other) ->
                new EditOutcome.Refused(other.toJson().toString()); // by another version
            case Operator.Answer.HeldElsewhere(var by) -> new EditOutcome.HeldElsewhere(by);
            case Operator.Answer.Absent absent -> new EditOutcome.Absent();
            case Operator.Answer.Expired expired -> new EditOutcome.Expired();
            case Operator.Answer.NotPossible(var reason) -> new EditOutcome.NotPossible(reason);
        };
    }

    private static RollbackOutcome rolledBack(Operator.Answer answer) {
        return switch (answer) {
            case Operator.Answer.Carried(var where, ActResult.RolledBack back) ->
                new RollbackOutcome.RolledBack(
                        where,
                        back.revision(),
                        back.undo(),
                        new RollbackOutcome.TakenBack(back.receipts(), back.messages()));
            case Operator.Answer.Carried(var where, ActResult.Moved(long present)) ->
                new RollbackOutcome.Moved(present);
            case Operator.Answer.Carried(var where, ActResult.NoSuchRevision gone) ->
                new RollbackOutcome.NoSuchRevision();
            case Operator.Answer.Carried(var where, ActResult.Refused(String why)) -> new RollbackOutcome.Refused(why);
            case Operator.Answer.Carried(var where, ActResult.Applied other) ->
                new RollbackOutcome.Refused(other.toJson().toString()); // by another version
            case Operator.Answer.HeldElsewhere(var by) -> new RollbackOutcome.NotPossible(new NotLoadedReason.Held(by));
            case Operator.Answer.Absent absent -> new RollbackOutcome.NoSuchRevision();
            case Operator.Answer.Expired expired -> new RollbackOutcome.Expired();
            case Operator.Answer.NotPossible(var reason) -> new RollbackOutcome.NotPossible(reason);
        };
    }
}
