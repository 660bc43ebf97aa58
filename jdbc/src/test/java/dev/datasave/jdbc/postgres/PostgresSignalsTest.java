package dev.datasave.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.jdbc.features.Players;
import dev.datasave.spi.Storage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** LISTEN and NOTIFY under other conditions than a healthy server's. */
class PostgresSignalsTest {
    private final String schema = PostgresProcess.newSchema(PostgresSignalsTest.class);

    /** Another application listens, and sits in an open transaction: it holds the whole server's queue. */
    private static Connection sleepingListener(PostgresProcess server) throws SQLException {
        Connection other = server.connect();
        try (Statement statement = other.createStatement()) {
            statement.execute("LISTEN other");
            statement.execute("BEGIN");
            statement.execute("SELECT 1");
        }
        return other;
    }

    private static void fillTheQueue(PostgresProcess server) throws SQLException {
        try (Connection filling = server.connect();
                Statement statement = filling.createStatement()) {
            for (int i = 0; i < 1000; i++) {
                statement.execute("SELECT pg_notify('other', repeat('x', 7900) || " + i + ")");
            }
        } catch (SQLException full) {
            assertThat(full.getSQLState()).isEqualTo(PostgresErrors.NOTIFY_QUEUE_FULL);
            return;
        }
        throw new AssertionError("the queue is not full");
    }

    @Test
    void theDriverCanBeKeptFromWaitingAfterANotification() throws Exception {
        try (Connection connection = PostgresProcess.shared().connect()) {
            assertThat(Notifications.answersAtOnce(connection.unwrap(Class.forName("org.postgresql.PGConnection"))))
                    .isTrue();
            assertThat(Notifications.answersAtOnce("another driver")).isFalse();
        }
    }

    @Test
    void aQueueThatAnotherApplicationFilledCostsNoSaveAndIsRepairedOnceThatHasGone() throws Exception {
        try (PostgresProcess server = PostgresProcess.start("max_notify_queue_pages", "64");
                Storage storage =
                        SqlStorage.open(server.url(), SqlOptions.defaults().schema(schema))) {
            BlockingQueue<Boolean> heard = new LinkedBlockingQueue<>();
            storage.signals().listen("server-1", () -> heard.add(true));
            try (Connection other = sleepingListener(server)) {
                assertThat(other.isClosed()).isFalse();
                fillTheQueue(server);
                Players.create(storage, "a", "1");
                assertThat(Players.read(storage, "a")).isPresent();
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            do {
                assertThat(System.nanoTime()).as("no signal arrives").isLessThan(end);
                try {
                    storage.signals().send("server-1");
                } catch (RuntimeException stillFull) {
                    assertThat(stillFull).hasMessageContaining("54000");
                }
            } while (heard.poll(200, TimeUnit.MILLISECONDS) == null);
        }
    }

    @Test
    void everySignalOfManyThreadsArrives() throws Exception {
        PostgresProcess server = PostgresProcess.shared();
        int names = 200;
        CountDownLatch heard = new CountDownLatch(names);
        try (Storage sender = server.open(schema);
                Storage receiver = server.open(schema)) {
            for (int i = 0; i < names; i++) {
                AtomicInteger first = new AtomicInteger();
                receiver.signals().listen("it's_\"" + i + "\\", () -> {
                    if (first.getAndIncrement() == 0) {
                        heard.countDown();
                    }
                });
            }
            for (int i = 0; i < names; i++) {
                String name = "it's_\"" + i + "\\";
                var unused = Thread.ofVirtual().start(() -> sender.signals().send(name));
                sender.signals().send(name);
            }
            assertThat(heard.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
