package dev.datasave.console;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.datasave.JsonDiff;
import dev.datasave.Message;
import dev.datasave.ProfileVersion;
import dev.datasave.ops.AuditLog;
import dev.datasave.ops.Operations;
import dev.datasave.ops.ProfileDesk;
import dev.datasave.ops.ProfileReport;
import dev.datasave.spi.Page;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is stored of one profile, now and in the past. */
final class ProfilePages {
    private static final int PAGE = 20;
    private static final int TEXT_PAGE = 20_000;
    private static final int MOST_PAYLOAD = 500;

    private final Operations operations;
    private final Views views;

    ProfilePages(Operations operations, Views views) {
        this.operations = operations;
        this.views = views;
    }

    /** Which profile is meant. */
    public record Id(String store, String key) {
        static Id of(Context asked) {
            return new Id(Asked.needed(asked, "store"), Asked.needed(asked, "key"));
        }

        ProfileDesk in(Operations operations) {
            return operations.profile(store, key);
        }

        /** Its name, harmless. */
        String shown() {
            return Shown.text(store + "/" + key);
        }

        String href(String path, Object... more) {
            Object[] query = new Object[more.length + 4];
            query[0] = "store";
            query[1] = store;
            query[2] = "key";
            query[3] = key;
            System.arraycopy(more, 0, query, 4, more.length);
            return Href.to(path, query);
        }
    }

    /** A revision on the time line. */
    record Step(
            long revision,
            boolean isCurrent,
            boolean isRemoval,
            String updated,
            String by,
            String what,
            String pin,
            String bytes,
            String diff,
            String show,
            String rollback,
            String pinning) {}

