package dev.datasave.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.datasave.JsonDiff;
import dev.datasave.ops.ActOutcome;
import dev.datasave.ops.Mandate;
import dev.datasave.ops.Operations;
import dev.datasave.ops.ProfileDesk;
import dev.datasave.ops.ProfileReport;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Acts on a profile. Each has a page that shows what would change, asks for the reason, and for a confirmation that names the profile; only that form does it.
 * It carries the revision that the operator saw: if the profile was changed meanwhile, nothing is done, and the page shows what has changed.
 */
final class ActPages {
    private final Operations operations;
    private final Views views;

    ActPages(Operations operations, Views views) {
        this.operations = operations;
        this.views = views;
    }

    /** The acts. */
    enum Act {
        EDIT("Edit", "Changes the data, wherever the profile is loaded. The player stays online.", false),
        ROLLBACK(
                "Restore",
                "Gives the profile the data of an older revision. A player who is online is removed from the game, unless the game listens for replaced data.",
                false),
        PIN("Keep for ever", "Keeps a revision for ever, under a name.", false),
        UNPIN(
                "Don't keep for ever",
                "Lets the history policy apply to a revision again; it is kept for 24 hours at least.",
                false),
        RELEASE("Release", "Lets its server save the profile and give it up. The game then removes the player.", false),
        WITHDRAW("Withdraw a message", "Takes back a message that was not acknowledged yet.", false),
        RESEND("Send a message again", "Sends a message again whose effect a rollback has taken back.", false),
        STEAL(
                "Steal",
                "Takes the profile from a server that does not answer. What that server has not saved is lost.",
                true),
        WIPE("Remove", "Removes the profile. It can be restored as long as its history is kept.", true);

        final String title;
        final String meaning;
        final boolean isGrave;

        Act(String title, String meaning, boolean isGrave) {
            this.title = title;
            this.meaning = meaning;
            this.isGrave = isGrave;
        }

        static Act of(String name) {
            for (Act act : values()) {
                if (act.name().equalsIgnoreCase(name)) {
                    return act;
                }
            }
            throw new Refusal(404, "There is no such act.");
        }
    }

    void form(Context asked) {
        if (!Asked.visit(asked).isOperator()) {
            throw new Refusal(403, "Acts need the role operator.");
        }
        show(asked, new Filled(asked), 200, "", Optional.empty());
    }

    /** What the form holds, or what the link to it says. */
    private final class Filled {
        private final Act act;
        private final ProfilePages.Id id;
        private final ProfileDesk desk;
        private final long revision;
        private final String message;
        private final OptionalLong seen;
        private String op;
        private String path;
        private String value;
        private String patch;

        Filled(Context asked) {
            act = Act.of(asked.pathParam("act"));
            id = ProfilePages.Id.of(asked);
            desk = id.in(operations);
            revision = Asked.number(asked, "revision", 0);
            message = Asked.text(asked, "message").isEmpty()
                    ? Asked.field(asked, "message")
                    : Asked.text(asked, "message");
            OptionalLong given = Asked.seen(asked);
            seen = given.isPresent() ? given : current();
            op = Asked.field(asked, "op").isEmpty() ? "replace" : Asked.field(asked, "op");
            path = Asked.field(asked, "path");
            value = Asked.field(asked, "value");
            patch = Asked.field(asked, "patch");
            String at = Asked.text(asked, "at");
            if (act == Act.EDIT && path.isEmpty() && !at.isEmpty()) {
                JsonElement tree =
                        desk.tree(revision).orElseThrow(() -> new Refusal(404, "This revision is not kept any more."));
                TreePieces.Place place = TreePieces.place(tree, at);
                path = place.pointer();
                value = value.isEmpty() ? Shown.text(place.value().toString()) : value; // escapes mean the same in JSON
                if (!Shown.text(path).equals(path) && patch.isEmpty()) {
                    patch = Shown.text(asPatch());
                    path = "";
                }
            }
        }

