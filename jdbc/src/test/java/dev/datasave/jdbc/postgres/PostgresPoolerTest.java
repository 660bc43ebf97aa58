package dev.datasave.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.jdbc.features.Players;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Storage;
import dev.datasave.tck.StorageRules;
import java.sql.DriverManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The kit through a pooler in transaction mode, with signals past it; and what differs without them. */
class PostgresPoolerTest extends StorageRules {
    private static PgBouncer pooler;

    private final String schema = PostgresProcess.newSchema(PostgresPoolerTest.class);

    @BeforeAll
    static void start() throws Exception {
        pooler = PgBouncer.before(PostgresProcess.shared());
    }

    @AfterAll
    static void stop() {
        if (pooler != null) {
            pooler.close();
        }
    }

    private SqlOptions options() {
        return SqlOptions.defaults().schema(schema);
    }

    @Override
    protected Storage open() {
        return SqlStorage.open(
                pooler.url(), options().listeningUrl(PostgresProcess.shared().url()));
    }

    @Test
    void withoutAListeningUrlThereIsNoPushAndEverythingElseWorks() {
        try (Storage storage = SqlStorage.open(pooler.url(), options())) {
            assertThat(storage.capabilities()).doesNotContain(Capability.PUSH).contains(Capability.POWER_SAFE);
            Players.create(storage, "a", "1");
            storage.signals().send("server-1");
            assertThat(Players.read(storage, "a")).isPresent();
        }
    }

    @Test
    void settingsStayInsideTheTransactions() throws Exception {
        try (Storage storage = open()) {
            Players.create(storage, "a", "1");
            for (int i = 0; i < 8; i++) {
                try (var connection = DriverManager.getConnection(pooler.url() + "&prepareThreshold=0");
                        var statement = connection.createStatement();
                        var row = statement.executeQuery("SHOW statement_timeout")) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString(1)).isEqualTo("0");
                }
            }
        }
    }

    @Test
    void aPoolOfTheUsersOwnIsUsedAndStaysOpen() throws Exception {
        try (var pool = new com.zaxxer.hikari.HikariDataSource()) {
            pool.setJdbcUrl(PostgresProcess.shared().url());
            pool.setMaximumPoolSize(5);
            try (Storage storage = SqlStorage.of(pool, options())) {
                assertThat(storage.capabilities()).contains(Capability.PUSH);
                Players.create(storage, "a", "1");
            }
            try (Storage storage = SqlStorage.of(pool, options())) {
                assertThat(Players.read(storage, "a")).isPresent();
            }
            assertThat(pool.isClosed()).isFalse();
        }
    }
}
