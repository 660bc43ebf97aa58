package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.features.ProcessFeatures;

class PostgresProcessesTest extends ProcessFeatures {
    private final String schema = PostgresProcess.newSchema(PostgresProcessesTest.class);

    @Override
    protected String place() {
        return schema + "@" + PostgresProcess.shared().url();
    }
}
