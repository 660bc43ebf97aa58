package dev.datasave.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.ProfileStore;
import dev.datasave.platform.Reason.Kind;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same with real threads and the default timer. */
@Timeout(60)
class RealThreadsTest {
    private final Storage storage = Storage.inMemory();
    private final DataSave server = DataSave.builder(storage).keepStorageOpen().build();
    private final ProfileStore<Purse> store = server.profileStore(GameHost.STORE, Purse.class, Purse::fresh);
    private final Map<Object, Reason> kicked = new ConcurrentHashMap<>();
    private final PlayerSessions<Purse, Object> sessions =
            PlayerSessions.<Purse, Object>builder(store, kicked::put).build();

    @AfterEach
    void close() {
        server.close();
        storage.close();
    }

    @Test
    void answersComeOnThreadsThatMayWait() {
        Object connection = new Object();
        CompletableFuture<Boolean> isVirtual = sessions.arriving(connection, "alice")
                .thenApply(answer -> Thread.currentThread().isVirtual());
        sessions.gone(connection);
        // it may be done before thenApply, which then runs here
        assertThat(isVirtual.join() || !Thread.currentThread().isVirtual()).isTrue();
    }

    @Test
    void nothingIsHeldAfterManyHaveComeAndGoneAtOnce() throws InterruptedException {
        int threads = 8;
        List<Thread> all = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        LinkedBlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();
        for (int i = 0; i < threads; i++) {
            all.add(Thread.ofVirtual().start(() -> {
                try {
                    start.await();
                    comeAndGo(300);
                } catch (Throwable failure) {
                    thrown.add(failure);
                }
            }));
        }
        start.countDown();
        for (Thread thread : all) {
            thread.join();
        }
        assertThat(thrown).isEmpty();
        assertThat(sessions.connections()).isEmpty();
        assertThat(sessions.stop(Duration.ofSeconds(30)).join().unfinished()).isEmpty();
        EntryQuery held = new EntryQuery(new EntryQuery.Scope.Holder(server.incarnation() + "/"), false, 100, null);
        assertThat(storage.list(held).items()).isEmpty();
    }

    /** As a server does that stops on its game thread. */
    @Test
    void homeThreadCanWaitForTheStop() throws Exception {
        try (ExecutorService gameThread = Executors.newSingleThreadExecutor();
                DataSave other = DataSave.builder(storage)
                        .keepStorageOpen()
                        .homeExecutor(gameThread)
                        .build()) {
            List<Thread> kickedOn = new CopyOnWriteArrayList<>();
            PlayerSessions<Purse, Object> here = PlayerSessions.<Purse, Object>builder(
                            other.profileStore("Other", Purse.class, Purse::fresh),
                            (connection, reason) -> kickedOn.add(Thread.currentThread()))
                    .build();
            assertThat(here.arriving("a", "alice").join()).isInstanceOf(Arrival.LetIn.class);
            here.arrived("a");
            ShutdownReport report = gameThread
                    .submit(() -> {
                        ShutdownReport stopped =
                                here.stop(Duration.ofSeconds(30)).join();
                        assertThat(kickedOn).containsExactly(Thread.currentThread());
                        return stopped;
                    })
                    .get();
            assertThat(report).isEqualTo(new ShutdownReport(1, 0, List.of(), List.of()));
        }
    }

    private void comeAndGo(int times) {
        Random random = ThreadLocalRandom.current();
        for (int i = 0; i < times; i++) {
            Object connection = new Object();
            CompletableFuture<Arrival<Purse>> answer = sessions.arriving(connection, "player-" + random.nextInt(3));
            if (random.nextBoolean() && answer.join() instanceof Arrival.LetIn<Purse>(var profile, var isNew)) {
                sessions.arrived(connection).ifPresent(mine -> mine.tryUpdate(purse -> purse.earn(1)));
            }
            sessions.gone(connection);
            if (answer.join() instanceof Arrival.Refused<Purse>(var reason, var load)) {
                assertThat(reason.kind()).isIn(Kind.GONE, Kind.REPLACED, Kind.SUPERSEDED, Kind.RELEASED);
            }
        }
    }
}
