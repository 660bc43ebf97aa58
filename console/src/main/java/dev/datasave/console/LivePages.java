package dev.datasave.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.datasave.ops.Match;
import dev.datasave.ops.Operations;
import dev.datasave.ops.Search;
import dev.datasave.spi.Page;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The pages that move: the dashboard, and one page for each server. */
final class LivePages {
    private static final int MOST_WATCHERS = 100;

    private final Operations operations;
    private final Watching watching;
    private final Views views;
    private final Visits visits;
    private final Guard guard;
    private final AtomicInteger watchers = new AtomicInteger();

    LivePages(Operations operations, Watching watching, Views views, Visits visits, Guard guard) {
        this.operations = operations;
        this.watching = watching;
        this.views = views;
        this.visits = visits;
        this.guard = guard;
    }

    /** A server in the table; the script moves its figures. */
    record Row(
            String name,
            String link,
            String since,
            String age,
            String state,
            Pulse.Figures figures,
            boolean isTelling) {
        static Row of(Pulse.Server server) {
            return new Row(
                    server.name(),
                    Href.to("/server", "id", server.incarnation()),
                    Shown.time(server.since()),
                    Shown.time(java.time.Duration.ofMillis(server.leaseAgeMillis())),
                    server.isOverdue() ? "dead" : server.figures().suspended() > 0 ? "suspended" : "alive",
                    server.figures(),
                    server.isTelling());
        }
    }

    void dashboard(Context asked) {
        Pulse newest = watching.newest();
        views.page(
                asked,
                "dashboard",
                "Network",
                Map.of(
                        "servers",
                        newest.servers().stream().map(Row::of).toList(),
                        "figures",
                        newest.all(),
                        "past",
                        "/live/past",
                        "events",
                        "/live/events"));
    }

    void server(Context asked) {
        String id = Asked.needed(asked, "id");
        Pulse.Server server = watching.newest().servers().stream()
                .filter(one -> one.incarnation().equals(id))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        404,
                        "No server " + Shown.text(id, 100)
                                + " has a lease: it has ended, or another server has buried it."));
        Page<Match> held = operations.search(new Search.HeldBy(id), Asked.paging(asked, 20));
        views.page(
                asked,
                "server",
                "Server " + server.name(),
                Map.of(
                        "server", Row.of(server),
                        "incarnation", Shown.text(id, 100),
                        "figures", server.figures(),
                        "rows",
                                held.items().stream()
                                        .map(match -> FindPages.Row.of(match, Map.of()))
                                        .toList(),
                        "next", held.next() == null ? "" : Href.to("/server", "id", id, "after", held.next()),
                        "past", Href.to("/live/past", "id", id),
                        "events", Href.to("/live/events", "id", id)));
    }

    /** The points of the last half hour. */
    void past(Context asked) {
        String id = Asked.text(asked, "id");
        JsonArray points = new JsonArray();
        for (Pulse pulse : watching.past()) {
            JsonObject point = pulse.json(id);
            point.remove("servers");
            points.add(point);
        }
        asked.contentType("application/json").result(points.toString());
    }

    /** A point with each look, as long as the visit lasts. */
    void events(SseClient client) {
        Context asked = client.ctx();
        if (watchers.incrementAndGet() > MOST_WATCHERS) {
            watchers.decrementAndGet();
            client.close();
            return;
        }
        String id = Asked.text(asked, "id");
        String cookie = asked.cookie(guard.cookieName());
        client.keepAlive();
        Runnable end = watching.listen(sign -> {
            if (visits.peek(cookie).isEmpty()) {
                client.sendEvent("over", "the visit is over");
                client.close();
                return;
            }
            switch (sign) {
                case Watching.Sign.Alive(var pulse) ->
                    client.sendEvent("pulse", pulse.json(id).toString());
                case Watching.Sign.Away(var why) -> client.sendEvent("away", why);
            }
        });
        client.onClose(() -> {
            end.run();
            watchers.decrementAndGet();
        });
    }
}
