package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.tck.network.VirtualDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that die between any two steps of spooling and replaying (F18). */
class SpoolCrashTest extends Spooling {
    private static final int MOST_POINTS = 40;

    /** Points of the writing of one state: the file is whole in front of the third, and forced before the seventh. */
    private static final int WHOLE = 2;

    private static final int FORCED = 6;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("a process that dies while it spools leaves a whole state or none; after a power cut too")
    void killedWhileSpooling(boolean powerCut) {
        int point = 0;
        for (boolean reached = true; reached; point++) {
            String key = "k" + point;
            Path directory = Path.of("spool" + point);
            VirtualDisk there = network.disk(directory);
            DataSave server = spooling("a", directory);
            unsaved(server, key, 5);
            network.outage(seconds(600));
            there.at(point, () -> network.kill(server));
            var report = server.closeAsync();
            network.advance(seconds(50));
            reached = there.hasKilled();
            there.spare();
            assertThat(report.isDone()).isNotEqualTo(reached);
            if (powerCut) {
                there.powerCut();
            }
            network.outage(seconds(0));
            DataSave next = spooling("a", directory);
            network.advance(seconds(2));
            boolean isKept = point >= (powerCut ? FORCED : WHOLE);
            assertThat(coins(key)).as("killed at point " + point).isEqualTo(isKept ? 5 : 0);
            assertThat(load(purses(next), key).data().coins()).isEqualTo(isKept ? 5 : 0);
            network.kill(next);
        }
        assertThat(point).isEqualTo(8);
    }

    @Test
    @DisplayName("a process that dies at any moment of a replay leaves it to the next, and nothing is stored twice")
    void killedWhileReplaying() {
        killedAtAnyMoment(key -> {}, key -> {
            assertThat(coins(key)).isEqualTo(5);
            assertThat(entry(key).revision()).as("one load, one final state").isEqualTo(2);
            assertThat(entry(key).content().holder()).isNull();
        });
    }

    @Test
    @DisplayName("a process that dies at any moment of keeping an orphan leaves exactly one")
    void killedWhileKeepingAnOrphan() {
        DataSave other = server("other");
        killedAtAnyMoment(
                key -> {
                    load(purses(other), key).update(purse -> purse.earn(100));
                    network.await(purses(other).releaseAsync(key));
                },
                key -> {
                    assertThat(coins(key)).isEqualTo(100);
                    assertThat(orphans(other, key)).hasSize(1);
                });
    }

    @Test
    @DisplayName("P14: a process that dies at any moment of dropping what was erased leaves nothing of it")
    void killedWhileDropping() {
        DataSave other = server("other");
        killedAtAnyMoment(key -> erase(other, key), key -> {
            assertThat(entry(key).isTombstone()).isTrue();
            assertThat(orphans(other, key)).isEmpty();
        });
    }

    /** Kills the first server that replays at each point of the disk's work, and at many moments; the second one must end it. */
    private void killedAtAnyMoment(Consumer<String> meanwhile, Consumer<String> afterwards) {
        int points = 0;
        for (boolean reached = true; reached; points++) {
            String key = "point" + points;
            Path directory = leftBehind(key, meanwhile);
            VirtualDisk there = network.disk(directory);
            there.at(points, () -> network.kill(network.alive().getLast()));
            spooling("first", directory);
            network.advance(seconds(2));
            reached = there.hasKilled();
            there.spare();
            ended(key, directory, afterwards);
        }
        assertThat(points).isBetween(4, MOST_POINTS);
        for (int micros = 0; micros < 6_000; micros += 150) {
            String key = "micros" + micros;
            Path directory = leftBehind(key, meanwhile);
            DataSave first = spooling("first", directory);
            network.advance(Duration.ofNanos(micros * 1_000L));
            network.kill(first);
            ended(key, directory, afterwards);
        }
    }

    /** A closed server's state of the profile lies in the directory. */
    private Path leftBehind(String key, Consumer<String> meanwhile) {
        Path directory = Path.of("spool-" + key);
        DataSave server = spooling("a", directory);
        unsaved(server, key, 5);
        network.outage(server, seconds(600));
        network.closeServer(server);
        assertThat(network.disk(directory).states()).hasSize(1);
        meanwhile.accept(key);
        return directory;
    }

    private void ended(String key, Path directory, Consumer<String> afterwards) {
        DataSave second = spooling("second", directory);
        network.advance(seconds(2));
        assertThat(network.disk(directory).states()).as(key).isEmpty();
        afterwards.accept(key);
        network.kill(second);
        network.alive().stream()
                .filter(server -> server.serverName().equals("first"))
                .forEach(network::kill);
    }
}
