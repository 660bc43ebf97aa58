package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.CloseReport;
import dev.datasave.DataSave;
import dev.datasave.LostUpdate;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ProfileId;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.tck.network.Faults;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Final states that the storage doesn't take in time: into a local file, and from there into the storage (F18). */
class SpoolTest extends Spooling {
    private final DataSave a = spooling("a");

    @Test
    @DisplayName("F18: what closing can't save lies in a file before the report; the next start stores and frees it")
    void closingInAnOutageSpools() {
        Profile<Purse> profile = unsaved(a, "k", 5);
        network.outage(seconds(600));
        CompletableFuture<SaveResult> release = profile.releaseAsync();
        CloseReport report = network.closeServer(a);

        Path file = report.spooled().get(new ProfileId("Purse", "k"));
        assertThat(disk.files()).containsOnlyKeys(String.valueOf(file.getFileName()));
        assertThat(file.getParent()).isEqualTo(DIRECTORY);
        assertThat(report.isClean()).isFalse();
        assertThat(report.notSaved()).containsExactlyElementsOf(report.spooled().keySet());
        assertThat(release.join()).isEqualTo(new SaveResult.NotSaved(ReleaseReason.RELEASED));
        LostUpdate told = lost.getFirst();
        assertThat(told.spooled()).contains(file);
        assertThat(String.valueOf(told.data().orElseThrow())).contains("5");

        restarted("a");
        isStoredAndFree("k", 5);
        assertThat(events).contains("a replayed k");
        assertThat(lost).hasSize(1);
    }

    @Test
    @DisplayName("F18: user ids, metadata, score and the count of loads come along")
    void everythingOfTheStateIsKept() {
        Profile<Purse> profile = unsaved(a, "k", 5);
        profile.addUserId("u1");
        profile.metadata("clan", "red ü");
        profile.score(OptionalLong.of(9007199254740993L));
        closeInOutage(a);
        DataSave next = restarted("a");
        Profile<Purse> again = load(purses(next), "k");
        assertThat(again.userIds()).containsExactlyInAnyOrder("k", "u1");
        assertThat(again.metadata()).containsEntry("clan", "red ü");
        assertThat(again.score()).hasValue(9007199254740993L);
        assertThat(again.info().loads()).isEqualTo(2);
    }

    @Test
    @DisplayName("F18: a profile without unsaved changes needs no file")
    void unchangedProfilesAreNotSpooled() {
        saved(unsaved(a, "k", 5).saveAsync());
        CloseReport report = closeInOutage(a);
        assertThat(report.notSaved()).hasSize(1);
        assertThat(report.spooled()).isEmpty();
        assertThat(disk.files()).isEmpty();
        assertThat(lost).isEmpty();
    }

    @Test
    @DisplayName("P10: a release given up after the grace is stored by the same server when the storage is back")
    void aLivingServerReplaysToo() {
        Profile<Purse> profile = unsaved(a, "k", 5);
        network.outage(seconds(600));
        assertThat(network.await(profile.releaseAsync())).isInstanceOf(SaveResult.NotSaved.class);
        network.advance(seconds(1)); // events come on threads of their own
        assertThat(lost.getFirst().spooled()).isPresent();
        assertThat(disk.states()).hasSize(1);
        network.advance(seconds(99));
        storageIsBack();
        network.advance(seconds(6));
        isStoredAndFree("k", 5);
        assertThat(events).contains("a replayed k");
        assertThat(load(purses(a), "k").data().coins()).isEqualTo(5);
    }

    @Test
    @DisplayName("a load of the same profile waits for the replay: at the start, and on the server that spooled")
    void loadsWaitForTheReplay() {
        Profile<Purse> profile = unsaved(a, "k", 5);
        unsaved(a, "l", 6);
        network.outage(seconds(600));
        network.await(profile.releaseAsync());
        var load = purses(a).loadProfileAsync("k");
        network.advance(seconds(10));
        assertThat(load).isNotDone();
        storageIsBack();
        profileOf(network.await(load)).update(purse -> purse.earn(10));

        closeInOutage(a);
        storageIsBack();
        DataSave next = spooling("a");
        assertThat(load(purses(next), "k").data().coins()).isEqualTo(15);
        assertThat(load(purses(next), "l").data().coins()).isEqualTo(6);
        assertThat(load(purses(next), "other").data()).isEqualTo(Purse.fresh());
        assertThat(events).noneMatch(event -> event.contains("orphan"));
    }

