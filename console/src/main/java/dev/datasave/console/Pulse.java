package dev.datasave.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.datasave.ops.ServerFigures;
import dev.datasave.ops.ServerPulse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What happened on the network within one span of some seconds, made of what servers tell at its beginning and its end.
 *
 * @param at the end of the span
 * @param all all servers together
 * @param servers each server
 */
record Pulse(Instant at, Figures all, List<Server> servers) {

    /**
     * A server.
     *
     * @param isOverdue whether its lease has ended
     * @param leaseAgeMillis how long ago it renewed its lease
     * @param isTelling whether it is of a version that tells figures
     */
    record Server(
            String name,
            String incarnation,
            Instant since,
            long leaseAgeMillis,
            boolean isOverdue,
            boolean isTelling,
            Figures figures) {}

    /**
     * Figures of the span.
     *
     * @param profiles profiles that are owned
     * @param saves states saved per second
     * @param handovers profiles handed over per second
     * @param p50 the middle of the times that handovers took, in milliseconds; empty if there was none
     * @param p99 the same of the slowest of 100
     * @param refused writes refused within the span
     * @param suspended by how many servers' time nobody could be edited: 1 = one server all the time
     * @param queued writes that wait
     * @param queueMillis for how long the oldest of these has been waiting
     * @param messages messages that wait
     */
    record Figures(
            long profiles,
            double saves,
            double handovers,
            OptionalDouble p50,
            OptionalDouble p99,
            long refused,
            double suspended,
            long queued,
            long queueMillis,
            long messages) {

        static final Figures NONE = new Figures(0, 0, 0, OptionalDouble.empty(), OptionalDouble.empty(), 0, 0, 0, 0, 0);

        JsonObject json() {
            JsonObject json = new JsonObject();
            json.addProperty("profiles", profiles);
            json.addProperty("saves", round(saves));
            json.addProperty("handovers", round(handovers));
            add(json, "p50", p50);
            add(json, "p99", p99);
            json.addProperty("refused", refused);
            json.addProperty("suspended", round(suspended));
            json.addProperty("queued", queued);
            json.addProperty("queueMillis", queueMillis);
            json.addProperty("messages", messages);
            return json;
        }

        private static void add(JsonObject json, String name, OptionalDouble value) {
            if (value.isPresent()) {
                json.addProperty(name, round(value.getAsDouble()));
            } else {
                json.add(name, JsonNull.INSTANCE);
            }
        }

        private static double round(double value) {
            return Math.round(value * 100) / 100.0;
        }
    }

    /** The span between two moments. A server that was not there before counts from its start. */
    static Pulse between(List<ServerPulse> before, List<ServerPulse> now, Instant at, double seconds) {
        Map<String, ServerFigures> old = new HashMap<>();
        before.forEach(server -> server.figures().ifPresent(figures -> old.put(server.incarnation(), figures)));
        List<Span> spans = new ArrayList<>();
        List<Server> servers = new ArrayList<>();
        for (ServerPulse server : now) {
            if (server.isThisTool()) {
                continue;
            }
            Span span = server.isOverdue()
                    ? null
                    : server.figures()
                            .map(figures -> new Span(old.get(server.incarnation()), figures, seconds))
                            .orElse(null);
            if (span != null) {
                spans.add(span);
            }
            servers.add(new Server(
                    Shown.text(server.name(), 60),
                    server.incarnation(),
                    server.since(),
                    server.leaseAge().toMillis(),
                    server.isOverdue(),
                    server.figures().isPresent(),
                    span == null ? Figures.NONE : Span.sum(List.of(span), seconds)));
        }
        servers.sort(Comparator.comparing(Server::name).thenComparing(Server::incarnation));
        return new Pulse(at, Span.sum(spans, seconds), servers);
    }

    /** Only the servers of one incarnation, or with an empty one, all. */
    JsonObject json(String incarnation) {
        JsonObject json = new JsonObject();
        json.addProperty("at", at.toEpochMilli() / 1000.0);
        json.add(
                "figures",
                servers.stream()
                        .filter(server -> server.incarnation.equals(incarnation))
                        .findFirst()
                        .map(Server::figures)
                        .orElse(incarnation.isEmpty() ? all : Figures.NONE)
                        .json());
        json.addProperty(
                "alive", servers.stream().filter(server -> !server.isOverdue).count());
        JsonArray list = new JsonArray();
        for (Server server : servers) {
            JsonObject one = server.figures.json();
            one.addProperty("name", server.name);
            one.addProperty("link", Href.to("/server", "id", server.incarnation));
            one.addProperty("age", Shown.time(java.time.Duration.ofMillis(server.leaseAgeMillis)));
            one.addProperty("state", server.isOverdue ? "dead" : server.figures.suspended > 0 ? "suspended" : "alive");
            list.add(one);
        }
        json.add("servers", list);
        return json;
    }
}
