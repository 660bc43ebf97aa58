package dev.datasave.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BenchmarksTest {
    private final List<Path> folders = new ArrayList<>();
    private final Benchmarks benchmarks = new Benchmarks(List.of(new Named("a"), new Named("b")));

    private final class Named implements Benchmark {
        private final String name;

        private Named(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<Result> run(Path folder) throws Exception {
            folders.add(folder);
            Files.writeString(folder.resolve("left-over"), "x");
            return List.of(Result.sqlite(name, 1, 1, "s"));
        }
    }

    @Test
    void runsAllInOrderAndRemovesTheirFolders() throws Exception {
        List<String> begun = new ArrayList<>();
        assertThat(benchmarks.run(Optional.empty(), begun::add))
                .extracting(Result::metric)
                .containsExactly("a", "b");
        assertThat(begun).containsExactly("a", "b");
        assertThat(folders).hasSize(2).allMatch(Files::notExists);
    }

    @Test
    void runsOnlyTheOneNamed() throws Exception {
        assertThat(benchmarks.run(Optional.of("b"), name -> {}))
                .extracting(Result::metric)
                .containsExactly("b");
    }

    @Test
    void namesWhatThereIsWhenAskedForAnother() {
        assertThatThrownBy(() -> benchmarks.run(Optional.of("c"), name -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("benchmark: found c, expected one of a, b");
        assertThatThrownBy(() -> Benchmarks.standard(999, 1000)).hasMessageContaining("stored profiles: found 999");
        assertThatThrownBy(() -> Benchmarks.onServer("jdbc:sqlite:x.db", 1000)).hasMessageContaining("JDBC URL: found");
        assertThatThrownBy(() -> Benchmarks.standard(1000, 999)).hasMessageContaining("ranked entries: found 999");
    }

    /** A benchmark that fails, and leaves files behind. */
    private record Failing(Exception failure, List<Path> folders) implements Benchmark {
        @Override
        public String name() {
            return "failing";
        }

        @Override
        public List<Result> run(Path folder) throws Exception {
            folders.add(folder);
            Files.writeString(Files.createDirectory(folder.resolve("deep")).resolve("left-over"), "x");
            throw failure;
        }
    }

    private static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new IOException("no room"), IOException.class, "no room"),
                Arguments.of(new IllegalStateException("refused"), IllegalStateException.class, "refused"),
                Arguments.of(
                        new SQLException("locked"),
                        IOException.class,
                        "benchmark failing: found java.sql.SQLException: locked"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsToldAndItsFolderRemoved(Exception failure, Class<?> kind, String message) {
        Benchmarks failing = new Benchmarks(List.of(new Failing(failure, folders), new Named("never")));
        assertThatThrownBy(() -> failing.run(Optional.empty(), name -> {}))
                .isInstanceOf(kind)
                .hasMessage(message);
        assertThat(folders).hasSize(1).allMatch(Files::notExists);
    }

    @Test
    void everyBenchmarkRunsAtASmallSize() throws Exception {
        List<Result> results = Benchmarks.quick().run(Optional.empty(), name -> {});
        assertThat(results).hasSize(46).allSatisfy(result -> {
            assertThat(result.storage()).isEqualTo("SQLite");
            assertThat(result.unit()).isNotBlank();
        });
        assertThat(results)
                .filteredOn(result -> result.metric().contains("other writes"))
                .allMatch(r -> r.ours() == 0);
    }
}
