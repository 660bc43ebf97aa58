package dev.datasave.cassandra;

import dev.datasave.spi.Storage;
import dev.datasave.tck.StorageRules;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

@Tag("ring")
class CassandraStorageTest extends StorageRules {
    private final String game = TestRing.newGame();
    private volatile Duration ahead = Duration.ZERO;

    @Override
    protected Storage open() {
        return TestRing.shared().open(game, () -> ahead);
    }

    @Override
    protected boolean moveClock(Duration by) {
        ahead = ahead.plus(by);
        return true;
    }
}
