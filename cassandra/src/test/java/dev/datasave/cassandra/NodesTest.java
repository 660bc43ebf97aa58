package dev.datasave.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodesTest {

    @Test
    void sizesAreReadAsCassandraWritesThem() {
        assertThat(Nodes.size("16MiB", 7)).isEqualTo(16 << 20);
        assertThat(Nodes.size("512KiB", 7)).isEqualTo(512 << 10);
        assertThat(Nodes.size("1GiB", 7)).isEqualTo(1 << 30);
        assertThat(Nodes.size("4096B", 7)).isEqualTo(4096);
        assertThat(Nodes.size("4096", 7)).isEqualTo(4096);
        assertThat(Nodes.size("null", 7)).isEqualTo(7);
        assertThat(Nodes.size("", 7)).isEqualTo(7);
    }

    @Test
    void oneWrongClockIsToldAndDoesNotCount() {
        List<Nodes.Skew> skews = List.of(skew("a", -3), skew("b", 5), skew("c", 30_000));

        assertThat(Nodes.middle(skews)).isEqualTo(Duration.ofMillis(5));
        assertThat(Nodes.apart(skews)).contains("30003 ms", "a is behind c");
    }

    @Test
    void clocksThatMayBeRightAreNotTold() {
        assertThat(Nodes.apart(List.of(skew("a", 0), skew("b", 1001)))).isEmpty();
        assertThat(Nodes.apart(List.of(skew("a", 0), skew("b", 1003)))).isNotEmpty();
        assertThat(Nodes.apart(List.of(skew("a", 0)))).isEmpty();
        assertThat(Nodes.middle(List.of())).isEqualTo(Duration.ZERO);
    }

    private static Nodes.Skew skew(String node, long millis) {
        return new Nodes.Skew(node, Duration.ofMillis(millis), Duration.ofMillis(2));
    }
}
