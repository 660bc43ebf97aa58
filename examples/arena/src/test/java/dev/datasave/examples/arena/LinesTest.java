package dev.datasave.examples.arena;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinesTest {
    private static Lines of(String text) {
        return new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void linesEndWithLfOrCrLfOrTheInput() throws IOException {
        Lines lines = of("join alice\r\n\nearn 1");
        assertThat(lines.next()).isEqualTo(new Lines.Line.Text("join alice"));
        assertThat(lines.next()).isEqualTo(new Lines.Line.Text(""));
        assertThat(lines.next()).isEqualTo(new Lines.Line.Text("earn 1"));
        assertThat(lines.next()).isEqualTo(new Lines.Line.End());
    }

    @Test
    void tooLongLineIsSkippedToItsEnd() throws IOException {
        Lines lines = of("x".repeat(Lines.LONGEST) + "\r\n" + "x".repeat(100_000) + "\nshow\n");
        assertThat(lines.next()).isEqualTo(new Lines.Line.Text("x".repeat(Lines.LONGEST)));
        assertThat(lines.next()).isEqualTo(new Lines.Line.TooLong());
        assertThat(lines.next()).isEqualTo(new Lines.Line.Text("show"));
    }

    @Test
    void whatIsCountedOfALineIsBounded() {
        Lines.Kept kept = new Lines.Kept();
        for (int i = 0; i < 1_000_000; i++) {
            kept.add(i % 2 == 0 ? 'x' : '\r');
            assertThat(kept.size()).isEqualTo(Math.min(i + 1, Lines.Kept.MOST));
        }
        assertThat(kept.line()).isEqualTo(new Lines.Line.TooLong());
    }

    @Test
    void lineThatIsNotUtf8IsToldApart() throws IOException {
        Lines lines = new Lines(new ByteArrayInputStream(new byte[] {'j', (byte) 0xff, '\n', 'q', '\n'}));
        assertThat(lines.next()).isEqualTo(new Lines.Line.NotUtf8());
        assertThat(lines.next()).isEqualTo(new Lines.Line.Text("q"));
    }

    @ParameterizedTest
    @CsvSource({
        "256, '\n', true",
        "256, '\r\n', true",
        "256, '', true",
        "257, '\n', false",
        "257, '\r\n', false",
        "257, '', false",
        "258, '\n', false",
        "258, '\r\n', false",
        "256, '\r\r\n', false",
    })
    void theLongestLineDoesNotCountItsEnd(int length, String end, boolean fits) throws IOException {
        assertThat(of("x".repeat(length) + end).next())
                .isEqualTo(fits ? new Lines.Line.Text("x".repeat(length)) : new Lines.Line.TooLong());
    }

    @Test
    void theLongestLineIsCountedInBytes() throws IOException {
        assertThat(of("ä".repeat(128)).next()).isEqualTo(new Lines.Line.Text("ä".repeat(128)));
        assertThat(of("ä".repeat(129)).next()).isEqualTo(new Lines.Line.TooLong());
    }

    @Test
    void onlyACrAtTheVeryEndIsPartOfIt() throws IOException {
        assertThat(of("a\rb\r\r\n").next()).isEqualTo(new Lines.Line.Text("a\rb\r"));
        assertThat(of("\r\n").next()).isEqualTo(new Lines.Line.Text(""));
    }

    @Test
    void theEndStaysTheEnd() throws IOException {
        Lines lines = of("");
        assertThat(lines.next()).isEqualTo(new Lines.Line.End());
        assertThat(lines.next()).isEqualTo(new Lines.Line.End());
    }
}
