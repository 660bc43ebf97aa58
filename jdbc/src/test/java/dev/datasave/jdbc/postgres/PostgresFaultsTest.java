package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.features.FaultFeatures;
import org.junit.jupiter.api.AfterAll;

class PostgresFaultsTest extends FaultFeatures {
    private static final class Own {
        static final PostgresProcess SERVER = PostgresProcess.start();
    }

    PostgresFaultsTest() {
        super(Own.SERVER, "PostgreSQL");
    }

    @AfterAll
    static void stop() {
        Own.SERVER.close();
    }
}
