package dev.datasave.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two handles on one storage that hear each other by datagrams alone, through real sockets. */
@Timeout(60)
class NetworkSignalsTest {
    private static final Endpoint LOOPBACK = new Endpoint("127.0.0.1", 0);

    private final List<AutoCloseable> open = new ArrayList<>();

    private final Storage storage = Storage.inMemory();

    private NetworkSignals signals(Endpoint listen) {
        return signals(new NetworkOptions(listen, null), Duration.ofHours(1));
    }

    private NetworkSignals signals(NetworkOptions options, Duration lifetime) {
        NetworkSignals signals = NetworkSignals.Socket.bind(options).on("memory", storage, Signals.NONE, lifetime);
        open.addFirst(signals);
        return signals;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    /** A handle behind NAT: others know the relay only. */
    private NetworkSignals behind(Relay relay) throws Exception {
        int free;
        try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            free = probe.getLocalPort();
        }
        relay.leadTo(free);
        return signals(
                new NetworkOptions(new Endpoint("127.0.0.1", free), new Endpoint("127.0.0.1", relay.port())),
                Duration.ofHours(1));
    }

    private List<Entry> book() {
        return storage.list(EntryQuery.keys(AddressBook.STORE, "")).items();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost", ""})
    void eachHandleWakesTheOther(String host) throws Exception {
        NetworkSignals here = signals(new Endpoint(host, 0));
        NetworkSignals there = signals(new Endpoint(host, 0));
        assertThat(here.push()).isTrue();
        Semaphore ping = new Semaphore(0);
        Semaphore pong = new Semaphore(0);
        here.listen("a", ping::release);
        there.listen("b", pong::release);
        for (int round = 0; round < 20; round++) {
            there.send("a");
            assertThat(ping.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            here.send("b");
            assertThat(pong.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anAddressThatLeadsNowhereIsNoPushButEverythingElseWorks() throws Exception {
        try (DatagramSocket deaf = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            NetworkSignals here = signals(
                    new NetworkOptions(LOOPBACK, new Endpoint("127.0.0.1", deaf.getLocalPort())), Duration.ofHours(1));
            NetworkSignals there = signals(LOOPBACK);
            assertThat(here.push()).isFalse();
            Semaphore heard = new Semaphore(0);
            here.listen("a", heard::release);
            there.listen("b", heard::release);
            there.send("a");
            here.send("a"); // no datagram is needed here
            assertThat(heard.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            here.send("b");
            assertThat(heard.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void allListenersOfANameAreWokenOnEveryHandleAndNobodyElse() throws Exception {
        NetworkSignals here = signals(LOOPBACK);
        NetworkSignals there = signals(LOOPBACK);
        Semaphore woken = new Semaphore(0);
        Semaphore others = new Semaphore(0);
        here.listen("a", woken::release);
        here.listen("a", woken::release);
        there.listen("a", woken::release);
        there.listen("a/b", others::release);
        here.listen("b", others::release).close();
        here.send("b");
        here.send("a");
        assertThat(woken.tryAcquire(3, 10, TimeUnit.SECONDS)).isTrue();
        assertThat(others.availablePermits()).isZero();
    }

    @Test
    void addressAndKeyStandInTheDatabaseAsLongAsSomebodyListens() {
        NetworkSignals here = signals(LOOPBACK);
        var first = here.listen("a", () -> {});
        var second = here.listen("a", () -> {});
        here.listen("b", () -> {});
        assertThat(book())
                .hasSize(2)
                .allSatisfy(entry -> assertThat(
                                PublishedEar.of(String.valueOf(entry.content().value())))
                        .isPresent());
        first.close();
        first.close();
        assertThat(book()).hasSize(2);
        second.close();
        assertThat(book()).hasSize(1);
        here.close();
        assertThat(book()).isEmpty();
    }

    @Test
    void theDeadAreForgottenAndTheLivingAreNot() throws Exception {
        Duration lifetime = Duration.ofMillis(200);
        NetworkSignals living = signals(new NetworkOptions(LOOPBACK, null), lifetime);
        AddressBook dead = new AddressBook(storage, lifetime);
        dead.publish(
                "dead",
                new PublishedEar(
                        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9)),
                        1,
                        new PublishedEar.Key(new byte[Datagram.KEY_BYTES])));
        living.listen("living", () -> {});
        assertThat(book()).hasSize(2);
        while (book().size() > 1) {
            living.refresh();
        }
        assertThat(book())
                .singleElement()
                .satisfies(entry -> assertThat(entry.id().key()).startsWith("living/"));
        dead.refresh();
        assertThat(book())
                .as("it was alive after all")
                .anyMatch(entry -> entry.id().key().startsWith("dead/"));
    }

    @Test
    void whatIsForgedRepeatedOldOrOfAnotherLengthWakesNobody() throws Exception {
        try (Relay relay = new Relay()) {
            NetworkSignals here = behind(relay);
            NetworkSignals there = signals(LOOPBACK);
            assertThat(here.push()).isTrue();
            AtomicInteger woken = new AtomicInteger();
            Semaphore heard = new Semaphore(0);
            here.listen("a", () -> {
                woken.incrementAndGet();
                heard.release();
            });
            relay.seen().clear();
            there.send("a");
            heard.acquire();
            byte[] honest = relay.seen().take();
            for (int bit = 0; bit < honest.length * 8; bit++) {
                byte[] forged = honest.clone();
                forged[bit / 8] ^= (byte) (1 << bit % 8);
                relay.send(forged);
                relay.send(honest);
            }
            relay.send(new byte[0]);
            relay.send(new byte[1400]);
            byte[] longer = new byte[honest.length + 1];
            System.arraycopy(honest, 0, longer, 0, honest.length);
            relay.send(longer);
            int honestOnes = 1;
            do {
                there.send("a"); // what came before may have filled the socket's buffer
                honestOnes++;
            } while (!heard.tryAcquire(1, TimeUnit.SECONDS));
            assertThat(woken.get()).isLessThanOrEqualTo(honestOnes);
        }
    }

    @Test
    void lossAndDuplicationCostNothingButTheLostSignals() throws Exception {
        SplittableRandom random = new SplittableRandom(14);
        try (Relay relay = new Relay()) {
            NetworkSignals here = behind(relay);
            NetworkSignals there = signals(LOOPBACK);
            AtomicInteger woken = new AtomicInteger();
            Semaphore heard = new Semaphore(0);
            here.listen("a", () -> {
                woken.incrementAndGet();
                heard.release();
            });
            relay.weather(datagrams -> random.nextInt(4) == 0
                    ? List.of()
                    : IntStream.range(0, 1 + random.nextInt(3))
                            .mapToObj(i -> datagrams.getFirst())
                            .toList());
            int arrived = 0;
            for (int i = 0; i < 200; i++) {
                there.send("a");
                arrived += heard.tryAcquire(20, TimeUnit.MILLISECONDS) ? 1 : 0;
            }
            assertThat(arrived).isBetween(100, 190);
            assertThat(woken.get()).isBetween(arrived, 200);
        }
    }

    @Test
    void aFloodOfSignalsWakesAtMostOnceAMillisecondAndTheLastOneIsNotLost() throws Exception {
        NetworkSignals here = signals(LOOPBACK);
        NetworkSignals there = signals(LOOPBACK);
        AtomicInteger woken = new AtomicInteger();
        Semaphore last = new Semaphore(0);
        AtomicInteger sent = new AtomicInteger();
        here.listen("a", () -> {
            woken.incrementAndGet();
            if (sent.get() == 20_000) {
                last.release();
            }
        });
        long start = System.nanoTime();
        while (sent.get() < 20_000) {
            there.send("a");
            sent.incrementAndGet();
        }
        do {
            there.send("a"); // the flood may have filled the socket's buffer
        } while (!last.tryAcquire(100, TimeUnit.MILLISECONDS));
        assertThat(woken.get()).isLessThanOrEqualTo((int) ((System.nanoTime() - start) / 1_000_000) + 2);
    }

    @Test
    void strangersDoNotKeepTheReceiverFromHearing() throws Exception {
        NetworkSignals here = signals(LOOPBACK);
        NetworkSignals there = signals(LOOPBACK);
        Semaphore heard = new Semaphore(0);
        here.listen("a", heard::release);
        String key = book().getFirst().id().key();
        assertThat(key).startsWith("a/");
        int port = PublishedEar.of(String.valueOf(book().getFirst().content().value()))
                .orElseThrow()
                .addresses()
                .getFirst()
                .getPort();
        byte[] noise = new byte[Datagram.BYTES];
        try (DatagramSocket stranger = new DatagramSocket()) {
            for (int i = 0; i < 5000; i++) {
                stranger.send(new DatagramPacket(noise, noise.length, InetAddress.getLoopbackAddress(), port));
            }
        }
        do {
            there.send("a"); // the flood may have filled the socket's buffer
        } while (!heard.tryAcquire(100, TimeUnit.MILLISECONDS));
    }

    @Test
    void aListenerThatThrowsIsWokenAgainAndSoAreOthers() throws Exception {
        NetworkSignals here = signals(LOOPBACK);
        NetworkSignals there = signals(LOOPBACK);
        Semaphore thrown = new Semaphore(0);
        Semaphore woken = new Semaphore(0);
        here.listen("a", () -> {
            thrown.release();
            throw new IllegalStateException("planted");
        });
        here.listen("a", woken::release);
        for (int round = 0; round < 3; round++) {
            there.send("a");
            assertThat(thrown.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertThat(woken.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
