package dev.datasave.cassandra.together;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * R5: every run of {@code ALL}, with every delay, death and lost answer, keeps the {@link Laws}. In every build over two and three entries;
 * with {@code -Ddatasave.together.length=true} also with more processes, tries and lost answers.
 */
class TogetherModelTest {
    /** The search would have become smaller without notice if it found fewer states than this. */
    private static final int AT_LEAST = 1_000_000;

    @Test
    void everyRunOverTwoEntriesKeepsTheLaws() {
        assertThat(states(Models.ofTwo().stream())).isGreaterThan(2 * AT_LEAST);
    }

    @Test
    void everyRunOverThreeEntriesKeepsTheLaws() {
        assertThat(states(Models.ofThree().stream())).isGreaterThan(AT_LEAST / 4);
    }

    @Test
    @EnabledIfSystemProperty(named = "datasave.together.length", matches = "true")
    void everyRunOverTwoAtLengthKeepsTheLaws() {
        assertThat(states(Models.ofTwoAtLength().stream())).isGreaterThan(10 * AT_LEAST);
    }

    @Test
    @EnabledIfSystemProperty(named = "datasave.together.length", matches = "true")
    void everyRunOverThreeAtLengthKeepsTheLaws() {
        assertThat(states(Models.ofThreeAtLength().stream())).isGreaterThan(AT_LEAST);
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
