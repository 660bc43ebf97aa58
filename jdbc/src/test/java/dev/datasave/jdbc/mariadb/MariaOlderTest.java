package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.Storages;
import dev.datasave.spi.Storage;
import dev.datasave.tck.StorageRules;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The kit on the MariaDB of Debian's packages, 10.11 in Debian 12. */
class MariaOlderTest extends StorageRules {
    private static MariaProcess server;

    private final String schema = MariaProcess.newSchema(MariaOlderTest.class);
    private volatile Duration ahead = Duration.ZERO;

    @BeforeAll
    static void start() throws Exception {
        server = MariaProcess.start(MariaPrograms.ofDebian(), Map.of());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected Storage open() {
        return Storages.on(MariaDb.open(server.url(), Storages.options(schema), () -> ahead));
    }

    @Override
    protected boolean moveClock(Duration by) {
        ahead = ahead.plus(by);
        return true;
    }
}
