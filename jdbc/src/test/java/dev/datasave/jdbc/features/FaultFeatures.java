package dev.datasave.jdbc.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A server that is maltreated: its connections are cut, it is stopped, killed and started again. */
public abstract class FaultFeatures {
    private final TestServer server;
    private final String product;
    private final String schema = TestServer.newSchema(FaultFeatures.class);

    /** For a server of this test class alone. */
    protected FaultFeatures(TestServer server, String product) {
        this.server = server;
        this.product = product;
    }

    private Storage open(String schema, Duration callTimeout) {
        return SqlStorage.open(
                server.url(), SqlOptions.defaults().schema(schema).callTimeout(callTimeout));
    }

    /** Sends until the listener hears it, if the storage has push. */
    private void awaitASignal(Storage sender, BlockingQueue<Boolean> heard) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        heard.clear();
        if (!sender.capabilities().contains(Capability.PUSH)) {
            return;
        }
        do {
            assertThat(System.nanoTime()).as("no signal arrives").isLessThan(end);
            try {
                sender.signals().send("server-1");
            } catch (StorageFailed notYet) {
                assertThat(notYet).hasMessageContaining(product);
            }
        } while (heard.poll(200, TimeUnit.MILLISECONDS) == null);
    }

    @Test
    void cutConnectionsCostNoReadAndAtMostOneWriteAndSignalsComeBack() throws Exception {
        BlockingQueue<Boolean> heard = new LinkedBlockingQueue<>();
        try (Storage storage = open(schema, Duration.ofSeconds(5))) {
            storage.signals().listen("server-1", () -> heard.add(true));
            Players.create(storage, "a", "1");
            for (int i = 0; i < 3; i++) {
                server.cutAllConnections();
                assertThat(Players.read(storage, "a")).isPresent();
                server.cutAllConnections();
                Write next = Players.put(storage, "a", "w" + i, "2");
                server.cutAllConnections();
                assertThatThrownBy(() -> Players.write(storage, next))
                        .isInstanceOf(StorageFailed.class)
                        .hasMessageContaining("found no way to the server, or lost it");
                assertThat(Players.write(storage, next)).isInstanceOf(WriteResult.Written.class);
                awaitASignal(storage, heard);
            }
            assertThat(Players.read(storage, "a").orElseThrow().revision()).isEqualTo(4);
        }
    }

    @Test
    void aStoppedServerFailsCallsInTimeAndALateWriteIsRecognised_R8() throws Exception {
        try (Storage storage = open(schema, Duration.ofSeconds(1))) {
            Players.create(storage, "a", "1");
            Write late = Players.put(storage, "a", "late", "2");
            server.freeze();
            try {
                for (int i = 0; i < 12; i++) { // more than there are connections
                    long begin = System.nanoTime();
                    assertThatThrownBy(() -> Players.write(storage, late)).isInstanceOf(StorageFailed.class);
                    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1300));
                }
            } finally {
                server.thaw();
            }
            awaitAnAnswer(storage);
            assertThat(Players.write(storage, late)).isInstanceOf(WriteResult.Written.class);
            assertThat(Players.read(storage, "a").orElseThrow().revision()).isEqualTo(2);
        }
    }

    private static void awaitAnAnswer(Storage storage) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                assertThat(Players.read(storage, "a")).isPresent();
                return;
            } catch (StorageFailed notYet) {
                assertThat(System.nanoTime()).as("no answer").isLessThan(end);
            }
        }
    }

    @Test
    void aKilledServerLosesNothingThatItConfirmed_R5() throws Exception {
        AtomicLong confirmed = new AtomicLong();
        AtomicLong sent = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        BlockingQueue<Boolean> heard = new LinkedBlockingQueue<>();
        try (Storage storage = open(schema, Duration.ofSeconds(2))) {
            storage.signals().listen("server-1", () -> heard.add(true));
            Thread writer = Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    count(storage, sent, confirmed);
                }
            });
            for (int round = 0; round < 2; round++) {
                long before = confirmed.get();
                awaitMore(confirmed, before + 50);
                server.kill();
                server.startAgain();
                awaitMore(confirmed, confirmed.get() + 50);
                awaitASignal(storage, heard);
            }
            over.set(true);
            writer.join();
            assertThat(Players.read(storage, "a").orElseThrow().revision()).isBetween(confirmed.get(), sent.get());
        }
    }

    /** Writes the next number, and repeats the same write until the storage answers (P10). */
    private void count(Storage storage, AtomicLong sent, AtomicLong confirmed) {
        Write next = null;
        while (true) {
            try {
                next = next == null ? Players.put(storage, "a", "w" + confirmed.get(), "1") : next;
                sent.set(next.expectedRevision() + 1);
                assertThat(Players.write(storage, next)).isEqualTo(written(storage, next));
                confirmed.set(next.expectedRevision() + 1);
                return;
            } catch (StorageFailed unknown) {
                assertThat(unknown).hasMessageContaining(product);
            }
        }
    }

    private static WriteResult written(Storage storage, Write write) {
        return new WriteResult.Written(
                write.expectedRevision() + 1,
                Players.read(storage, "a").orElseThrow().updated());
    }

    private static void awaitMore(AtomicLong counter, long than) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (counter.get() < than) {
            assertThat(System.nanoTime())
                    .as("found %d, expected %d", counter.get(), than)
                    .isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
