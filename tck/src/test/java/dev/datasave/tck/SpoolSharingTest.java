package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.CloseReport;
import dev.datasave.DataSave;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.SaveResult;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Several servers with one spool, and many states at once. */
class SpoolSharingTest extends Spooling {

    @Test
    @DisplayName(
            "the files of a living server are its own, whatever its name is; those of a dead one are taken by who lives")
    void onlyTheFilesOfTheDeadAreTaken() {
        DataSave a = spooling("same");
        Profile<Purse> profile = unsaved(a, "k", 5);
        network.outage(a, seconds(600));
        assertThat(network.await(profile.releaseAsync())).isInstanceOf(SaveResult.NotSaved.class);
        String name = disk.states().getFirst();
        DataSave b = spooling("same");
        network.advance(seconds(130));
        assertThat(disk.states()).containsExactly(name);
        assertThat(load(purses(b), "other").isActive()).isTrue();
        network.kill(a);
        network.advance(seconds(70));
        isStoredAndFree("k", 5);
    }

    @Test
    @DisplayName("servers that start at once share what the dead have left, and each file is replayed once")
    void eachFileIsReplayedOnce() {
        DataSave a = spooling("a");
        IntStream.range(0, 30).forEach(i -> unsaved(a, "k" + i, 5));
        closeInOutage(a);
        storageIsBack();
        spooling("a");
        spooling("a");
        spooling("b");
        network.advance(seconds(3));
        for (int i = 0; i < 30; i++) {
            isStoredAndFree("k" + i, 5);
            assertThat(entry("k" + i).revision()).isEqualTo(2);
            String replayed = "replayed k" + i;
            assertThat(events.stream().filter(event -> event.endsWith(replayed)))
                    .as(replayed)
                    .hasSize(1);
        }
        assertThat(events).noneMatch(event -> event.contains("orphan") || event.contains("spoolFailed"));
    }

    @Test
    @DisplayName("F18: a full server in an outage spools everything, and the next start stores everything")
    void aFullServerIsSpooled() {
        DataSave a = spooling("a");
        ProfileStore<Purse> store = purses(a);
        int players = 500;
        var loads = IntStream.range(0, players)
                .mapToObj(i -> store.loadProfileAsync("k" + i))
                .toList();
        loads.forEach(load -> profileOf(network.await(load)).update(purse -> purse.earn(3)));
        CloseReport report = closeInOutage(a);
        assertThat(report.spooled()).hasSize(players);
        restarted("a");
        network.advance(seconds(10));
        assertThat(disk.states()).isEmpty();
        for (int i = 0; i < players; i++) {
            assertThat(coins("k" + i)).isEqualTo(3);
            assertThat(entry("k" + i).content().holder()).isNull();
        }
    }
}
