package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Signals through sockets, between processes that are killed, deaf, without sockets, or no servers at all. */
@Timeout(60)
@Isolated("looks at the threads and the log that all tests share")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "names of sockets and rights differ there")
@SuppressWarnings("try") // resources that only have to be open
class SignalProcessesTest {
    private static final int ROUNDS = 20;

    @TempDir
    private Path directory;

    private final Semaphore woken = new Semaphore(0);
    private final List<FileSignals> open = new ArrayList<>();
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("dev.datasave");
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord message) {
            logged.add(message.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private Path file;

    @BeforeEach
    void begin() {
        file = directory.resolve("players.db");
        logger.addHandler(log);
    }

    @AfterEach
    void end() {
        logger.removeHandler(log);
        open.forEach(FileSignals::close);
    }

    private FileSignals signals(Path path) {
        FileSignals signals = new FileSignals(new SqliteFile(path));
        open.add(signals);
        return signals;
    }

    private OtherProcess listening(List<String> options) throws IOException {
        OtherProcess other = OtherProcess.start(options, "listen", file.toString(), "there", "here");
        assertThat(other.line()).isEqualTo("listening");
        return other;
    }

    private void pingAndPong(FileSignals here) throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            here.send("there");
            woken.acquire();
        }
    }

    private List<String> sockets(Path path) throws IOException {
        Path folder = Path.of(path + "-sockets");
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString()).toList();
        }
    }

    /** How many signals no socket has taken. */
    private long unheard(String server) {
        return new SignalCounters(new SqliteFile(file)).unheard(server);
    }

    @Test
    void socketsWakeAnotherProcessAndItsAnswerComesBack() throws Exception {
        FileSignals here = signals(file);
        here.listen("here", woken::release);
        try (OtherProcess other = listening(List.of())) {
            pingAndPong(here);
            assertThat(sockets(file)).hasSize(2);
            assertThat(unheard("there") + unheard("here")).isZero();
            assertThat(new SignalCounters(new SqliteFile(file)).all("there"))
                    .as("counted for those who look")
                    .isEqualTo(ROUNDS);
        }
    }

    @Test
    void theSocketOfAKilledProcessIsRemovedByWhoeverCallsIt() throws Exception {
        FileSignals here = signals(file);
        try (OtherProcess other = listening(List.of())) {
            here.send("there");
            other.kill();
        }
        assertThat(sockets(file)).hasSize(1);
        here.send("there");
        assertThat(sockets(file)).isEmpty();
        assertThat(unheard("there")).isEqualTo(1);
    }

    @Test
    void theSocketOfAKilledProcessIsRemovedByTheNextWhoListens() throws Exception {
        try (OtherProcess other = listening(List.of())) {
            other.kill();
        }
        List<String> dead = sockets(file);
        assertThat(dead).hasSize(1);
        signals(file).listen("here", woken::release);
        assertThat(sockets(file)).hasSize(1).doesNotContainAnyElementsOf(dead);
    }

    @Test
    void whateverIsSentToASocketOnlyWakesItsServer() throws Exception {
        FileSignals here = signals(file);
        here.listen("here", woken::release);
        Path socket = Path.of(file + "-sockets").resolve(sockets(file).getFirst());
        byte[] garbage = new byte[100_000];
        new Random(1).nextBytes(garbage);
        for (int caller = 0; caller < 20; caller++) {
            try (SocketChannel forger = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                forger.connect(UnixDomainSocketAddress.of(socket));
                ByteBuffer bytes = ByteBuffer.wrap(garbage);
                while (bytes.hasRemaining()) {
                    forger.write(bytes);
                }
            }
            woken.acquire();
        }
        try (OtherProcess other = listening(List.of())) {
            woken.drainPermits();
            pingAndPong(here);
        }
        assertThat(logged).isEmpty();
    }

    @Test
    void aServerThatTakesNothingBlocksNobody() throws Exception {
        SocketFolder.Bound deaf = new SocketFolder(new SqliteFile(file)).bind("deaf");
        try (var unused = deaf.channel()) {
            FileSignals here = signals(file);
            for (int i = 0; i < 20_000; i++) {
                here.send("deaf");
            }
        }
        assertThat(new SignalCounters(new SqliteFile(file)).all("deaf")).isEqualTo(20_000);
    }

    @Test
    void aFolderThatIsRemovedIsMadeAgainAtTheNextSignal() throws Exception {
        FileSignals here = signals(file);
        here.listen("here", woken::release);
        try (OtherProcess other = listening(List.of())) {
            pingAndPong(here);
            for (String socket : sockets(file)) {
                Files.delete(Path.of(file + "-sockets").resolve(socket));
            }
            Files.delete(Path.of(file + "-sockets"));
            pingAndPong(here);
            long lost = unheard("there") + unheard("here");
            assertThat(lost).isBetween(2L, 10L);
            assertThat(sockets(file)).hasSize(2);
            pingAndPong(here);
            assertThat(unheard("there") + unheard("here")).isEqualTo(lost);
        }
        assertThat(logged).isEmpty();
    }

    @Test
    void databasesInOneFolderDoNotHearEachOther() throws Exception {
        Semaphore second = new Semaphore(0);
        FileSignals here = signals(file);
        here.listen("here", woken::release);
        signals(directory.resolve("players.db2")).listen("there", second::release);
        try (OtherProcess other = listening(List.of())) {
            pingAndPong(here);
        }
        assertThat(second.availablePermits()).isZero();
    }

    /** The path is too long for an address, so a socket needs a shorter way to it, and the other process finds no room for that. */
    @Test
    void aProcessWithoutSocketsAndOneWithThemHearEachOther() throws Exception {
        Path deep = Files.createDirectories(directory.resolve("d".repeat(100)));
        file = deep.resolve("players.db");
        FileSignals here = signals(file);
        here.listen("here", woken::release);
        List<String> nowhere =
                List.of("-Djava.io.tmpdir=" + deep.resolve("nowhere"), "-Dorg.sqlite.tmpdir=" + directory);
        try (OtherProcess other = listening(nowhere)) {
            pingAndPong(here);
        }
        assertThat(sockets(file)).hasSize(1);
        try (OtherProcess other = listening(List.of())) {
            long before = unheard("there");
            pingAndPong(here);
            assertThat(sockets(file)).hasSize(2);
            assertThat(unheard("there")).isEqualTo(before);
        }
        assertThat(logged).isEmpty();
    }

    @Test
    void whereSocketsAreImpossibleTheCountersAreLookedAtAndThatIsSaidOnce() throws Exception {
        Files.createFile(Path.of(file + "-sockets"));
        FileSignals here = signals(file);
        here.listen("here", woken::release);
        signals(file).listen("also here", woken::release).close();
        try (OtherProcess other = listening(List.of())) {
            pingAndPong(here);
        }
        assertThat(logged).singleElement().asString().contains("players.db: found no way to use sockets in");
    }

    @Test
    void theStoragesOfAProcessOnOneFileHaveOneThread() throws Exception {
        List<Thread> others = watchers(); // of tests before this one, which are about to end
        for (int i = 0; i < 20; i++) {
            signals(file).listen("server " + i, woken::release);
        }
        FileSignals last = open.getLast();
        for (int i = 0; i < 20; i++) {
            last.send("server " + i);
        }
        woken.acquire(20);
        List<Thread> ours = new ArrayList<>(watchers());
        ours.removeAll(others);
        assertThat(ours).hasSize(1);
        open.forEach(FileSignals::close);
        open.clear();
        ours.getFirst().join();
        assertThat(sockets(file)).isEmpty();
    }

    private static List<Thread> watchers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("datasave-sqlite-signal"))
                .toList();
    }
}
