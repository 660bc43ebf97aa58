package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.features.ProcessFeatures;

class MariaProcessesTest extends ProcessFeatures {
    private final String schema = MariaProcess.newSchema(MariaProcessesTest.class);

    @Override
    protected String place() {
        return schema + "@" + MariaProcess.shared().url();
    }
}
