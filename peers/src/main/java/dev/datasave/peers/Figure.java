package dev.datasave.peers;

import dev.datasave.bench.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was measured of every peer.
 *
 * @param best which end is the good one
 * @param of the figures by the peer's name; a peer that could not be measured is missing
 */
record Figure(String metric, String unit, Best best, Map<String, Double> of) {
    enum Best {
        LOWEST,
        HIGHEST
    }

    static Figure lowest(String metric, String unit) {
        return new Figure(metric, unit, Best.LOWEST, new LinkedHashMap<>());
    }

    static Figure highest(String metric, String unit) {
        return new Figure(metric, unit, Best.HIGHEST, new LinkedHashMap<>());
    }

    synchronized Figure put(Peer peer, double value) {
        of.put(peer.name(), value);
        return this;
    }

    synchronized double get(Peer peer) {
        return of.getOrDefault(peer.name(), Double.NaN);
    }

    /** The head of a Markdown table. */
    static String head(List<Peer> peers) {
        return "| | " + peers.stream().map(Peer::title).collect(Collectors.joining(" | ")) + " |\n|---|"
                + "---|".repeat(peers.size()) + "\n";
    }

    /** A line of a Markdown table; the best of those that are a solution is bold. */
    String line(List<Peer> peers) {
        double winner = peers.stream()
                .filter(peer -> !peer.isBare())
                .mapToDouble(this::get)
                .filter(Double::isFinite)
                .map(Result::round)
                .reduce(best == Best.LOWEST ? Math::min : Math::max)
                .orElse(Double.NaN);
        StringBuilder line = new StringBuilder("| " + metric + (unit.isEmpty() ? "" : ", " + unit));
        for (Peer peer : peers) {
            double value = get(peer);
            String text = Double.isFinite(value) ? Result.text(Result.round(value)) : "–";
            boolean wins = !peer.isBare() && Result.round(value) == winner;
            line.append(" | ").append(wins ? "**" + text + "**" : text);
        }
        return line.append(" |\n").toString();
    }
}
