package dev.datasave.jdbc.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.jdbc.features.FaultFeatures;
import dev.datasave.jdbc.features.Players;
import dev.datasave.spi.Storage;
import dev.datasave.spi.WriteResult;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MariaFaultsTest extends FaultFeatures {
    private static MariaProcess server;

    @BeforeAll
    static void start() {
        server = MariaProcess.start();
    }

    MariaFaultsTest() {
        super(server, "MariaDB");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aLostConnectionWakesEverybodyBecauseSignalsMayHaveBeenMissed() throws Exception {
        Semaphore woken = new Semaphore(0);
        try (Storage storage = server.open(MariaProcess.newSchema(MariaFaultsTest.class))) {
            storage.signals().listen("server-1", woken::release);
            storage.signals().listen("server-2", woken::release);
            for (int i = 0; i < 3; i++) {
                assertThat(woken.tryAcquire(2, 30, TimeUnit.SECONDS)).isTrue();
                server.cutAllConnections();
            }
        }
    }

    @Test
    void connectionsThatTheServerEndsForIdlenessCostNothing() throws Exception {
        String settings = "&sessionVariables=wait_timeout=1";
        SqlOptions options = SqlOptions.defaults().schema(MariaProcess.newSchema(MariaFaultsTest.class));
        try (Storage storage = SqlStorage.open(server.url() + settings, options)) {
            for (int i = 0; i < 2; i++) {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                while (!server.run("SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'root'")
                        .equals("1")) {
                    assertThat(System.nanoTime()).as("the server ends nothing").isLessThan(end);
                }
                assertThat(Players.write(storage, Players.put(storage, "a", "w" + i, "1")))
                        .isInstanceOf(WriteResult.Written.class);
            }
        }
    }
}
