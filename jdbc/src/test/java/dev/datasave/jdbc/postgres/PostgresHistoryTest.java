package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.features.HistoryFeatures;
import dev.datasave.spi.Storage;

class PostgresHistoryTest extends HistoryFeatures {
    private final String schema = PostgresProcess.newSchema(PostgresHistoryTest.class);

    @Override
    protected Storage open() {
        return PostgresProcess.shared().open(schema);
    }
}
