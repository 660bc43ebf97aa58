package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.Storages;
import dev.datasave.jdbc.network.NetworkFeatures;
import dev.datasave.jdbc.sql.Dialect;

class MariaNetworkTest extends NetworkFeatures {
    private final String schema = MariaProcess.newSchema(MariaNetworkTest.class);

    @Override
    protected Dialect dialect() {
        return MariaDb.open(MariaProcess.shared().url(), Storages.options(schema));
    }
}
