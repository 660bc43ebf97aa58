package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.Storages;
import dev.datasave.spi.Storage;
import dev.datasave.tck.StorageRules;
import java.time.Duration;

class PostgresStorageTest extends StorageRules {
    private final String schema = PostgresProcess.newSchema(PostgresStorageTest.class);
    private volatile Duration ahead = Duration.ZERO;

    @Override
    protected Storage open() {
        return Storages.on(Postgres.open(PostgresProcess.shared().url(), Storages.options(schema), () -> ahead));
    }

    @Override
    protected boolean moveClock(Duration by) {
        ahead = ahead.plus(by);
        return true;
    }
}
