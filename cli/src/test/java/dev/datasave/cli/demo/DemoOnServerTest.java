package dev.datasave.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.datasave.cli.database.DatabaseKind;
import dev.datasave.cli.database.Place;
import dev.datasave.jdbc.SqlStorage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo on other storages than its own file. */
@Timeout(180)
class DemoOnServerTest {
    @TempDir
    private Path folder;

    private DemoOptions options(DatabaseKind storage, Optional<String> jdbcUrl, Set<Havoc> havoc) {
        return options(storage, jdbcUrl, havoc, Optional.empty());
    }

    private DemoOptions options(
            DatabaseKind storage, Optional<String> jdbcUrl, Set<Havoc> havoc, Optional<String> signals) {
        Optional<Path> kept = Optional.of(folder.resolve("kept"));
        return new DemoOptions(
                2, 10, 3, 14, Optional.empty(), kept, storage, jdbcUrl, Optional.empty(), havoc, signals);
    }

    @Test
    void theAuditHoldsOnADatabaseServerAndTheServerEndsWithTheRun() throws Exception {
        StringWriter progress = new StringWriter();
        DemoOptions options = options(DatabaseKind.POSTGRES, Optional.empty(), Set.of());
        Report report = new Demo(options, new PrintWriter(progress)).run();
        assertThat(report.isGood()).as(report.toString()).isTrue();
        assertThat(report.outcome().revisions()).isPositive();
        assertThat(progress.toString()).contains("starting 2 servers on PostgreSQL 18");
        assertThat(folder.resolve("kept").resolve("postgres").resolve("PG_VERSION"))
                .exists();
        Path pid = folder.resolve("kept").resolve("postgres").resolve("postmaster.pid");
        assertThat(ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).getFirst()))
                        .filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void theAuditHoldsOnMariaDbWithSignalsOverTheNetwork() throws Exception {
        assumeThat(System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .isEqualTo("Linux amd64");
        StringWriter progress = new StringWriter();
        DemoOptions options = options(DatabaseKind.MARIADB, Optional.empty(), Set.of(), Optional.of("127.0.0.1"));
        Report report = new Demo(options, new PrintWriter(progress)).run();
        assertThat(report.isGood()).as(report.toString()).isTrue();
        assertThat(report.outcome().revisions()).isPositive();
        assertThat(progress.toString())
                .contains(
                        "starting a database server: mariadb", "2 servers on MariaDB 11.4", "signals on UDP 127.0.0.1");
        assertThat(folder.resolve("kept/lobby-1.1.err")).content().contains("listens for signals on UDP 127.0.0.1:");
        assertThat(folder.resolve("kept/mariadb/programs/bin/mariadbd")).doesNotExist();
    }

    @Test
    void aDatabaseOfTheUsersIsPlayedOnAndKept() throws Exception {
        Path file = folder.resolve("mine.db");
        StringWriter progress = new StringWriter();
        DemoOptions options = options(DatabaseKind.SQLITE, Optional.of("jdbc:sqlite:" + file), Set.of());
        Report report = new Demo(options, new PrintWriter(progress)).run();
        assertThat(report.isGood()).as(report.toString()).isTrue();
        assertThat(progress.toString()).contains("The tables are kept: jdbc:sqlite:" + file);
        SqlStorage.sqlite(file).close();
        assertThatThrownBy(() -> new Demo(options, new PrintWriter(progress)).run())
                .hasMessageContaining("expected none");
    }

    @Test
    void onlyADatabaseOfItsOwnIsMaltreated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(DatabaseKind.SQLITE, Optional.empty(), Set.of(Havoc.DATABASE)))
                .withMessageContaining("expected a database server that the demo starts for itself");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        options(DatabaseKind.POSTGRES, Optional.of("jdbc:postgresql://db/x"), Set.of(Havoc.DATABASE)))
                .withMessageContaining("--chaos database: found --jdbc-url");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(DatabaseKind.POSTGRES, Optional.empty(), Set.of(Havoc.RING)))
                .withMessageContaining("--chaos ring: found --storage postgres, expected")
                .withMessageContaining("--storage cassandra");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(DatabaseKind.CASSANDRA, Optional.empty(), Set.of(Havoc.NETWORK)))
                .withMessageContaining("--chaos network: found --storage cassandra, expected a database server");
    }

    @Test
    void aProgramWithoutTheDriverSaysSo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Place.ring("127.0.0.1", "games").open())
                .withMessageContaining("--contact-points");
        assertThat(Place.ring("127.0.0.1", "games")).hasToString("keyspace games");
    }

    @Test
    void aPlaceIsShownWithoutItsPassword() {
        assertThat(new Place("jdbc:postgresql://db/x?password=secret", "games")).hasToString("schema games");
    }
}
