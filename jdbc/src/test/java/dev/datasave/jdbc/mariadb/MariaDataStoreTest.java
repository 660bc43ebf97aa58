package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.features.DataStoreFeatures;
import dev.datasave.spi.Storage;

class MariaDataStoreTest extends DataStoreFeatures {
    private final String schema = MariaProcess.newSchema(MariaDataStoreTest.class);

    @Override
    protected Storage open() {
        return MariaProcess.shared().open(schema);
    }
}
