package dev.datasave.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class WireMessagesTest {
    private final LongAdder statements = new LongAdder();

    @Test
    void executionsAndSimpleQueriesAreStatements() {
        byte[] all = talk("user\0postgres\0\0", 'P', 'B', 'D', 'E', 'S', 'Q', 'X');

        new WireMessages(statements).take(all, 0, all.length);

        assertThat(statements.sum()).isEqualTo(2);
    }

    @Test
    void messagesMayComeInPieces() {
        byte[] all = talk("user\0postgres\0\0", 'P', 'B', 'E', 'S', 'B', 'E', 'S');
        WireMessages messages = new WireMessages(statements);

        for (int i = 0; i < all.length; i++) {
            messages.take(all, i, 1);
        }

        assertThat(statements.sum()).isEqualTo(2);
    }

    /** A start, and messages of these types with some bytes each, which are letters of types as well. */
    private static byte[] talk(String start, char... types) {
        ByteBuffer buffer = ByteBuffer.allocate(1000);
        byte[] startBytes = start.getBytes(StandardCharsets.UTF_8);
        buffer.putInt(8 + startBytes.length).putInt(3 << 16).put(startBytes);
        for (char type : types) {
            buffer.put((byte) type).putInt(7).put("EQE".getBytes(StandardCharsets.UTF_8));
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
