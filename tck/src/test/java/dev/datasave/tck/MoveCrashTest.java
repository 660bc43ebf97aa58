package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.GrantResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ProfileStore.MoveOutcome;
import dev.datasave.ServerInfo;
import dev.datasave.spi.Write;
import dev.datasave.tck.network.Faults;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A move that is interrupted after each of its writes, and finished by somebody else. */
class MoveCrashTest extends MoveOnNetwork {
    private static final int MOST_WRITES = 60;

    private int made;

    /** Who goes on after the crash. */
    enum Finisher {
        /** The operator calls again, on another server. */
        OPERATOR,
        /** The next load of the new key. */
        NEW_KEY,
        /** The next load of the old key. */
        OLD_KEY
    }

    /** Takes so many writes of that server, but no renewals of leases, then none; the server dies at the first that is not taken. */
    private Predicate<Write> killedAfter(int writes, DataSave server, String incarnation) {
        made = 0;
        return write -> {
            if (!write.writeId().startsWith(incarnation) || write.id().store().equals("~lease")) {
                return false;
            }
            boolean isOver = ++made > writes;
            if (isOver && network.isAlive(server)) {
                network.kill(server);
            }
            return isOver;
        };
    }

    private String incarnation(DataSave server) {
        network.advance(seconds(1)); // until it sees its own lease
        return server.servers().stream()
                .filter(info -> info.serverName().equals(server.serverName()))
                .max(Comparator.comparing(ServerInfo::since))
                .orElseThrow()
                .incarnation();
    }

    private void interrupted(String from, String to, int writes) {
        DataSave dies = server("dies");
        network.breakWrites(killedAfter(writes, dies, incarnation(dies)));
        var unused = moving(dies, from, to);
        network.advance(seconds(20));
        network.breakWrites(write -> false);
        if (network.isAlive(dies)) {
            network.closeServer(dies);
        }
    }

