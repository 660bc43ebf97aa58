package dev.datasave.peers;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Bars for each peer, as SVG. */
record Charts(Path folder, List<Peer> peers) {
    private static final Color[] COLORS = {new Color(0x2E6F9E), new Color(0xE08A2B), new Color(0x8A8A8A)};

    /** Draws these figures beside each other; returns the name of the file. */
    String draw(String name, String title, boolean logarithmic, List<Figure> figures) throws IOException {
        CategoryChart chart = new CategoryChartBuilder()
                .width(900)
                .height(380)
                .title(title)
                .yAxisTitle(figures.getFirst().unit())
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setPlotBorderVisible(false);
        if (logarithmic) {
            chart.getStyler().setYAxisLogarithmic(true);
            chart.getStyler().setYAxisMin(1.0);
        }
        chart.getStyler().setSeriesColors(COLORS);
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setLabelsPosition(1);
        chart.getStyler().setLegendPosition(figures.size() > 1 ? LegendPosition.OutsideS : LegendPosition.InsideNE);
        chart.getStyler().setLegendVisible(figures.size() > 1);
        List<Peer> shown = peers.stream()
                .filter(peer -> figures.stream().allMatch(figure -> Double.isFinite(figure.get(peer))))
                .toList();
        List<String> titles =
                shown.stream().map(peer -> peer.title().replace("`", "")).toList();
        for (Figure figure : figures) {
            chart.addSeries(
                    figure.metric(),
                    titles,
                    shown.stream()
                            .map(peer -> logarithmic ? Math.max(1, figure.get(peer)) : figure.get(peer))
                            .toList());
        }
        String file = "peers-" + name + ".svg";
        try (OutputStream out = Files.newOutputStream(folder.resolve(file))) {
            VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
        }
        return file;
    }
}
