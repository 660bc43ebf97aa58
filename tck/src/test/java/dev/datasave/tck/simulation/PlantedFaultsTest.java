package dev.datasave.tck.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The simulation finds each fault of {@link PlantedFaults}, and in the same runs of the engine as it is, it finds nothing. A fault is looked for first in
 * the run that the {@linkplain PlantedFaultsTable table} names, then in the first 300.
 *
 * <p>{@code -Ddatasave.faults.seeds=2000} measures anew: in that many runs from the first on, with the table left in {@code target}.
 * {@code -Ddatasave.faults.only='part of a name'} takes some of the faults only.
 */
class PlantedFaultsTest {
    private static final long MEASURED = Long.getLong("datasave.faults.seeds", 0);
    private static final String ONLY = System.getProperty("datasave.faults.only", "");
    private static final long BOUND = 300;

    private final Map<PlantedFault, PlantedEngine.Finding> findings = new LinkedHashMap<>();
    private final Map<Long, Optional<PlantedEngine.Finding>> ofTheHonest = new ConcurrentHashMap<>();

    @TestFactory
    Stream<DynamicTest> theSimulationFinds() {
        Map<String, Long> known = MEASURED > 0 ? Map.of() : PlantedFaultsTable.seeds();
        List<PlantedFault> faults = PlantedFaults.all().stream()
                .filter(fault -> fault.name().contains(ONLY))
                .toList();
        ExecutorService workers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        List<DynamicTest> tests = new ArrayList<>();
        PlantedEngine unchanged = PlantedEngine.without(files(faults));
        LongFunction<Optional<PlantedEngine.Finding>> honest =
                seed -> ofTheHonest.computeIfAbsent(seed, unchanged::run); // a seed gives the same run every time
        for (PlantedFault fault : faults) {
            LongStream seeds = MEASURED > 0
                    ? LongStream.rangeClosed(1, MEASURED)
                    : LongStream.concat(
                            Stream.ofNullable(known.get(fault.name())).mapToLong(seed -> seed),
                            LongStream.rangeClosed(1, BOUND));
            CompletableFuture<Optional<PlantedEngine.Finding>> found = CompletableFuture.supplyAsync(
                    () -> findings(PlantedEngine.with(fault)::run, seeds)
                            .filter(finding -> honest.apply(finding.seed()).isEmpty()) // else it proves nothing
                            .findFirst(),
                    workers);
            tests.add(DynamicTest.dynamicTest(fault.name(), () -> found(fault, found.join())));
        }
        LongStream controls = LongStream.concat(
                LongStream.rangeClosed(1, Math.clamp(MEASURED, 10, 100)),
                known.values().stream().mapToLong(seed -> seed));
        CompletableFuture<Optional<PlantedEngine.Finding>> control = CompletableFuture.supplyAsync(
                () -> findings(honest, controls.distinct()).findFirst(), workers);
        tests.add(DynamicTest.dynamicTest(
                "nothing in the engine as it is",
                () -> assertThat(control.join()).as("the sources unchanged").isEmpty()));
        return tests.stream().onClose(() -> {
            workers.shutdown();
            report();
        });
    }

    private static Stream<PlantedEngine.Finding> findings(
            LongFunction<Optional<PlantedEngine.Finding>> engine, LongStream seeds) {
        return seeds.mapToObj(engine).flatMap(Optional::stream);
    }

    private static List<String> files(List<PlantedFault> faults) {
        return faults.stream()
                .flatMap(fault -> fault.files().stream())
                .distinct()
                .toList();
    }

    private void found(PlantedFault fault, Optional<PlantedEngine.Finding> found) {
        found.ifPresent(finding -> findings.put(fault, finding));
        if (found.isEmpty()) {
            fail("planted fault \"" + fault.name() + "\", which breaks " + fault.rule()
                    + ": no run finds it; see tck/planted-faults.sh");
        }
        assertThat(found.get().rule()).as(found.get().story()).isNotEqualTo(PlantedEngine.Finding.ENDLESS);
    }

    private void report() {
        try {
            if (MEASURED > 0) {
                PlantedFaultsTable.write(findings);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void theTableInTheDocumentationIsOfTheseFaults() {
        assertThat(PlantedFaultsTable.rows())
                .containsExactlyElementsOf(PlantedFaults.all().stream()
                        .map(fault -> new PlantedFaultsTable.Row(fault.name(), fault.breaks(), fault.rule()))
                        .collect(Collectors.toList()));
    }
}
