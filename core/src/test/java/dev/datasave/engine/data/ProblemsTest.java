package dev.datasave.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSaveException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was thrown while data was worked on is a verdict about the data, unless the machine has failed. */
class ProblemsTest {

    static Stream<Throwable> failuresOfTheMachine() {
        Error heap = new OutOfMemoryError("Java heap space");
        return Stream.of(
                heap,
                new InternalError("a fault of the JVM"),
                new RuntimeException("Failed to invoke constructor", heap),
                new IllegalStateException(new InvocationTargetException(heap)));
    }

    @ParameterizedTest
    @MethodSource("failuresOfTheMachine")
    void failureOfTheMachineIsNoVerdict(Throwable thrown) {
        assertThatThrownBy(() -> Problems.invalid("data: ", thrown)).isInstanceOf(VirtualMachineError.class);
    }

    @Test
    void tooManyLevelsAreOne() {
        assertThat(Problems.invalid("data: ", new RuntimeException(new StackOverflowError())))
                .isInstanceOf(DataSaveException.InvalidData.class);
        assertThat(Problems.invalid("data: ", new StackOverflowError()))
                .hasMessage("data: found a cycle or too many levels, expected a tree");
    }

    @Test
    void whatTheGamesCodeThrewIsTheCause() {
        Throwable thrown = new IOException("a checked one");
        assertThat(Problems.invalid("data: ", thrown))
                .hasMessage("data: found java.io.IOException thrown, expected a value")
                .hasCause(thrown);
    }
}