    private void finish(DataSave server, String from, String to, Finisher by) {
        switch (by) {
            case OPERATOR -> assertMoves(server, from, to);
            case NEW_KEY -> {
                if (keys().contains(from)) {
                    assertMoves(server, from, to); // nothing of it was carried out
                }
            }
            case OLD_KEY -> {
                if (keys().contains(from)) {
                    assertMoves(server, from, to);
                }
                assertThat(refusal(purses(server).loadProfileAsync(from))).isEqualTo(new NotLoadedReason.Moved(to));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Finisher.class)
    @DisplayName(
            "P15: after a crash at any write, the profile is under one key, and whoever comes next finishes the move")
    void crashAtEachWrite(Finisher by) {
        DataSave other = server("other");
        int writes = 0;
        do {
            String from = by + "-from-" + writes;
            String to = by + "-to-" + writes;
            player(other, from);
            interrupted(from, to, writes);
            assertThat(keys())
                    .filteredOn(key -> key.equals(from) || key.equals(to))
                    .hasSize(1);
            finish(other, from, to, by);
            assertHasAllOnce(other, to);
        } while (made > writes++ && writes < MOST_WRITES);
        assertThat(writes).isBetween(5, MOST_WRITES - 1);
    }

    @Test
    @DisplayName("P15: the same on the way back, with a message that came late under the key that was left")
    void crashAtEachWriteOfTheWayBack() {
        DataSave other = server("other");
        int writes = 0;
        do {
            String home = "home-" + writes;
            String away = "away-" + writes;
            player(other, home);
            assertMoves(other, home, away);
            interrupted(away, home, writes);
            finish(other, away, home, Finisher.OPERATOR);
            assertHasAllOnce(other, home);
        } while (made > writes++ && writes < MOST_WRITES);
    }

    /** Moves another profile to a key that a player has left. Each has what is its own, under its key, and nothing of the other's. */
    private void comesAfter(DataSave server, String another, String left, String player) {
        assertMoves(server, another, left);
        Profile<Purse> other = loadTaking(server, left);
        network.advance(seconds(3));
        assertThat(other.data()).as(left).isEqualTo(new Purse(100, List.of()));
        assertThat(buy(other, "shield")).isInstanceOf(GrantResult.AlreadyGranted.class);
        assertThat(buy(other, "sword")).isInstanceOf(GrantResult.Granted.class);
        saved(other.releaseAsync());
        assertHasAllOnce(server, player);
    }

    private String withAShield(DataSave server, String key) {
        Profile<Purse> profile = load(purses(server), key);
        buy(profile, "shield");
        saved(profile.releaseAsync());
        return key;
    }

    @Test
    @DisplayName(
            "P11, P12, P15: after a crash at any write, another profile that comes to the old key gets no purchase and no message of the one that left")
    void anotherComesAfterACrash() {
        DataSave other = server("other");
        int writes = 0;
        int unfinished = 0;
        do {
            String from = "from-" + writes;
            String to = "to-" + writes;
            player(other, from);
            String another = withAShield(other, "another-" + writes);
            interrupted(from, to, writes);
            if (keys().contains(from)) {
                assertMoves(other, from, to); // nothing of it was carried out
            } else {
                unfinished++;
            }
            comesAfter(other, another, from, to);
        } while (made > writes++ && writes < MOST_WRITES);
        assertThat(unfinished).isGreaterThan(2);
    }

    @Test
    @DisplayName("P11, P12, P15: the same while the server that moves the first one lives, and is slow")
    void anotherComesMeanwhile() {
        DataSave slow = server("slow");
        DataSave other = server("other");
        player(other, "from");
        String another = withAShield(other, "another");
        String incarnation = incarnation(slow);
        network.breakWrites(write -> write.writeId().startsWith(incarnation)
                && List.of("~receipt", "~message").contains(write.id().store()));
        CompletableFuture<MoveOutcome> moving = moving(slow, "from", "to");
        network.until(() -> !keys().contains("from"), seconds(5));
        comesAfter(other, another, "from", "to");
        network.breakWrites(write -> false);
        assertThat(network.await(moving)).isInstanceOf(MoveOutcome.Moved.class);
        assertHasAllOnce(slow, "to");
    }

    @Test
    @DisplayName("P15: with lost replies, errors and delays, and messages and purchases meanwhile, all is there once")
    void inStorms() {
        for (int run = 0; run < 40; run++) {
            String from = "from-" + run;
            String to = "to-" + run;
            DataSave one = server("one");
            DataSave two = server("two");
            player(one, from);
            network.faults(Faults.storm(network.random()));
            var moving = moving(one, from, to);
            var again = moving(two, from, to);
            var sent = purses(two).messageAsync(from, new Gift("late", 1));
            var load = purses(two).loadProfileAsync(from);
            network.advance(seconds(40));
            network.faults(Faults.calm());
            network.outage(Duration.ZERO);
            network.advance(seconds(90));
            assertThat(moving).isDone();
            assertThat(again).isDone();
            assertThat(load).isDone();
            network.closeServer(one);
            network.closeServer(two);
            DataSave last = server("last");
            assertThat(move(last, from, to)).isInstanceOf(MoveOutcome.Moved.class);
            Profile<Purse> profile = loadTaking(last, to);
            network.advance(seconds(20));
            int late = sent.isCompletedExceptionally() ? 0 : 1;
            assertThat(profile.data().coins()).as("run " + run).isBetween(115L, 115L + late);
            assertThat(profile.data().items()).doesNotHaveDuplicates().contains("first", "second");
            assertThat(buy(profile, "sword")).isInstanceOf(GrantResult.AlreadyGranted.class);
            saved(profile.releaseAsync());
            network.closeServer(last);
        }
        network.advance(seconds(5));
        assertNoMessageIsLeft();
    }

    @Test
    @DisplayName("P15: a server that held the old key while it stood still can't bring the profile back")
    void lateAutosave() {
        DataSave sleeper = server("sleeper");
        DataSave other = server("other");
        Profile<Purse> profile = load(purses(sleeper), "old");
        profile.update(purse -> purse.earn(3));
        saved(profile.saveAsync());
        profile.update(purse -> purse.earn(100));
        network.pause(sleeper);
        network.advance(seconds(15));
        assertMoves(other, "old", "new");
        network.resume(sleeper);
        network.advance(seconds(120));
        assertThat(keys()).containsExactly("new");
        assertThat(load(purses(other), "new").data().coins()).isEqualTo(3);
        assertThat(lost).isNotEmpty();
    }
}
