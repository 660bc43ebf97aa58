package dev.datasave.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class Utf8OrderTest {
    private static final int[] EDGES = {
        1, ' ', 'a', 'b', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x1f600, 0x103ff, 0x10400, 0x10ffff
    };

    @RepeatedTest(200)
    void agreesWithTheBytes(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        String left = text(random);
        String right = text(random);

        int expected =
                Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
        assertThat(Integer.signum(Utf8Order.INSTANCE.compare(left, right)))
                .as("seed %s", repetition.getCurrentRepetition())
                .isEqualTo(Integer.signum(expected));
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(4), 0, EDGES.length)
                .mapToObj(i -> Character.toString(EDGES[i]))
                .collect(Collectors.joining());
    }
}