        private OptionalLong current() {
            ProfileReport report = desk.report().orElse(null);
            return report == null ? OptionalLong.empty() : OptionalLong.of(report.revision());
        }

        /** What the button says: what is done, and to what. */
        String verb() {
            return act.title + (act == Act.ROLLBACK ? " revision " + revision : "") + ": " + id.shown();
        }

        /** The JSON patch that the fields describe. */
        String asPatch() {
            if (!patch.isBlank()) {
                return patch;
            }
            JsonObject step = new JsonObject();
            step.addProperty("op", op);
            step.addProperty("path", path);
            if (!op.equals("remove")) {
                step.add("value", parsed(value));
            }
            JsonArray steps = new JsonArray();
            steps.add(step);
            return steps.toString();
        }

        Optional<JsonDiff> preview() {
            return switch (act) {
                case EDIT -> desk.editPreview(asPatch());
                case ROLLBACK -> desk.rollbackPreview(revision);
                default -> Optional.empty();
            };
        }
    }

    private static JsonElement parsed(String json) {
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement value = JsonParser.parseReader(reader);
            if (reader.peek() == JsonToken.END_DOCUMENT) {
                return value;
            }
        } catch (JsonParseException | IOException malformed) {
            // said below
        }
        throw new IllegalArgumentException(
                "value: found " + Shown.text(json, 80) + ", expected JSON; a text has quotes of its own: \"sword\"");
    }

    void submit(Context asked) {
        Filled filled = new Filled(asked);
        if (Asked.field(asked, "step").equals("preview")) {
            show(asked, filled, 200, "", Optional.empty());
            return;
        }
        Mandate mandate;
        try {
            mandate = Asked.mandate(asked);
            check(asked, filled);
        } catch (IllegalArgumentException wrong) {
            show(
                    asked,
                    filled,
                    422,
                    Shown.text(String.valueOf(wrong.getMessage())) + ". Nothing was done.",
                    Optional.empty());
            return;
        }
        ActOutcome outcome;
        try {
            outcome = act(asked, filled, mandate);
        } catch (IllegalArgumentException wrong) {
            show(
                    asked,
                    filled,
                    422,
                    Shown.text(String.valueOf(wrong.getMessage())) + ". Nothing was done.",
                    Optional.empty());
            return;
        }
        told(asked, filled, outcome);
    }

    private static void check(Context asked, Filled filled) {
        if (!Asked.field(asked, "confirm").strip().equals(filled.id.shown().strip())) {
            throw new IllegalArgumentException(
                    "confirmation: found " + (Asked.field(asked, "confirm").isBlank() ? "none" : "another name")
                            + ", expected " + filled.id.shown());
        }
    }

    private static ActOutcome act(Context asked, Filled filled, Mandate mandate) {
        ProfileDesk desk = filled.desk;
        return switch (filled.act) {
            case EDIT -> desk.edit(filled.asPatch(), filled.seen, mandate);
            case ROLLBACK -> desk.rollBack(filled.revision, filled.seen, mandate);
            case PIN -> desk.pin(filled.revision, Asked.field(asked, "name").strip(), mandate);
            case UNPIN -> desk.unpin(filled.revision, mandate);
            case RELEASE -> desk.release(mandate);
            case STEAL -> desk.steal(mandate);
            case WIPE -> desk.wipe(mandate);
            case WITHDRAW -> desk.withdraw(filled.message, mandate);
            case RESEND -> desk.resend(filled.message, mandate);
        };
    }

    private void told(Context asked, Filled filled, ActOutcome outcome) {
        if (outcome instanceof ActOutcome.Conflict conflict) {
            show(
                    asked,
                    filled,
                    409,
                    filled.id.shown() + " was changed since you looked at it: you saw revision " + conflict.seen()
                            + ", and it is at " + conflict.found()
                            + ". Nothing was done. Look at what has changed, and decide again.",
                    conflict.since());
            return;
        }
        boolean isDone = outcome instanceof ActOutcome.Done;
        asked.status(isDone ? 200 : outcome instanceof ActOutcome.NotFound ? 404 : 422);
        Map<String, Object> model = new HashMap<>();
        model.put("shown", filled.id.shown());
        model.put("link", Href.profile(filled.id.store(), filled.id.key()));
        model.put("isDone", isDone);
        model.put("sentence", Shown.text(outcome.sentence()));
        model.put("undo", "");
        model.put("messages", java.util.List.of());
        model.put("receipts", java.util.List.of());
        if (outcome instanceof ActOutcome.Done done) {
            undo(filled, done, model);
        }
        views.page(asked, "done", filled.act.title + ": " + filled.id.shown(), model);
    }

    private static void undo(Filled filled, ActOutcome.Done done, Map<String, Object> model) {
        if (done.undo().isPresent()) {
            model.put(
                    "undo",
                    filled.id.href(
                            "/profile/act/rollback", "revision", done.undo().getAsLong()));
        }
        done.takenBack().ifPresent(back -> {
            model.put(
                    "messages",
                    back.messages().stream()
                            .map(id -> Map.of(
                                    "id", Shown.text(id), "link", filled.id.href("/profile/act/resend", "message", id)))
                            .toList());
            model.put("receipts", back.receipts().stream().map(Shown::text).toList());
        });
    }

    private static void fields(Context asked, Filled filled, Map<String, Object> model) {
        model.put("meaning", filled.act.meaning);
        model.put("isEdit", filled.act == Act.EDIT);
        model.put("isPin", filled.act == Act.PIN);
        model.put("isGrave", filled.act.isGrave);
        model.put("verb", filled.verb());
        model.put("shown", filled.id.shown());
        model.put("link", Href.profile(filled.id.store(), filled.id.key()));
        model.put(
                "action",
                filled.id.href(
                        "/profile/act/" + filled.act.name().toLowerCase(java.util.Locale.ROOT),
                        "revision",
                        filled.revision == 0 ? "" : filled.revision,
                        "message",
                        filled.message));
        model.put("revision", filled.revision);
        model.put("message", Shown.text(filled.message));
        model.put("op", filled.op);
        model.put("pointer", filled.path);
        model.put("value", filled.value);
        model.put("patch", filled.patch);
        model.put("why", Asked.field(asked, "why"));
    }

    private void show(Context asked, Filled filled, int status, String problem, Optional<JsonDiff> since) {
        boolean isFilled = filled.act != Act.EDIT
                || (!filled.path.isEmpty() && !asked.method().name().equals("GET"))
                || !filled.patch.isBlank();
        Map<String, Object> model = new HashMap<>();
        model.put("preview", "");
        String trouble = problem;
        if (isFilled && status != 409) {
            try {
                Optional<JsonDiff> preview = filled.preview();
                preview.ifPresent(diff -> model.put("preview", DiffRows.of(diff, 0)));
                if (preview.isEmpty() && (filled.act == Act.ROLLBACK || filled.act == Act.EDIT)) {
                    throw new Refusal(
                            404,
                            filled.id.shown()
                                    + ": found no data to act on: the revision is not kept, or the profile was removed.");
                }
            } catch (IllegalArgumentException unfit) {
                trouble = Shown.text(String.valueOf(unfit.getMessage()));
                isFilled = false;
            }
        }
        asked.status(trouble.isEmpty() || status != 200 ? status : 422);
        fields(asked, filled, model);
        model.put("whole", isFilled && filled.act == Act.EDIT ? Shown.text(filled.asPatch()) : "");
        model.put("seen", filled.seen.isPresent() && status != 409 ? Long.toString(filled.seen.getAsLong()) : "");
        model.put("problem", trouble);
        model.put("isFilled", isFilled && status != 409);
        model.put("since", since.map(diff -> (Object) DiffRows.of(diff, 0)).orElse(""));
        views.page(asked, "act", filled.act.title + ": " + filled.id.shown(), model);
    }
}
