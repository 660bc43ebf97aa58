package dev.datasave.console.browser;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of one class share a {@link BrowserGround}. Whatever a page complains about fails the test. */
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InBrowser {
    BrowserGround ground;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        ground = BrowserGround.open(folder);
    }

    @AfterAll
    void close() {
        if (ground != null) {
            ground.close();
        }
    }

    @AfterEach
    void nothingIsComplainedAbout() {
        ground.checkNoComplaints();
    }
}
