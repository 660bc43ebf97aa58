package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.features.RaceFeatures;

class MariaRacesTest extends RaceFeatures {
    MariaRacesTest() {
        super(MariaProcess.shared());
    }
}
