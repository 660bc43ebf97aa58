package dev.datasave.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "40000   | 32000    | 40,000 32,000 0.8",
                "1.23456 | 12.3456  | 1.23 12.3 10",
                "3       | 1        | 3 1 0.333",
                "0       | 7        | 0 7 0",
                "0.0004  | 0.00012  | 4.0E-4 1.2E-4 0.3",
                "1e7     | 1234567  | 10,000,000 1,234,567 0.123",
                "-2      | 5        | -2 5 -2.5",
            })
    void figuresArePrintedWithThreeDigitsOrWhole(double raw, double ours, String columns) {
        String line = Result.sqlite("m", raw, ours, "u").line();
        assertThat(line.strip().split(" +")).containsExactly(("SQLite m " + columns + " u").split(" "));
    }

    @Test
    void theRatioIsThatOfTheExactFigures() {
        assertThat(Result.sqlite("m", 1.004, 1.006, "u").ratio()).isEqualTo(1);
        assertThat(Result.sqlite("m", 0.0014, 0.0021, "u").ratio()).isEqualTo(1.5);
    }
}
