package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.features.DamageFeatures;

class MariaDamageTest extends DamageFeatures {
    MariaDamageTest() {
        super(MariaProcess.shared());
    }
}
