package dev.datasave.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FatesTest {
    private static Fates fates(String second) {
        return new Fates(Map.of("x7", "A", second, "B"), Set.of(), Set.of());
    }

    @ParameterizedTest
    @CsvSource({"x7/t1, A", "x7, A", "y8/t/1, B", "z9/t1, unknown incarnation z9"})
    void theProcessThatHoldsIsFoundByItsIncarnation(String holder, String process) {
        Fates fates = fates("y8");
        assertThat(fates.owner(holder)).isEqualTo(process);
        assertThat(fates.owner(null)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"x7-1f, A", "x7, A", "y-8-1f, B", "z9-1f, unknown incarnation z9"})
    void theProcessThatWroteIsFoundByItsIncarnation(String writeId, String process) {
        assertThat(fates("y-8").author(writeId)).isEqualTo(process);
    }
}
