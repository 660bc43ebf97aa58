package dev.datasave.tck.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the planted faults quote of the engine's sources is there. Takes a second, so run it whenever a line of the engine changes, before
 * {@link PlantedFaultsTest} takes its minutes.
 */
class EngineSourcesTest {
    @TempDir
    private Path root;

    private void source(String path) throws IOException {
        Path file = root.resolve("dev/datasave/engine").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "the source of " + path);
    }

    private static void checkTexts(SoftAssertions softly, EngineSources sources, List<PlantedFault> faults) {
        for (PlantedFault fault : faults) {
            for (String file : fault.files()) {
                softly.assertThatCode(() -> assertThat(fault.plant(file, sources.text(file)))
                                .as("planted fault \"" + fault.name() + "\" in " + file)
                                .isNotEqualTo(sources.text(file)))
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void everyPlantedTextIsFoundOnce() {
        SoftAssertions softly = new SoftAssertions();
        checkTexts(softly, EngineSources.ofRepository(), PlantedFaults.all());
        softly.assertAll();
    }

    @Test
    void aTextThatIsMissingOrThereTwiceOrInAnUnknownClassIsSeen() throws IOException {
        source("session/Chain.java");
        SoftAssertions softly = new SoftAssertions();
        checkTexts(
                softly,
                new EngineSources(root),
                List.of(
                        PlantedFault.of("good", "P1", "nothing").in("Chain", "the source", "a source"),
                        PlantedFault.of("missing", "P1", "nothing").in("Chain", "the target", ""),
                        PlantedFault.of("twice", "P1", "nothing").in("Chain", "s", ""),
                        PlantedFault.of("no change", "P1", "nothing").in("Chain", "the", "the"),
                        PlantedFault.of("unknown", "P1", "nothing").in("Link", "the source", "")));
        assertThat(softly.assertionErrorsCollected())
                .extracting(error ->
                        error.getMessage().replaceAll("(?s).*?(\"[^\"]+\": found|\\[planted|Link: found).*", "$1"))
                .containsExactly("\"missing\": found", "\"twice\": found", "[planted", "Link: found");
    }

    @Test
    void noTwoClassesOfTheEngineShareASimpleName() {
        EngineSources sources = EngineSources.ofRepository();
        assertThat(sources.duplicates()).isEmpty();
        assertThat(sources.count()).isGreaterThan(100);
    }

    @Test
    void aDuplicateInAnotherPackageIsSeen() throws IOException {
        source("Lease.java");
        source("lease/Lease.java");
        source("lease/package-info.java");
        source("package-info.java");
        EngineSources sources = new EngineSources(root);
        assertThat(sources.duplicates()).containsOnlyKeys("Lease");
        assertThatThrownBy(() -> sources.text("Lease"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("lease/Lease.java")
                .hasMessageContaining("expected one file");
    }

    @Test
    void aClassIsFoundUnderItsOwnPackage() throws IOException {
        source("Engine.java");
        source("lease/Lease.java");
        EngineSources sources = new EngineSources(root);
        assertThat(sources.className("Engine")).isEqualTo("dev.datasave.engine.Engine");
        assertThat(sources.className("Lease")).isEqualTo("dev.datasave.engine.lease.Lease");
        assertThat(sources.text("Lease")).isEqualTo("the source of lease/Lease.java");
    }
}
