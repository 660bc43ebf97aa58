package dev.datasave.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of everything, which proves that it works; its times prove nothing. Without Redis, Redisson is left out, and its column says so. */
class PeersTest {
    @TempDir
    private Path docs;

    @Test
    void everythingIsMeasuredAndDataSaveKeepsItsWord() throws Exception {
        try (PeersRun comparison = new PeersRun(Sizes.quick())) {
            PeersReport report = comparison.run(Set.copyOf(PeersRun.PARTS), (part, measured) -> {});
            report.write(docs, "./datasave peers --quick");

            assertThat(report.of("items lost", "datasave")).isZero();
            assertThat(report.of("items doubled", "datasave")).isZero();
            assertThat(report.of("confirmed saves lost", "datasave")).isZero();
            assertThat(report.text())
                    .contains("| hop, p50, ms |", "## DataSave's own goals", "| 100 joins at once, s |");
        }
        assertThat(docs.resolve("peers-figures.md")).content().contains("images/peers-hop.svg");
        for (String chart : new String[] {"hop", "saves", "crash", "items"}) {
            assertIsSvg(docs.resolve("images").resolve("peers-" + chart + ".svg"));
        }
    }

    private static void assertIsSvg(Path file) throws IOException {
        assertThat(Files.readString(file)).contains("<svg", "</svg>");
    }
}
