package dev.datasave.console;

import dev.datasave.ops.AuditLog;
import dev.datasave.ops.Diagnosis;
import dev.datasave.ops.Match;
import dev.datasave.ops.Operations;
import dev.datasave.ops.Search;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The pages that find things: entries, the leaderboard, the audit log, and what is wrong. */
final class FindPages {
    private static final int PAGE = 50;

    private final Operations operations;
    private final Views views;
    private final StoreNames stores;
    private final Checkup checkup;

    FindPages(Operations operations, Views views, StoreNames stores) {
        this.operations = operations;
        this.checkup = new Checkup(operations);
        this.views = views;
        this.stores = stores;
    }

    /** A user id, and the page of that person. */
    record Person(String name, String link) {
        static List<Person> of(Set<String> userIds) {
            return userIds.stream()
                    .sorted()
                    .limit(10)
                    .map(id -> new Person(Shown.text(id, 100), Href.person(id)))
                    .toList();
        }
    }

    /** An entry in a list. */
    record Row(
            long rank,
            String store,
            String key,
            String link,
            long revision,
            String updated,
            List<Person> people,
            String score,
            String holder,
            String holderLink,
            String damage) {
        static Row of(Match match, Map<String, String> servers) {
            return of(match, servers, 0);
        }

        static Row of(Match match, Map<String, String> servers, long rank) {
            boolean isOwn = match.store().startsWith("~");
            return new Row(
                    rank,
                    Shown.text(match.store(), 100),
                    Shown.text(match.key(), 200),
                    isOwn ? "" : Href.profile(match.store(), match.key()),
                    match.revision(),
                    Shown.time(match.updated()),
                    Person.of(match.userIds()),
                    match.score().isPresent() ? Long.toString(match.score().getAsLong()) : "",
                    match.holder()
                            .map(id -> Shown.text(servers.getOrDefault(id, "?"), 60))
                            .orElse(""),
                    match.holder().map(id -> Href.to("/server", "id", id)).orElse(""),
                    match.damage().map(text -> Shown.text(text, 200)).orElse(""));
        }
    }

    void find(Context asked) {
        String store = Asked.text(asked, "store");
        String prefix = Asked.text(asked, "prefix");
        String user = Asked.text(asked, "user");
        List<Row> rows = List.of();
        String next = "";
        if (!store.isEmpty() || !user.isEmpty()) {
            Search search = user.isEmpty() ? new Search.Keys(store, prefix) : new Search.Person(user);
            Page<Match> page = operations.search(search, Asked.paging(asked, PAGE));
            Map<String, String> servers = operations.serverNames();
            rows = page.items().stream()
                    .filter(match -> user.isEmpty() || !match.store().startsWith("~"))
                    .map(match -> Row.of(match, servers))
                    .toList();
            next = page.next() == null
                    ? ""
                    : Href.to("/find", "store", store, "prefix", prefix, "user", user, "after", page.next());
        }
        views.page(
                asked,
                "find",
                "Find",
                Map.of(
                        "stores", stores.names(),
                        "store", Shown.text(store),
                        "prefix", Shown.text(prefix),
                        "finding", Shown.text(user),
                        "isAsked", !store.isEmpty() || !user.isEmpty(),
                        "rows", rows,
                        "next", next));
    }

    void ranking(Context asked) {
        String store = Asked.text(asked, "store");
        long rank = Math.max(1, Asked.number(asked, "rank", 1));
        List<Row> rows = List.of();
        String next = "";
        if (!store.isEmpty()) {
            Page<Match> page = operations.search(
                    new Search.Scores(store, Long.MIN_VALUE, Long.MAX_VALUE, true), Asked.paging(asked, PAGE));
            Map<String, String> servers = operations.serverNames();
            rows = new java.util.ArrayList<>();
            for (Match match : page.items()) {
                rows.add(Row.of(match, servers, rank++));
            }
            next = page.next() == null ? "" : Href.to("/ranking", "store", store, "rank", rank, "after", page.next());
        }
        views.page(
                asked,
                "ranking",
                "Leaderboard",
                Map.of(
                        "stores",
                        stores.names(),
                        "store",
                        Shown.text(store),
                        "isAsked",
                        !store.isEmpty(),
                        "rows",
                        rows,
                        "next",
                        next));
    }

    /** A line of the audit log. */
    record Line(
            String at, String who, String action, String state, String what, String link, String why, String result) {
        static Line of(AuditLog.Line line) {
            String store = line.store().orElse("");
            String key = line.key().orElse("");
            return new Line(
                    Shown.time(line.at()),
                    Shown.text(line.who(), 100),
                    Shown.text(line.action(), 40),
                    line.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    line.isErased() ? "(erased)" : store.isEmpty() ? "" : Shown.text(store + "/" + key, 200),
                    store.isEmpty() ? "" : Href.profile(store, key),
                    Shown.text(line.why().orElse(""), 800),
                    Shown.text(line.result().orElse(""), 500));
        }
    }

    void audit(Context asked) {
        Page<AuditLog.Line> page = operations.audit().lines(Asked.paging(asked, PAGE));
        views.page(
                asked,
                "audit",
                "Audit log",
                Map.of(
                        "lines",
                        page.items().stream().map(Line::of).toList(),
                        "next",
                        page.next() == null ? "" : Href.to("/audit", "after", page.next())));
    }

    void health(Context asked) {
        Optional<Checkup.Result> result = checkup.newest();
        views.page(
                asked,
                "health",
                "Storage",
                Map.of(
                        "at",
                        result.map(found -> Shown.time(found.at())).orElse(""),
                        "findings",
                        result.map(Checkup.Result::findings).orElse(List.of()).stream()
                                .map(FindPages::finding)
                                .toList(),
                        "stores",
                        result.map(Checkup.Result::stores).orElse(List.of()).stream()
                                .map(FindPages::tally)
                                .toList()));
    }

    private static Map<String, String> finding(Diagnosis one) {
        return Map.of(
                "matter", one.matter(),
                "severity", one.severity().name().toLowerCase(Locale.ROOT),
                "found", Shown.text(one.found(), 1000),
                "advice", one.advice());
    }

    private static Map<String, Object> tally(Storage.Transfer.Tally tally) {
        return Map.of(
                "store", Shown.text(tally.store()),
                "link", tally.store().startsWith("~") ? "" : Href.to("/find", "store", tally.store()),
                "entries", tally.entries(),
                "superseded", tally.superseded());
    }
}
