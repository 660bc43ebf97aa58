package dev.datasave.jdbc.sql;

import dev.datasave.spi.Content;
import dev.datasave.spi.Write;
import org.jspecify.annotations.Nullable;

/**
 * A write with the checksums of its row. They are computed before its rows are locked, because others wait for that.
 *
 * @param ofValue the checksum of the value; null if it has none
 * @param ofRest the checksum of the rest of the row, without its two times
 */
public record SummedWrite(Write write, @Nullable Long ofValue, long ofRest) {
    /** Computes the checksums. */
    public static SummedWrite of(Write write) {
        Content content = write.content();
        if (content == null) {
            return new SummedWrite(write, null, 0);
        }
        Long ofValue = Checksums.ofValue(content.value());
        long revision = write.expectedRevision() + 1;
        return new SummedWrite(
                write, ofValue, Checksums.ofRest(write.id(), revision, write.writeId(), content, ofValue));
    }
}
