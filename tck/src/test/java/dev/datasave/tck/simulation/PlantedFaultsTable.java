package dev.datasave.tck.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table in {@code docs/proof.md} that tells which run finds which planted fault. */
public final class PlantedFaultsTable {
    private static final String HEADING = "## Planted faults";
    private static final String COLUMNS = "| fault | what it leads to | breaks | found as | first seed |";
    private static final String LINE = "|---|---|---|---|---|";

    private PlantedFaultsTable() {}

    /** What a row says of the fault itself. */
    record Row(String fault, String leadsTo, String rule) {}

    /** A file or directory of the repository, from wherever this runs. */
    public static Path inRepository(String path) {
        Path place = Path.of("").toAbsolutePath();
        while (!Files.exists(place.resolve(path))) {
            place = Optional.ofNullable(place.getParent())
                    .orElseThrow(() -> new AssertionError("found no " + path + " above the working directory"));
        }
        return place.resolve(path);
    }

    private static Stream<String[]> cells() {
        List<String> lines;
        try {
            lines = Files.readAllLines(inRepository("docs/proof.md"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return lines.stream()
                .dropWhile(line -> !line.equals(HEADING))
                .dropWhile(line -> !line.equals(LINE))
                .skip(1)
                .takeWhile(line -> line.startsWith("| "))
                .map(line -> line.substring(2, line.length() - 2).split(" \\| "));
    }

    static List<Row> rows() {
        return cells().map(cells -> new Row(cells[0], cells[1], cells[2])).toList();
    }

    /** Which run has found a fault first, by its name. */
    static Map<String, Long> seeds() {
        return cells().collect(Collectors.toMap(cells -> cells[0], cells -> Long.valueOf(cells[4])));
    }

    /** Leaves a new table in the folder of what is built. */
    static void write(Map<PlantedFault, PlantedEngine.Finding> findings) throws IOException {
        Stream<String> rows = findings.entrySet().stream()
                .map(entry -> Stream.of(
                                entry.getKey().name(),
                                entry.getKey().breaks(),
                                entry.getKey().rule(),
                                entry.getValue().rule(),
                                "" + entry.getValue().seed())
                        .collect(Collectors.joining(" | ", "| ", " |")));
        Files.write(
                inRepository("tck").resolve("target").resolve("planted-faults.md"),
                Stream.concat(Stream.of(COLUMNS, LINE), rows).toList());
    }
}
