package dev.datasave.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes as the index tables order them. */
class ColumnsTest {
    private static final List<String> BYTE_ORDER =
            List.of("", "\u0001", "A", "a", "a\u0001", "ab", "é", "\ud7ff", "\ue000", "\uffff", "😀", "\udbff\udfff");

    @Test
    void textsAreOrderedByTheirBytes() {
        assertThat(BYTE_ORDER.stream().map(Columns::ordered).sorted().toList())
                .isEqualTo(BYTE_ORDER.stream().map(Columns::ordered).toList());
    }

    @Test
    void endOfAPrefixIsBehindAllThatBeginWithItAndBeforeAllElse() {
        for (String prefix : BYTE_ORDER) {
            for (String text : BYTE_ORDER) {
                boolean isBefore = compare(Columns.blob(text), Columns.end(prefix)) < 0;
                boolean isNotBelow = compare(Columns.blob(text), Columns.blob(prefix)) >= 0;
                assertThat(isBefore && isNotBelow)
                        .as("%s begins with %s", text, prefix)
                        .isEqualTo(text.startsWith(prefix));
            }
        }
    }

    @Test
    void whatIsBehindATextIsDirectlyBehindIt() {
        assertThat(compare(Columns.behind("a"), Columns.blob("a"))).isPositive();
        assertThat(compare(Columns.behind("a"), Columns.blob("a\u0001"))).isNegative();
    }

    private static int compare(ByteBuffer left, ByteBuffer right) {
        return Arrays.compareUnsigned(Columns.bytes(left), Columns.bytes(right));
    }
}
