package dev.datasave.extras;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportsBenchmarkTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    private int bench(String... options) {
        List<String> line = new ArrayList<>(List.of("bench"));
        line.addAll(List.of(options));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(line.toArray(String[]::new));
    }

    @Test
    void eachKindOfSourceIsImportedBesideItsRawLimit() throws Exception {
        Path json = folder.resolve("figures.json");
        assertThat(bench("--only", "imports", "--quick", "--json", json.toString()))
                .as(out.toString())
                .isZero();
        JsonArray figures = JsonParser.parseString(Files.readString(json)).getAsJsonArray();
        assertThat(figures)
                .extracting(figure ->
                        figure.getAsJsonObject().getAsJsonPrimitive("metric").getAsString())
                .containsExactly(
                        "import of 100 rows of CSV",
                        "import of 100 rows of an SQL table",
                        "import of 100 JSON files",
                        "import of 100 NBT files");
        assertThat(figures).allSatisfy(each -> {
            JsonObject figure = each.getAsJsonObject();
            assertThat(figure.getAsJsonPrimitive("raw").getAsDouble()).isPositive();
            assertThat(figure.getAsJsonPrimitive("ours").getAsDouble()).isPositive();
            assertThat(figure.getAsJsonPrimitive("unit").getAsString()).isEqualTo("/s");
        });
    }

    @Test
    void itIsNamedAmongTheOthers() {
        assertThat(bench("--only", "import")).isEqualTo(2);
        assertThat(out.toString()).contains("found import, expected one of saves,", "sizing, imports");
    }
}
