package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.features.DataStoreFeatures;
import dev.datasave.spi.Storage;

class PostgresDataStoreTest extends DataStoreFeatures {
    private final String schema = PostgresProcess.newSchema(PostgresDataStoreTest.class);

    @Override
    protected Storage open() {
        return PostgresProcess.shared().open(schema);
    }
}
