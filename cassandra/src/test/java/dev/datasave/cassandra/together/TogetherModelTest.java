package dev.datasave.cassandra.together;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * R5: every run of {@code ALL}, with every delay, death and lost answer, keeps the {@link Laws}. In every build over two entries, and with {@code
 * -Ddatasave.together.length=true} over three, and with more processes.
 */
class TogetherModelTest {
    /** The search would have become smaller without notice if it found fewer states than this. */
    private static final int AT_LEAST = 1_000_000;

    @Test
    void everyRunOverTwoEntriesKeepsTheLaws() {
        assertThat(states(Models.ofTwo().stream())).isGreaterThan(AT_LEAST);
    }

    @Test
    void everyRunAtLengthKeepsTheLaws() {
        List<Model> models = Boolean.getBoolean("datasave.together.length")
                ? Stream.concat(Models.ofTwoAtLength().stream(), Models.ofThree().stream())
                        .toList()
                : List.of();
        assertThat(states(models.stream())).isGreaterThanOrEqualTo(models.isEmpty() ? 0 : 10 * AT_LEAST);
    }

    private static int states(Stream<Model> models) {
        return models.mapToInt(model -> {
                    Explorer.Result result = new Explorer(model).explore(Integer.MAX_VALUE);
                    System.out.printf(
                            "%s: %,d states, %,d of them at rest, %d steps deep, at most %d steps of a process%n",
                            model, result.states(), result.ends(), result.depth(), result.steps());
                    assertThat(String.join("\n", result.violation()))
                            .as("%s", model)
                            .isEmpty();
                    return result.states();
                })
                .sum();
    }
}
