package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.Storages;
import dev.datasave.spi.Storage;
import dev.datasave.tck.StorageRules;
import java.time.Duration;

/** The kit by MySQL's driver, on MariaDB. It does not show what a MySQL server does. */
class MySqlDriverTest extends StorageRules {
    private final String schema = MariaProcess.newSchema(MySqlDriverTest.class);
    private volatile Duration ahead = Duration.ZERO;

    @Override
    protected Storage open() {
        return Storages.on(MariaDb.open(MariaProcess.shared().mySqlUrl(), Storages.options(schema), () -> ahead));
    }

    @Override
    protected boolean moveClock(Duration by) {
        ahead = ahead.plus(by);
        return true;
    }
}
