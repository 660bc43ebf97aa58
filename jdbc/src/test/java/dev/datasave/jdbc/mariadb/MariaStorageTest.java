package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.Storages;
import dev.datasave.spi.Storage;
import dev.datasave.tck.StorageRules;
import java.time.Duration;

class MariaStorageTest extends StorageRules {
    private final String schema = MariaProcess.newSchema(MariaStorageTest.class);
    private volatile Duration ahead = Duration.ZERO;

    @Override
    protected Storage open() {
        return Storages.on(MariaDb.open(MariaProcess.shared().url(), Storages.options(schema), () -> ahead));
    }

    @Override
    protected boolean moveClock(Duration by) {
        ahead = ahead.plus(by);
        return true;
    }
}