    static List<Step> steps(Id id, Page<ProfileVersion> page) {
        List<ProfileVersion> versions = page.items();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            ProfileVersion version = versions.get(i);
            boolean hasOlder = i + 1 < versions.size();
            long older = hasOlder ? versions.get(i + 1).revision() : 0;
            steps.add(step(id, version, older));
        }
        return steps;
    }

    private static Step step(Id id, ProfileVersion version, long older) {
        String what = version.note()
                .map(note -> Shown.text(note.action() + ": " + note.why(), 300))
                .orElse(version.isRemoval() ? "removed" : version.endsSession() ? "end of a session" : "");
        boolean canReturn = !version.isCurrent() && !version.isRemoval();
        return new Step(
                version.revision(),
                version.isCurrent(),
                version.isRemoval(),
                Shown.time(version.updated()),
                version.author()
                        .map(author -> Shown.text(author.serverName(), 60))
                        .orElse(""),
                what,
                version.pin().map(pin -> Shown.text(pin.name(), 100)).orElse(""),
                Shown.bytes(version.bytes()),
                older == 0 ? "" : id.href("/profile/diff", "from", older, "to", version.revision()),
                id.href("/profile/tree", "revision", version.revision()),
                canReturn ? id.href("/profile/act/rollback", "revision", version.revision()) : "",
                version.isRemoval()
                        ? ""
                        : id.href(
                                version.pin().isPresent() ? "/profile/act/unpin" : "/profile/act/pin",
                                "revision",
                                version.revision()));
    }

    void profile(Context asked) {
        Id id = Id.of(asked);
        ProfileDesk desk = id.in(operations);
        ProfileReport report = desk.report()
                .orElseThrow(() -> new Refusal(
                        404, id.shown() + ": found nothing under this key. It was never written, or it was erased."));
        Map<String, Object> model = new HashMap<>();
        model.put("shown", id.shown());
        model.put("report", facts(report));
        model.put("editLink", id.href("/profile/act/edit"));
        model.put("releaseLink", id.href("/profile/act/release"));
        model.put("stealLink", id.href("/profile/act/steal"));
        model.put("wipeLink", id.href("/profile/act/wipe"));
        boolean isEditable = report.isProfile() && Asked.visit(asked).isOperator();
        model.put(
                "tree",
                report.data().isEmpty()
                        ? ""
                        : new TreePieces(id.store, id.key, report.revision(), isEditable)
                                .piece(report.data().get(), "", 0));
        model.put("trouble", report.trouble().map(text -> Shown.text(text, 500)).orElse(""));
        Page<ProfileVersion> history = desk.history(ProfileVersion.Range.all(), Asked.paging(asked, PAGE));
        List<Step> steps = steps(id, history);
        model.put("steps", steps);
        model.put(
                "canReturn",
                history.next() != null
                        || steps.stream().anyMatch(step -> !step.rollback().isEmpty()));
        model.put("older", history.next() == null ? "" : id.href("/profile/history", "after", history.next()));
        model.put(
                "messages",
                report.messages().stream().map(message -> message(id, message)).toList());
        Page<AuditLog.Line> lines = operations.audit().linesOf(id.store, id.key, Asked.paging(asked, 10));
        model.put("lines", lines.items().stream().map(FindPages.Line::of).toList());
        views.page(asked, "profile", id.shown(), model);
    }

    private static Map<String, Object> facts(ProfileReport report) {
        Map<String, Object> facts = new HashMap<>();
        facts.put("revision", report.revision());
        facts.put("isProfile", report.isProfile());
        facts.put("isRemoved", report.isRemoved());
        facts.put("bytes", Shown.bytes(report.bytes()));
        facts.put("created", Shown.time(report.created()));
        facts.put("updated", Shown.time(report.updated()));
        facts.put("loads", report.loads());
        facts.put("schema", report.schema());
        facts.put("people", FindPages.Person.of(report.userIds()));
        facts.put(
                "score",
                report.score().isPresent() ? Long.toString(report.score().getAsLong()) : "");
        facts.put("movedTo", report.movedTo().map(Shown::text).orElse(""));
        facts.put(
                "movedLink",
                report.movedTo().map(to -> Href.profile(report.store(), to)).orElse(""));
        facts.put(
                "metadata",
                report.metadata().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(one -> Shown.text(one.getKey(), 100) + " = " + Shown.text(one.getValue(), 300))
                        .toList());
        others(facts, report);
        return facts;
    }

    private static void others(Map<String, Object> facts, ProfileReport report) {
        facts.put("owner", report.owner().map(ProfilePages::owner).orElse(""));
        facts.put(
                "ownerLink",
                report.owner()
                        .map(owner -> Href.to("/server", "id", owner.incarnation()))
                        .orElse(""));
        facts.put(
                "waiting",
                report.waiting().stream()
                        .map(load ->
                                Shown.text(load.serverName(), 60) + " has asked for it at " + Shown.time(load.since()))
                        .toList());
        facts.put(
                "receipts",
                report.receipts().stream()
                        .limit(50)
                        .map(grant -> Shown.text(grant.id(), 100) + ", " + Shown.time(grant.at()))
                        .toList());
        facts.put(
                "orphans",
                report.orphans().stream()
                        .map(orphan -> "of server " + Shown.text(orphan.server(), 60) + ", spooled at "
                                + Shown.time(orphan.spooled()) + ": "
                                + Shown.text(orphan.stored().toString(), MOST_PAYLOAD))
                        .toList());
    }

    private static String owner(ProfileReport.Owner owner) {
        return Shown.text(owner.serverName(), 60)
                + (owner.isAlive() ? "" : " (dead: the next load takes it)")
                + owner.since().map(since -> ", since " + Shown.time(since)).orElse("");
    }

    private static Map<String, Object> message(Id id, Message.Pending message) {
        return Map.of(
                "id", Shown.text(message.id(), 100),
                "type", Shown.text(message.type(), 100),
                "payload", Shown.text(message.payload().toString(), MOST_PAYLOAD),
                "from", Shown.text(message.from(), 60),
                "sent", Shown.time(message.sent()),
                "state",
                        message.isDead()
                                ? "expired unread"
                                : message.expires()
                                        .map(at -> "until " + Shown.time(at))
                                        .orElse("waits"),
                "withdraw", message.isDead() ? "" : id.href("/profile/act/withdraw", "message", message.id()));
    }

    void messages(Context asked) {
        String store = Asked.text(asked, "store");
        String key = Asked.text(asked, "key");
        List<Map<String, Object>> rows = List.of();
        boolean isAsked = !store.isEmpty() && !key.isEmpty();
        if (isAsked) {
            Id id = new Id(store, key);
            rows = id.in(operations).report().map(ProfileReport::messages).orElse(List.of()).stream()
                    .map(message -> message(id, message))
                    .toList();
        }
        views.page(
                asked,
                "messages",
                "Messages",
                Map.of(
                        "store",
                        Shown.text(store),
                        "key",
                        Shown.text(key),
                        "isAsked",
                        isAsked,
                        "link",
                        isAsked ? Href.profile(store, key) : "",
                        "messages",
                        rows,
                        "resend",
                        isAsked ? new Id(store, key).href("/profile/act/resend") : ""));
    }

    void history(Context asked) {
        Id id = Id.of(asked);
        Page<ProfileVersion> page = id.in(operations).history(ProfileVersion.Range.all(), Asked.paging(asked, 50));
        views.page(
                asked,
                "history",
                "History of " + id.shown(),
                Map.of(
                        "shown", id.shown(),
                        "link", Href.profile(id.store, id.key),
                        "steps", steps(id, page),
                        "older", page.next() == null ? "" : id.href("/profile/history", "after", page.next())));
    }

    void diff(Context asked) {
        Id id = Id.of(asked);
        ProfileDesk desk = id.in(operations);
        long from = Asked.number(asked, "from", 0);
        long to = Asked.number(asked, "to", 0);
        JsonDiff diff = desk.diff(from, to)
                .orElseThrow(() -> new Refusal(
                        404, id.shown() + ": revision " + from + " or " + to + " never was, or is not kept any more."));
        DiffRows rows = DiffRows.of(diff, Asked.position(asked, "at"));
        views.page(
                asked,
                "diff",
                "Changes of " + id.shown(),
                Map.of(
                        "shown",
                        id.shown(),
                        "link",
                        Href.profile(id.store, id.key),
                        "id",
                        id,
                        "from",
                        from,
                        "to",
                        to,
                        "diff",
                        rows,
                        "next",
                        rows.next() == 0 ? "" : id.href("/profile/diff", "from", from, "to", to, "at", rows.next()),
                        "rollback",
                        id.href("/profile/act/rollback", "revision", from),
                        "steps",
                        steps(id, desk.history(ProfileVersion.Range.all(), Asked.paging(asked, PAGE)))));
    }

    private static JsonElement tree(Id id, ProfileDesk desk, long revision) {
        Optional<JsonElement> tree = desk.tree(revision);
        return tree.orElseThrow(
                () -> new Refusal(404, id.shown() + ": revision " + revision + " never was, or is not kept any more."));
    }

    /** A piece of a tree; by itself for the script, else as a page. */
    void tree(Context asked) {
        Id id = Id.of(asked);
        long revision = Asked.number(asked, "revision", 0);
        boolean isEditable = Asked.visit(asked).isOperator();
        TreePieces.Node node = new TreePieces(id.store, id.key, revision, isEditable)
                .piece(tree(id, id.in(operations), revision), Asked.text(asked, "at"), Asked.position(asked, "from"));
        if (asked.header("HX-Request") != null) {
            views.piece(asked, "nodes", Map.of("node", node));
            return;
        }
        views.page(
                asked,
                "tree",
                "Revision " + revision + " of " + id.shown(),
                Map.of(
                        "shown",
                        id.shown(),
                        "link",
                        Href.profile(id.store, id.key),
                        "revision",
                        revision,
                        "node",
                        node));
    }

    /** A long text, a piece at a time. */
    void text(Context asked) {
        Id id = Id.of(asked);
        long revision = Asked.number(asked, "revision", 0);
        String at = Asked.text(asked, "at");
        TreePieces.Place place = TreePieces.place(tree(id, id.in(operations), revision), at);
        String text = place.value() instanceof JsonPrimitive leaf
                ? leaf.getAsString()
                : place.value().toString();
        int begin = Math.min(Asked.position(asked, "from"), text.length());
        int end = Math.min(text.length(), begin + TEXT_PAGE);
        views.page(
                asked,
                "text",
                "Text of " + id.shown(),
                Map.of(
                        "shown",
                        id.shown(),
                        "link",
                        Href.profile(id.store, id.key),
                        "name",
                        Shown.text(place.name(), 200),
                        "text",
                        text.substring(begin, end)
                                .lines()
                                .map(Shown::text)
                                .collect(java.util.stream.Collectors.joining("\n")),
                        "begin",
                        begin,
                        "end",
                        end,
                        "all",
                        text.length(),
                        "next",
                        end < text.length()
                                ? id.href("/profile/text", "revision", revision, "at", at, "from", end)
                                : ""));
    }
}
