package dev.datasave.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables, in Markdown, and the charts. */
final class PeersReport {
    private final List<Peer> peers;
    private final Map<String, List<Figure>> figures = new LinkedHashMap<>();
    private final List<OwnFigure> own = new ArrayList<>();

    PeersReport(List<Peer> peers) {
        this.peers = List.copyOf(peers);
    }

    void add(String title, List<Figure> more) {
        figures.put(title, List.copyOf(more));
    }

    void addOwn(List<OwnFigure> more) {
        own.addAll(more);
    }

    /** The figure of a peer whose metric begins like this. */
    double of(String metric, String peer) {
        return figures.values().stream()
                .flatMap(List::stream)
                .filter(figure -> figure.metric().startsWith(metric))
                .mapToDouble(figure -> figure.of().getOrDefault(peer, Double.NaN))
                .findFirst()
                .orElseThrow();
    }

    /** All tables. */
    String text() {
        StringBuilder text = new StringBuilder();
        figures.forEach((title, all) -> {
            text.append("## ").append(title).append("\n\n").append(Figure.head(peers));
            all.forEach(figure -> text.append(figure.line(peers)));
            text.append('\n');
        });
        if (!own.isEmpty()) {
            text.append("## DataSave's own goals\n\n").append(OwnFigure.HEAD);
            own.forEach(figure -> text.append(figure.line()));
            text.append('\n');
        }
        return text.toString();
    }

    /** Writes {@code peers-figures.md} and, into {@code images}, the charts. */
    void write(Path docs, String command) throws IOException {
        Path images = Files.createDirectories(docs.resolve("images"));
        Charts charts = new Charts(images, peers);
        StringBuilder text = new StringBuilder("# Figures of the comparison\n\nMade by `" + command
                + "`, which overwrites this page. What was measured and how: [peers](peers.md). Bold is the best of"
                + " those that are a solution.\n\n");
        text.append(text());
        List<String> files = new ArrayList<>();
        List<Figure> all = figures.values().stream().flatMap(List::stream).toList();
        draw(charts, files, "hop", "A hop from one server to the next", true, some(all, "hop, p50", "hop, p99"));
        draw(charts, files, "saves", "Confirmed saves per second", false, some(all, "saves"));
        draw(
                charts,
                files,
                "crash",
                "After a server was killed",
                false,
                some(all, "locked out after a crash, p50", "play lost in the crash, mean"));
        draw(
                charts,
                files,
                "items",
                "Items",
                false,
                all.stream()
                        .filter(figure -> figure.metric().startsWith("items "))
                        .toList());
        if (!files.isEmpty()) {
            text.append("## Charts\n\n");
            files.forEach(file -> text.append("![")
                    .append(file)
                    .append("](images/")
                    .append(file)
                    .append(")\n\n"));
        }
        Files.writeString(docs.resolve("peers-figures.md"), text.toString().strip() + "\n");
    }

    private static void draw(
            Charts charts, List<String> files, String name, String title, boolean logarithmic, List<Figure> figures)
            throws IOException {
        if (!figures.isEmpty()) {
            files.add(charts.draw(name, title, logarithmic, figures));
        }
    }

    private static List<Figure> some(List<Figure> all, String... metrics) {
        return all.stream()
                .filter(each -> List.of(metrics).contains(each.metric()))
                .toList();
    }
}
