package dev.datasave.peers;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Bars for each peer, as SVG. */
record Charts(Path folder, List<Peer> peers) {
    /** What is less than a tenth of a pixel. */
    private static final Pattern FRACTION = Pattern.compile("(\\d\\.\\d)\\d+");

    private static final Pattern SHORT = Pattern.compile("( \\+|,| \\().*");

    /** Where a logarithmic axis begins. */
    private static final double LEAST = 0.1;

    private static final Color[] COLORS = {new Color(0x2E6F9E), new Color(0xE08A2B), new Color(0x8A8A8A)};

    /** Draws these figures beside each other; returns the name of the file. */
    String draw(String name, String title, boolean logarithmic, List<Figure> figures) throws IOException {
        CategoryChart chart = chart(title, logarithmic, figures);
        String file = "peers-" + name + ".svg";
        ByteArrayOutputStream svg = new ByteArrayOutputStream();
        VectorGraphicsEncoder.saveVectorGraphic(chart, svg, VectorGraphicsFormat.SVG);
        String text = FRACTION.matcher(svg.toString(StandardCharsets.UTF_8)).replaceAll("$1");
        Files.writeString(folder.resolve(file), text);
        return file;
    }

    CategoryChart chart(String title, boolean logarithmic, List<Figure> figures) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(900)
                .height(380)
                .title(title)
                .yAxisTitle(figures.getFirst().unit())
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setPlotBorderVisible(false);
        chart.getStyler().setPlotGridLinesStroke(new BasicStroke(0.5f)); // dashes would be a shape each
        chart.getStyler().setAxisTickMarksStroke(new BasicStroke(0.5f));
        if (logarithmic) {
            chart.getStyler().setYAxisLogarithmic(true);
            chart.getStyler().setYAxisMin(LEAST);
        }
        chart.getStyler().setSeriesColors(COLORS);
        chart.getStyler().setDecimalPattern("#,##0.#");
        chart.getStyler().setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setLabelsPosition(1);
        chart.getStyler().setLegendPosition(figures.size() > 1 ? LegendPosition.OutsideS : LegendPosition.InsideNE);
        chart.getStyler().setLegendVisible(figures.size() > 1);
        List<Peer> shown = peers.stream()
                .filter(peer -> figures.stream().allMatch(figure -> Double.isFinite(figure.get(peer))))
                .toList();
        List<String> titles = shown.stream().map(Charts::label).toList();
        for (Figure figure : figures) {
            chart.addSeries(
                    figure.metric(),
                    titles,
                    shown.stream()
                            .map(peer -> logarithmic ? Math.max(LEAST, figure.get(peer)) : figure.get(peer))
                            .toList());
        }
        return chart;
    }

    /** The first words of a peer's title. */
    private static String label(Peer peer) {
        return SHORT.matcher(peer.title()).replaceAll("").replace("`", "");
    }
}
