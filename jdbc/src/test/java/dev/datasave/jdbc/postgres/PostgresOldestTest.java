package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.Storages;
import dev.datasave.jdbc.features.DebianPackages;
import dev.datasave.spi.Storage;
import dev.datasave.tck.StorageRules;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The kit on the oldest PostgreSQL that is installed here, for example Debian's 15. */
class PostgresOldestTest extends StorageRules {
    private static PostgresProcess server;

    private final String schema = PostgresProcess.newSchema(PostgresOldestTest.class);
    private volatile Duration ahead = Duration.ZERO;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresProcess.installed(DebianPackages.installedPostgres());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected Storage open() {
        return Storages.on(Postgres.open(server.url(), Storages.options(schema), () -> ahead));
    }

    @Override
    protected boolean moveClock(Duration by) {
        ahead = ahead.plus(by);
        return true;
    }
}
