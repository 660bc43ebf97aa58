package dev.datasave.examples.arena;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

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
    void lineThatIsNotUtf8IsToldApart() throws IOException {
        Lines lines = new Lines(new ByteArrayInputStream(new byte[] {'j', (byte) 0xff, '\n', 'q', '\n'}));
        assertThat(lines.next()).isEqualTo(new Lines.Line.NotUtf8());
        assertThat(lines.next()).isEqualTo(new Lines.Line.Text("q"));
    }
}
