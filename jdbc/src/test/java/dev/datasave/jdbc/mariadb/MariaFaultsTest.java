package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.features.FaultFeatures;
import org.junit.jupiter.api.AfterAll;

class MariaFaultsTest extends FaultFeatures {
    private static final class Own {
        static final MariaProcess SERVER = MariaProcess.start();
    }

    MariaFaultsTest() {
        super(Own.SERVER, "MariaDB");
    }

    @AfterAll
    static void stop() {
        Own.SERVER.close();
    }
}
