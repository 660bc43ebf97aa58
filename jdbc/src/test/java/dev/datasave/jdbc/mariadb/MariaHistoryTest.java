package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.features.HistoryFeatures;
import dev.datasave.spi.Storage;

class MariaHistoryTest extends HistoryFeatures {
    private final String schema = MariaProcess.newSchema(MariaHistoryTest.class);

    @Override
    protected Storage open() {
        return MariaProcess.shared().open(schema);
    }
}
