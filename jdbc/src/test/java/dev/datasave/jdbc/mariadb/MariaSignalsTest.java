package dev.datasave.jdbc.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.LoadResult;
import dev.datasave.ProfileStore;
import dev.datasave.jdbc.Storages;
import dev.datasave.jdbc.server.PolledSignals;
import dev.datasave.jdbc.sql.Dialect;
import dev.datasave.signals.Endpoint;
import dev.datasave.signals.NetworkOptions;
import dev.datasave.spi.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals by polling. Each test takes the wake of a first look, which tells nothing of signals, before it sends one. */
@Timeout(60)
class MariaSignalsTest {
    private static final long MICROS_PER_HOUR = TimeUnit.HOURS.toMicros(1);

    private final MariaProcess server = MariaProcess.shared();
    private final String schema = MariaProcess.newSchema(MariaSignalsTest.class);
    private final String table = "`" + schema + "_signal`";

    private static Semaphore listening(Storage storage, String name) throws InterruptedException {
        Semaphore woken = new Semaphore(0);
        storage.signals().listen(name, woken::release);
        woken.acquire();
        return woken;
    }

    private static boolean isWoken(Semaphore woken) throws InterruptedException {
        return woken.tryAcquire(20, TimeUnit.SECONDS);
    }

    @Test
    void eachOfManySignalsArrivesAndOnlyWhereItShall() throws Exception {
        int names = 2 * PolledSignals.TOGETHER + 1;
        try (Storage sender = server.open(schema);
                Storage receiver = server.open(schema)) {
            List<Semaphore> all = new ArrayList<>();
            for (int i = 0; i < names; i++) {
                all.add(listening(receiver, "it's_\"" + i + "\\"));
            }
            for (int i = 0; i < names; i++) {
                sender.signals().send("it's_\"" + i + "\\");
                assertThat(isWoken(all.get(i))).isTrue();
                sender.signals().send("nobody");
            }
            assertThat(all).allMatch(each -> each.availablePermits() == 0);
        }
    }

    @Test
    void aRowThatWasRemovedAndComesBackIsASignal() throws Exception {
        try (Storage sender = server.open(schema);
                Storage receiver = server.open(schema)) {
            Semaphore woken = listening(receiver, "a");
            for (int i = 0; i < 3; i++) {
                sender.signals().send("a");
                assertThat(isWoken(woken)).isTrue();
                String unused = server.run("DELETE FROM " + table);
            }
        }
    }

    @Test
    void aClockThatWasSetBackCostsNoSignal() throws Exception {
        try (Storage sender = server.open(schema);
                Storage receiver = server.open(schema)) {
            Semaphore woken = listening(receiver, "a");
            sender.signals().send("a");
            assertThat(isWoken(woken)).isTrue();
            String unused = server.run("UPDATE " + table + " SET number = number + " + MICROS_PER_HOUR);
            assertThat(isWoken(woken)).isTrue();
            sender.signals().send("a");
            assertThat(isWoken(woken)).isTrue();
        }
    }

    @Test
    void aSignalThatIsSentLastArrivesAfterItsSenderHasClosed() throws Exception {
        try (Storage receiver = server.open(schema)) {
            Semaphore woken = listening(receiver, "a");
            try (Storage sender = server.open(schema)) {
                sender.signals().send("a");
            }
            assertThat(isWoken(woken)).isTrue();
        }
    }

    @Test
    void rowsThatWereLeftAloneForLongAreForgotten() throws Exception {
        try (Storage storage = server.open(schema)) {
            String now = "TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', UTC_TIMESTAMP(6))";
            String unused = server.run("INSERT INTO " + table + " VALUES ('old', " + now + " - " + 2 * MICROS_PER_HOUR
                    + "), ('new', " + now + " - " + MICROS_PER_HOUR / 2 + ")");
            Semaphore woken = listening(storage, "a");
            assertThat(woken.availablePermits()).isZero();
            String left;
            do {
                left = server.run("SELECT GROUP_CONCAT(name) FROM " + table);
            } while (left.contains("old"));
            assertThat(left).isEqualTo("new");
        }
    }

    @Test
    void aProfileIsHandedOverLongBeforeTheNextHeartbeat() throws Exception {
        Duration heartbeat = Duration.ofMinutes(10);
        try (DataSave here = open(heartbeat);
                DataSave there = open(heartbeat)) {
            List<ProfileStore<Long>> stores =
                    List.of(coins(here), coins(there)); // each server has one wake of a first look
            for (int i = 0; i < 6; i++) {
                LoadResult<Long> loaded =
                        stores.get(i % 2).loadProfileAsync("player").get(30, TimeUnit.SECONDS);
                assertThat(loaded).isInstanceOf(LoadResult.Loaded.class);
            }
        }
    }

    private DataSave open(Duration heartbeat) {
        return DataSave.builder(server.open(schema))
                .serverName("test")
                .heartbeat(heartbeat)
                .leaseTime(heartbeat.multipliedBy(3))
                .build();
    }

    private static ProfileStore<Long> coins(DataSave server) {
        return server.profileStore("Coins", Long.class, () -> 0L);
    }

    @Test
    void itLooksLessOftenOnceDatagramsArrive() {
        try (Dialect dialect = MariaDb.open(server.url(), Storages.options(schema))) {
            PolledSignals signals = (PolledSignals) dialect.signals();
            assertThat(signals.period()).isEqualTo(Duration.ofMillis(25));
            try (Storage storage = Storages.on(dialect, new NetworkOptions(new Endpoint("127.0.0.1", 0), null))) {
                assertThat(storage.signals()).isNotNull();
                assertThat(signals.period()).isEqualTo(Duration.ofSeconds(1));
            }
        }
    }
}
