package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.features.FullDiskFeatures;
import dev.datasave.jdbc.features.SmallDisk;
import dev.datasave.jdbc.features.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class MariaFullDiskTest extends FullDiskFeatures {
    private static MariaProcess server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        SmallDisk.assumePossible(folder);
        server = MariaProcess.onSmallDisk(64);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected TestServer server() {
        return server;
    }

    @Override
    protected Path fill() throws IOException {
        return server.fillDisk();
    }

    /** MariaDB tries on and on for some time, with the entry locked. */
    @Override
    protected String refusal() {
        return "found no room on the server's disk|the outcome is unknown|locked by another transaction";
    }
}
