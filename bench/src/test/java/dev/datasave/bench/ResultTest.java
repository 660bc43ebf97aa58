package dev.datasave.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTest {
    @Test
    void jsonIsAnArrayOfObjectsWithTheSixNames() {
        Result result = Result.sqlite("saves", 40_000, 32_000, "saves/s");
        JsonArray all =
                JsonParser.parseString(Result.json(List.of(result, result))).getAsJsonArray();
        assertThat(all).hasSize(2);
        JsonObject first = all.get(0).getAsJsonObject();
        assertThat(first.keySet()).containsExactly("storage", "metric", "raw", "ours", "ratio", "unit");
        assertThat(first.get("storage").getAsString()).isEqualTo("SQLite");
        assertThat(first.get("raw").getAsDouble()).isEqualTo(40_000);
        assertThat(first.get("ratio").getAsDouble()).isEqualTo(0.8);
    }

    @Test
    void keepsThreeDigitsAndWholeNumbers() {
        assertThat(Result.round(0.012345)).isEqualTo(0.0123);
        assertThat(Result.round(1.2345)).isEqualTo(1.23);
        assertThat(Result.round(12.345)).isEqualTo(12.3);
        assertThat(Result.round(123456.7)).isEqualTo(123457);
        assertThat(Result.round(-1.2345)).isEqualTo(-1.23);
    }

    @Test
    void aRatioToNothingIsZero() {
        assertThat(Result.sqlite("writes", 0, 5, "writes").ratio()).isZero();
        assertThat(Result.round(Double.POSITIVE_INFINITY)).isZero();
    }

    @Test
    void linesStandUnderTheHead() {
        String line = Result.sqlite("saves", 40_000, 32_000, "saves/s").line();
        assertThat(line).contains("40,000", "32,000", "0.8").endsWith("saves/s");
        assertThat(line.indexOf("saves/s")).isEqualTo(Result.head().indexOf("unit"));
    }
}
