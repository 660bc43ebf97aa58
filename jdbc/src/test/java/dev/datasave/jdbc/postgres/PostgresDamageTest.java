package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.features.DamageFeatures;

class PostgresDamageTest extends DamageFeatures {
    PostgresDamageTest() {
        super(PostgresProcess.shared());
    }
}
