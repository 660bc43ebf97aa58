package dev.datasave.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.datasave.cli.database.Place;
import dev.datasave.examples.arena.Arena;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real server processes, and players on real connections to them. */
@Timeout(120)
class ProcessesTest {
    @TempDir
    private Path folder;

    private Processes fleet;

    @BeforeEach
    void name() {
        fleet = new Processes(label -> Place.file(folder.resolve("players.db")), folder);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private static String answer(CompletableFuture<Optional<String>> asked) throws Exception {
        return asked.get(60, TimeUnit.SECONDS).orElse("none");
    }

    @Test
    void aServerIsReplacedByOneOfItsNameAndTheRestEndsInOrder() throws Exception {
        fleet.start(2);
        ServerProcess first = fleet.all().get(0);
        ServerProcess second = fleet.all().get(1);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10; i++) {
            assertThat(fleet.pick(random, Optional.of(first))).contains(second);
        }
        fleet.replace(first);
        ServerProcess third = fleet.all().get(2);
        assertThat(fleet.all()).extracting(ServerProcess::label).containsExactly("lobby-1.1", "lobby-2.2", "lobby-1.3");
        assertThat(fleet.running()).containsExactly(second, third);
        assertThat(fleet.end()).isEmpty();
        assertThat(fleet.all()).noneMatch(ServerProcess::isCrashed);

        Fates fates = fleet.fates();
        assertThat(fates.harmed()).containsExactly("lobby-1.1");
        assertThat(fates.closed()).containsExactlyInAnyOrder("lobby-2.2", "lobby-1.3");
        assertThat(fates.processes().values()).containsExactlyInAnyOrder("lobby-1.1", "lobby-2.2", "lobby-1.3");
    }

    @Test
    void theOnlyServerIsPickedAlsoByThoseWhoWantAnother() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        assertThat(fleet.pick(random, Optional.empty())).isEmpty();
        fleet.start(1);
        assertThat(fleet.pick(random, Optional.of(fleet.all().getFirst())))
                .contains(fleet.all().getFirst());
    }

    @Test
    void closingEndsAllAndNoneIsStartedAfterwards() throws Exception {
        fleet.start(1);
        ServerProcess server = fleet.all().getFirst();
        fleet.close();
        assertThat(server.awaitEnd(60)).isTrue();
        assertThatThrownBy(() -> fleet.start(1)).isInstanceOf(IOException.class).hasMessage("the run has ended");
    }

    @Test
    void aServerThatCanNotStartIsNamedWithWhatItSaid() {
        Processes broken =
                new Processes(label -> Place.file(folder.resolve("nowhere").resolve("players.db")), folder);
        assertThatThrownBy(() -> broken.start(1))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("lobby-1.1 did not start: server: SQLite file ")
                .hasMessageContaining("found no directory");
        broken.close();
    }

    @Test
    void answersAreLoggedAsTheyAreRead() throws Exception {
        fleet.start(1);
        ServerProcess server = fleet.all().getFirst();
        PlayerLog log = new PlayerLog("alice");
        PlayerLog other = new PlayerLog("bob");
        try (Wire alice = new Wire(server, log);
                Wire bob = new Wire(server, other)) {
            assertThat(answer(alice.ask("join alice"))).startsWith("joined alice 0 1 0 lobby-1");
            assertThat(answer(bob.ask("join bob"))).startsWith("joined bob");
            assertThat(log.joined()).extracting(PlayerLog.Joined::revision).containsExactly(1L);

            assertThat(answer(alice.ask(log.earning(10, "A")))).isEqualTo("earned 10 1");
            assertThat(answer(alice.ask(log.payment("bob", 11, "A")))).startsWith("error too-poor");
            assertThat(answer(alice.ask(log.trade("bob", "alice-k1", "bob-k2", "A"))))
                    .startsWith("offered");
            assertThat(answer(bob.ask("show"))).startsWith("shown bob"); // behind the notice of the offer
            assertThat(bob.offers()).containsExactly(new Wire.Offer("alice", "alice-k1", "bob-k2"));
            assertThat(answer(alice.ask(log.payment("bob", 4, "A")))).isEqualTo("paid 6 4");
            assertThat(answer(alice.ask("save"))).startsWith("saved ");
            assertThat(alice.isSeated()).isTrue();
            assertThat(answer(alice.ask("quit"))).startsWith("bye ");
            assertThat(alice.isSeated()).isFalse();
            alice.over().get(60, TimeUnit.SECONDS);
            assertThat(answer(alice.ask("show"))).as("nobody answers any more").isEqualTo("none");
        }
        assertThat(log.done())
                .extracting(PlayerLog.Done::op, PlayerLog.Done::money)
                .containsExactly(tuple(1L, OptionalLong.of(10)), tuple(4L, OptionalLong.of(6)));
        assertThat(log.refused())
                .containsEntry(2L, "too-poor")
                .containsEntry(3L, "offered")
                .hasSize(2);
        assertThat(log.saved()).extracting(PlayerLog.Saved::op).containsExactly(4L, 4L);
        assertThat(Counts.of(List.of(log, other)))
                .as("an offer is no refusal")
                .hasToString("Counts[payments=1, trades=0, gifts=0, refused={too-poor=1}]");
    }

    @Test
    void aKickIsTheEndOfASession() throws Exception {
        fleet.start(2);
        PlayerLog log = new PlayerLog("alice");
        try (Wire here = new Wire(fleet.all().get(0), log);
                Wire there = new Wire(fleet.all().get(1), log)) {
            answer(here.ask("join alice"));
            assertThat(answer(there.ask("join alice"))).startsWith("joined alice");
            here.over().get(60, TimeUnit.SECONDS);
            assertThat(here.isSeated()).isFalse();
            assertThat(there.isSeated()).isTrue();
        }
    }

    @Test
    void botsPlayOnRealServersSoThatTheAuditHolds() throws Exception {
        fleet.start(2);
        List<PlayerLog> logs = List.of(new PlayerLog("player-1"), new PlayerLog("player-2"));
        Game game = new Game(fleet, logs.size(), Duration.ofSeconds(3));
        SplittableRandom seeds = new SplittableRandom(7);
        List<Bot> bots =
                logs.stream().map(log -> new Bot(game, log, seeds.split())).toList();
        bots.forEach(game::add);
        List<Thread> playing = bots.stream().map(Thread::startVirtualThread).toList();
        for (Thread player : playing) {
            player.join();
        }
        assertThat(fleet.end()).isEmpty();
        bots.forEach(Bot::leave);
        assertThat(game.actions().sum()).isPositive();
        assertThat(logs).allMatch(log -> !log.joined().isEmpty());
        try (Storage storage = SqlStorage.sqlite(folder.resolve("players.db"))) {
            Audit audit = new Audit(new StoredSource(storage, Arena.STORE), fleet.fates(), Audit.PATIENCE);
            assertThat(audit.run(logs, log -> {}).findings()).isEmpty();
        }
    }
}
