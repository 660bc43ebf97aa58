package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.features.RaceFeatures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On a server of its own, because it counts all deadlocks. */
class MariaRacesTest extends RaceFeatures {
    private static MariaProcess server;

    @BeforeAll
    static void start() {
        server = MariaProcess.start();
    }

    MariaRacesTest() {
        super(server);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }
}