    @Test
    @DisplayName("F32: a load that waits for a replay ends with its own time-out, and can be cancelled")
    void waitingForAReplayIsBounded() {
        unsaved(a, "k", 5);
        closeInOutage(a);
        DataSave next = spooling("a");
        NotLoadedReason reason = refusal(purses(next).loadProfileAsync("k", DEFAULTS.timeout(seconds(3))));
        assertThat(reason).isInstanceOf(NotLoadedReason.Unavailable.class);
        var load = purses(next).loadProfileAsync("k");
        network.advance(seconds(1));
        network.await(purses(next).releaseAsync("k"), seconds(1));
        assertThat(refusal(load)).isInstanceOf(NotLoadedReason.Cancelled.class);
        storageIsBack();
        network.advance(seconds(6));
        isStoredAndFree("k", 5);
    }

    @Test
    @DisplayName("P10: a replay that fails goes on while the server runs, and closing in the middle is harmless")
    void replaysAreRepeatedAndCanBeCutShort() {
        unsaved(a, "k", 5);
        closeInOutage(a);
        DataSave next = spooling("a");
        network.advance(seconds(30));
        CloseReport report = network.closeServer(next);
        assertThat(report.spooled()).isEmpty();
        assertThat(disk.states()).hasSize(1);
        network.faults(Faults.calm().withErrors(0.3, 0.5));
        restarted("a");
        network.advance(seconds(20));
        network.faults(Faults.calm());
        network.advance(seconds(6));
        isStoredAndFree("k", 5);
        assertThat(events).noneMatch(event -> event.contains("orphan"));
    }

    @Test
    @DisplayName("F18: a process that is killed while it closes has left its states, if no write was answered for 3 s")
    void statesAreSpooledAheadOfTheDeadline() {
        unsaved(a, "k", 5);
        network.outage(seconds(600));
        CompletableFuture<CloseReport> report = a.closeAsync();
        network.advance(seconds(4));
        assertThat(report).isNotDone();
        network.kill(a);
        restarted("a");
        isStoredAndFree("k", 5);
    }

    @Test
    @DisplayName("a state that was spooled ahead and is stored after all leaves no file")
    void aStateStoredAfterAllIsNotSpooled() {
        unsaved(a, "k", 5);
        network.outage(seconds(10));
        var report = a.closeAsync();
        network.advance(seconds(5));
        assertThat(disk.states()).hasSize(1);
        assertThat(network.await(report).isClean()).isTrue();
        isStoredAndFree("k", 5);
        assertThat(disk.files()).isEmpty();
        assertThat(lost).isEmpty();
    }

    @Test
    @DisplayName("a save whose outcome was unknown when the session was given up is built upon")
    void aSaveUnderWayIsBuiltUpon() {
        Profile<Purse> profile = unsaved(a, "k", 5);
        network.faults(Faults.calm().withErrors(0, 1));
        var save = profile.saveAsync();
        network.advance(seconds(1));
        assertThat(save).isNotDone();
        assertThat(coins("k")).as("carried out, reply lost").isEqualTo(5);
        profile.update(purse -> purse.earn(1));
        network.faults(Faults.calm());
        closeInOutage(a);
        restarted("a");
        isStoredAndFree("k", 6);
        assertThat(events).noneMatch(event -> event.contains("orphan"));
    }

