package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.features.FullDiskFeatures;
import dev.datasave.jdbc.features.SmallDisk;
import dev.datasave.jdbc.features.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class PostgresFullDiskTest extends FullDiskFeatures {
    private static PostgresProcess server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        SmallDisk.assumePossible(folder);
        server = PostgresProcess.onSmallDisk(64);
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

    @Override
    protected String refusal() {
        return "found no room on the server's disk";
    }
}
