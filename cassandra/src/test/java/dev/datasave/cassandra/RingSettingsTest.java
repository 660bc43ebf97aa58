package dev.datasave.cassandra;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.nodes.RingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What opening says about a node whose settings don't fit. */
@Tag("ring")
class RingSettingsTest {
    private static final Duration BACK = Duration.ofMinutes(5);

    @Test
    void aNodeThatWouldRefuseLargeValuesIsToldAtOpening() throws Exception {
        TestRing ring = TestRing.shared();
        RingNode node = ring.node(3);
        String before = Files.readString(node.settings());
        try {
            Files.writeString(node.settings(), before + "max_mutation_size: 512KiB\n");
            restart(node);
            assertThatExceptionOfType(StorageFailed.class)
                    .isThrownBy(() -> CassandraStorage.open(ring.contactPoints(), TestRing.options()))
                    .withMessageContaining("127.0.0.3")
                    .withMessageContaining("takes mutations up to 524288 bytes, expected 1048576 bytes");
        } finally {
            Files.writeString(node.settings(), before);
            restart(node);
        }
    }

    private static void restart(RingNode node) throws IOException, InterruptedException {
        node.close();
        node.start();
        node.awaitReady(BACK);
    }
}
