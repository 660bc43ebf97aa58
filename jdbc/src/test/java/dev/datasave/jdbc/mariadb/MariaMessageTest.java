package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.features.MessageFeatures;
import dev.datasave.spi.Storage;

class MariaMessageTest extends MessageFeatures {
    private final String schema = MariaProcess.newSchema(MariaMessageTest.class);

    @Override
    protected Storage open() {
        return MariaProcess.shared().open(schema);
    }
}
