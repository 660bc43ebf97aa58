package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.Storages;
import dev.datasave.spi.Storage;
import dev.datasave.tck.StorageRules;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The kit on a Galera cluster, with handles on two nodes by turns: what one node confirms the other one sees (R3), and of two writers one loses (R1). */
class MariaGaleraTest extends StorageRules {
    private static GaleraCluster cluster;

    private final String schema = MariaProcess.newSchema(MariaGaleraTest.class);
    private final AtomicInteger opened = new AtomicInteger();
    private volatile Duration ahead = Duration.ZERO;

    @BeforeAll
    static void start() throws Exception {
        cluster = GaleraCluster.start();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    protected Storage open() {
        MariaProcess node = opened.getAndIncrement() % 2 == 0 ? cluster.one() : cluster.other();
        return Storages.on(MariaDb.open(node.url(), Storages.options(schema), () -> ahead));
    }

    @Override
    protected boolean moveClock(Duration by) {
        ahead = ahead.plus(by);
        return true;
    }
}
