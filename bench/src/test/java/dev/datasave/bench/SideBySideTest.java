package dev.datasave.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each build is a process that writes the figures of its next round, which the test has put into its folder. */
class SideBySideTest {
    @TempDir
    private Path folder;

    private final List<String> begun = new ArrayList<>();

    /** A build: {@code bench … --json FILE} answers with its next figures. */
    public static final class Build {
        private Build() {}

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            List<String> options = List.of(args).subList(1, args.length);
            if (options.contains("--help")) {
                return;
            }
            Path next = folder.resolve("next");
            int round = Files.exists(next) ? Integer.parseInt(Files.readString(next)) : 1;
            Files.writeString(next, Integer.toString(round + 1));
            Files.writeString(folder.resolve("asked"), String.join(" ", options.subList(0, options.size() - 1)));
            Path json = Path.of(options.getLast());
            Path figures = folder.resolve("round-" + round + ".json");
            if (!Files.exists(figures)) {
                System.out.println("no figures for round " + round);
                System.exit(7);
            }
            Files.copy(figures, json);
        }
    }

    private List<String> build(String name, String... figures) throws IOException {
        Path own = Files.createDirectory(folder.resolve(name));
        for (int i = 0; i < figures.length; i++) {
            Files.writeString(own.resolve("round-" + (i + 1) + ".json"), figures[i]);
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Build.class.getName(),
                own.toString());
    }

    private static String millis(double raw, double ours) {
        return Result.json(List.of(Result.sqlite("handover", raw, ours, "ms")));
    }

    @Test
    void bothRunInTurnAndTheMediansOfTheRoundsAreCompared() throws IOException {
        List<String> before = build("before", millis(1, 10), millis(1, 20), millis(1, 6));
        List<String> after = build("after", millis(3, 2), millis(3, 2), millis(3, 3));
        List<Comparison> found = new SideBySide(before, after).run(List.of("--only", "handover"), 3, begun::add);
        assertThat(found).containsExactly(new Comparison("SQLite", "handover", 3, 10, 2, 0.2, 0.1, 0.5, "ms", 3));
        assertThat(begun.subList(1, begun.size()))
                .containsExactly(
                        "round 1 of 3, before",
                        "round 1 of 3, after",
                        "round 2 of 3, after",
                        "round 2 of 3, before",
                        "round 3 of 3, before",
                        "round 3 of 3, after");
        assertThat(folder.resolve("before/asked")).hasContent("bench --only handover --json");
    }

    @Test
    void aFigureThatOnlyOneBuildKnowsIsLeftOut() {
        Result shared = Result.sqlite("shared", 1, 4, "ms");
        Result fresh = Result.sqlite("new", 1, 1, "ms");
        var round = new Comparison.Round(List.of(shared), List.of(fresh, shared));
        assertThat(Comparison.of(List.of(round))).extracting(Comparison::metric).containsExactly("shared");
    }

    @Test
    void aRatioToNothingIsZero() {
        Result nothing = Result.sqlite("writes", 0, 0, "writes");
        var round = new Comparison.Round(List.of(nothing), List.of(nothing));
        assertThat(Comparison.of(List.of(round)).getFirst().ratio()).isZero();
    }

    @Test
    void aBuildThatFailsIsShownWithWhatItSaid() throws IOException {
        List<String> before = build("before", millis(1, 10));
        List<String> after = build("after");
        SideBySide pair = new SideBySide(before, after);
        assertThatThrownBy(() -> pair.run(List.of(), 1, begun::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("found exit code 7, expected 0")
                .hasMessageContaining("no figures for round 1");
    }

    @Test
    void figuresThatAreNoneAreNamed() throws IOException {
        SideBySide pair = new SideBySide(build("before", "{\"metric\": 1}"), build("after"));
        assertThatThrownBy(() -> pair.run(List.of(), 1, begun::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("found no array of results");
    }

    @Test
    void aFolderWithoutALauncherAndRoundsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> SideBySide.against(folder, "Main"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--against: found no program " + folder.resolve("datasave"));
        assertThatThrownBy(() -> new SideBySide(List.of("a"), List.of("b")).run(List.of(), 0, begun::add))
                .hasMessage("--rounds: found 0, expected 1 to 1000");
    }

    @Test
    void linesStandUnderTheHeadAndJsonHasAllFigures() {
        Comparison comparison = new Comparison("SQLite", "handover", 0.6, 5.5, 1.4, 0.25, 0.2, 0.3, "ms", 5);
        assertThat(comparison.line().indexOf("ms")).isEqualTo(Comparison.head().indexOf("unit"));
        assertThat(comparison.line().split(" +")).contains("0.6", "5.5", "1.4", "0.25", "to");
        var object = JsonParser.parseString(Comparison.json(List.of(comparison)))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
        assertThat(object.keySet())
                .containsExactly(
                        "storage", "metric", "raw", "before", "after", "ratio", "lowest", "highest", "unit", "rounds");
        assertThat(object.get("after").getAsDouble()).isEqualTo(1.4);
    }
}
