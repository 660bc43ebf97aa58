package dev.datasave.tck.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void aSizeIsRead() {
        assertThat(Scale.parse("servers=10000,players=1000000"))
                .isEqualTo(new Scale(10_000, 1_000_000, 20, 2048, 30, 2, 1));
        assertThat(Scale.parse("autosave=60, heartbeat=5, seed=7, bytes=100, minutes=3"))
                .isEqualTo(new Scale(100, 10_000, 3, 100, 60, 5, 7));
    }

    @Test
    void aSizeThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Scale.parse("server=10"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("server=10")
                .hasMessageContaining("servers");
        assertThatThrownBy(() -> Scale.parse("servers=1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scale: found servers=1, expected 4 to 100000");
    }
}
