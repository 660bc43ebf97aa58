package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.features.RaceFeatures;

class PostgresRacesTest extends RaceFeatures {
    PostgresRacesTest() {
        super(PostgresProcess.shared());
    }
}
