package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.features.MessageFeatures;
import dev.datasave.spi.Storage;

class PostgresMessageTest extends MessageFeatures {
    private final String schema = PostgresProcess.newSchema(PostgresMessageTest.class);

    @Override
    protected Storage open() {
        return PostgresProcess.shared().open(schema);
    }
}
