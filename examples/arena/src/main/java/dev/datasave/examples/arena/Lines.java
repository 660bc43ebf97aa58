package dev.datasave.examples.arena;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads lines of UTF-8, and never keeps more of a line than its allowed length. */
final class Lines {
    static final int LONGEST = 256;

    private final InputStream in;

    Lines(InputStream in) {
        this.in = in;
    }

    /** A line as it was read. */
    sealed interface Line {
        record Text(String text) implements Line {}

        record TooLong() implements Line {}

        record NotUtf8() implements Line {}

        record End() implements Line {}
    }

    /** The next line without its end. Text before the end of the input is a line, too. */
    Line next() throws IOException {
        int b = in.read();
        if (b < 0) {
            return new Line.End();
        }
        Kept kept = new Kept();
        for (; b >= 0 && b != '\n'; b = in.read()) {
            kept.add(b);
        }
        return kept.line();
    }

    /** What is kept of a line: no more than shows that it is too long. So a client may send one line for as long as it likes. */
    static final class Kept {
        /** One more than allowed, and one for the CR of a CR LF. */
        static final int MOST = LONGEST + 2;

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void add(int b) {
            if (bytes.size() < MOST) {
                bytes.write(b);
            }
        }

        int size() {
            return bytes.size();
        }

        Line line() {
            byte[] line = bytes.toByteArray();
            int end = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
            if (end > LONGEST) {
                return new Line.TooLong();
            }
            try {
                return new Line.Text(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(line, 0, end))
                        .toString());
            } catch (CharacterCodingException e) {
                return new Line.NotUtf8();
            }
        }
    }
}
