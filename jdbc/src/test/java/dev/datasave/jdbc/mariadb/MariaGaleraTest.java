package dev.datasave.jdbc.mariadb;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.jdbc.Storages;
import dev.datasave.spi.Storage;
import dev.datasave.tck.StorageRules;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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

    @Test
    void aPoolWhoseReadsCouldShowThePastIsRefused() {
        SqlOptions options = SqlOptions.defaults().schema(schema);
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(cluster.one().url() + "&allowMultiQueries=true");
            assertThatThrownBy(() -> SqlStorage.of(pool, options))
                    .isInstanceOf(StorageFailed.class)
                    .hasMessageContaining("found a Galera node and wsrep_sync_wait = 0, wsrep_dirty_reads = OFF");
        }
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(cluster.one().url() + "&allowMultiQueries=true&sessionVariables=wsrep_sync_wait=1");
            SqlStorage.of(pool, options).close();
        }
    }
}
