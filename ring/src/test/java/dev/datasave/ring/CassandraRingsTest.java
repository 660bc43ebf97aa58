package dev.datasave.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.cli.Main;
import dev.datasave.cli.database.Place;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What needs no ring. */
class CassandraRingsTest {
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    @Test
    void aRingThatIsNotThereIsNamed() {
        assertThatExceptionOfType(StorageFailed.class)
                .isThrownBy(() -> Place.ring("127.0.0.1:1", "games").open())
                .withMessageContaining("127.0.0.1:1")
                .withMessageContaining("expected a connection");
    }

    @Test
    void contactPointsOfAnotherFormAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Place.ring("127.0.0.1:x", "games").open());
    }

    @Test
    void aRunWithoutTheProgramsOfNodesSaysWhereTheyComeFrom() {
        assertThat(run("demo", "--storage", "cassandra", "--seconds", "1")).isEqualTo(3);
        assertThat(err.toString()).contains("found no programs of Cassandra", "--contact-points");
    }

    @Test
    void onlyARingOfItsOwnIsMaltreated() {
        assertThat(run("demo", "--contact-points", "127.0.0.1", "--chaos", "ring"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--chaos ring: found --contact-points", "--storage cassandra");
    }
}