    @Test
    @DisplayName("nothing can be written to the directory: the update is lost with its data, and everybody is told")
    void aFullDiskIsALostUpdate() {
        unsaved(a, "k", 5);
        disk.full(true);
        CloseReport report = closeInOutage(a);
        assertThat(report.spooled()).isEmpty();
        assertThat(report.notSaved()).hasSize(1);
        assertThat(lost).hasSize(1);
        assertThat(lost.getFirst().spooled()).isEmpty();
        assertThat(String.valueOf(lost.getFirst().data().orElseThrow())).contains("5");
        assertThat(events).anyMatch(event -> event.startsWith("a spoolFailed") && event.contains("no space left"));
        assertThat(disk.files()).isEmpty();
    }

    @Test
    @DisplayName("a directory that can't be used doesn't block the server")
    void aBrokenDirectoryDoesNotBlock() {
        disk.broken(true);
        DataSave b = spooling("b");
        assertThat(load(purses(b), "k").isActive()).isTrue();
        assertThat(events).anyMatch(event -> event.startsWith("b spoolFailed spool"));
        disk.broken(false);
        unsaved(b, "k", 7);
        closeInOutage(b);
        assertThat(disk.states()).as("tried again").hasSize(1);
    }

    @Test
    @DisplayName(
            "P10, F39: a write that the storage refuses for its own sake is told and tried on; loads wait no longer for it")
    void aReplayThatIsStuckLetsLoadsGoOn() {
        Profile<Purse> profile = unsaved(a, "k", 5);
        network.outage(seconds(600));
        network.await(profile.releaseAsync());
        network.breakWrites(write -> String.valueOf(write.content()).contains("\"coins\":5"));
        storageIsBack();
        var load = purses(a).loadProfileAsync("k", DEFAULTS.timeout(seconds(5)));
        assertThat(refusal(load)).isInstanceOf(NotLoadedReason.class);
        network.advance(seconds(20));
        assertThat(events).anyMatch(event -> event.startsWith("a spoolFailed"));
        assertThat(disk.states()).hasSize(1);
        network.breakWrites(write -> false);
        network.advance(seconds(6));
        isStoredAndFree("k", 5);
    }

    @Test
    @DisplayName("a disk that hangs blocks neither the start nor the end, and the game is told what is lost")
    void aHungDiskDoesNotBlock() {
        disk.hung(true);
        DataSave b = spooling("b");
        Profile<Purse> profile = load(purses(b), "k");
        assertThat(network.now()).isBetween(seconds(10), seconds(12));
        profile.update(purse -> purse.earn(7));
        network.outage(seconds(600));
        Duration before = network.now();
        CloseReport report = network.closeServer(b);
        assertThat(network.now().minus(before)).isLessThan(seconds(60));
        assertThat(report.notSaved()).hasSize(1);
        assertThat(lost).hasSize(1);
        assertThat(lost.getFirst().spooled()).isEmpty();
        assertThat(String.valueOf(lost.getFirst().data().orElseThrow())).contains("7");
    }

    @Test
    @DisplayName(
            "files that are cut short or none of ours are kept and told, and block nothing; their payload is not told")
    void unreadableFilesAreKept() {
        unsaved(a, "cut", 5);
        unsaved(a, "good", 6);
        closeInOutage(a);
        String name = disk.states().stream()
                .filter(state -> text(state).contains("\"cut\""))
                .findFirst()
                .orElseThrow();
        byte[] whole = disk.files().get(name);
        disk.files().put(name, java.util.Arrays.copyOf(whole, whole.length - 3));
        disk.files().put("notes.txt", "secret".getBytes(StandardCharsets.UTF_8));
        disk.files().put(name.replace(".json", ".json.bak"), whole);

        DataSave next = restarted("a");
        assertThat(coins("good")).isEqualTo(6);
        assertThat(load(purses(next), "cut").data().coins()).isZero();
        assertThat(disk.states()).hasSize(3);
        List<String> told =
                events.stream().filter(event -> event.contains("spoolFailed")).toList();
        assertThat(told).hasSize(3).noneMatch(event -> event.contains("secret") || event.contains("coins"));
        network.advance(seconds(200));
        assertThat(events.stream().filter(event -> event.contains("spoolFailed")))
                .hasSize(3);
    }

    private String text(String name) {
        return new String(disk.files().get(name), StandardCharsets.UTF_8);
    }
}
