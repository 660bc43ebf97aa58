package dev.datasave.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same text as Gson writes, and a verdict about it that is never too good. */
class TextWriterTest {
    private static final List<String> PIECES = List.of(
            "a", "\"", "\\", "/", "\n", "\t", "\b", "\r", "\f", "\u0001", "\u007f", "\u2028", "\u2029", "ü", "漢", "😀",
            "<");
    private static final List<Number> NUMBERS = List.of(
            0L,
            -1,
            Long.MIN_VALUE,
            (short) 3,
            (byte) -4,
            1.0,
            -0.0,
            1e300,
            Double.MIN_VALUE,
            0.1f,
            1e10f,
            new BigDecimal("1.50"),
            BigInteger.TWO.pow(70),
            new BigDecimal("1E+400"));

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static void write(JsonWriter out, Random random, int depth) throws IOException {
        switch (depth == 0 ? random.nextInt(4) : random.nextInt(6)) {
            case 0 -> out.value(text(random));
            case 1 -> out.value(NUMBERS.get(random.nextInt(NUMBERS.size())));
            case 2 -> out.value(random.nextBoolean());
            case 3 -> out.nullValue();
            case 4 -> {
                out.beginArray();
                for (int i = random.nextInt(4); i > 0; i--) {
                    write(out, random, depth - 1);
                }
                out.endArray();
            }
            default -> {
                out.beginObject();
                for (int i = random.nextInt(4); i > 0; i--) {
                    out.name(text(random));
                    write(out, random, depth - 1);
                }
                out.endObject();
            }
        }
    }

    @Test
    void theTextIsWhatGsonWrites() throws IOException {
        for (int seed = 0; seed < 5000; seed++) {
            StringWriter expected = new StringWriter();
            try (JsonWriter gson = new JsonWriter(expected)) {
                write(gson, new Random(seed), 4);
            }
            TextWriter out = new TextWriter(16);
            write(out, new Random(seed), 4);
            assertThat(out.text()).as("seed %d", seed).isEqualTo(expected.toString());
        }
    }

    @Test
    void aNumberThatGsonMisreadsIsWrittenAnotherWay() throws IOException {
        TextWriter out = new TextWriter(16);
        out.value(new BigInteger("184467440737095516161"));
        assertThat(out.text()).isEqualTo("1.84467440737095516161E20");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void whatIsNoNumberIsRefused(double value) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new TextWriter(16).value(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u0001", "ü", "\ud800", "\u2028"})
    void aTextThatMayNotBeStorableIsNotPlain(String text) throws IOException {
        TextWriter out = new TextWriter(16);
        out.beginArray().value(text).endArray();
        assertThat(out.isPlain()).isFalse();
    }

    @Test
    void whatIsDeeperThanCanBeReadIsRefused() {
        TextWriter out = new TextWriter(16);
        for (int i = 0; i < JsonText.MAX_DEPTH; i++) {
            out.beginArray();
        }
        assertThatExceptionOfType(FormatProblem.class).isThrownBy(out::beginArray);
    }
}
