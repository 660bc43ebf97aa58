package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.Storages;
import dev.datasave.jdbc.network.NetworkFeatures;
import dev.datasave.jdbc.sql.Dialect;

class PostgresNetworkTest extends NetworkFeatures {
    private final String schema = PostgresProcess.newSchema(PostgresNetworkTest.class);

    @Override
    protected Dialect dialect() {
        return Postgres.open(PostgresProcess.shared().url(), Storages.options(schema));
    }
}
