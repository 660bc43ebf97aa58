package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.Profile;
import dev.datasave.ProfileState;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Why edits are refused for a while: told to the owner, and to the game when it asks. */
@SuppressWarnings("this-escape") // its servers are made by what is fully made then
public abstract class SuspensionFeatures extends GameOnNetwork {
    private final DataSave a = server("a");
    private final List<String> told = new ArrayList<>();

    /** On the memory. */
    protected SuspensionFeatures() {}

    /** On a database. */
    protected SuspensionFeatures(Storage storage) {
        super(storage);
    }

    private Profile<Purse> listened(String key) {
        Profile<Purse> profile = load(purses(a), key);
        profile.onSuspended(() -> told.add("suspended: " + profile.suspension().orElse("?")));
        profile.onResumed(() -> told.add("resumed"));
        return profile;
    }

    private void breakWritesOf(String key) {
        network.breakWrites(write -> write.id().key().equals(key));
    }

    @Test
    @DisplayName("P3: an outage suspends when the lease ends, and the last answer of the storage is the reason")
    void anOutage() {
        Profile<Purse> profile = listened("k");
        network.outage(seconds(20));
        network.advance(seconds(8));
        assertThat(profile.isActive()).isTrue();
        assertThat(profile.suspension()).isEmpty();
        network.advance(seconds(4));
        assertThat(profile.state()).isEqualTo(ProfileState.SUSPENDED);
        assertThat(profile.suspension().orElseThrow()).startsWith("the lease was not renewed in time: ");
        assertThat(told).singleElement().asString().startsWith("suspended: the lease was not renewed in time: ");
        network.advance(seconds(15));
        assertThat(profile.suspension()).isEmpty();
        assertThat(told).hasSize(2).last().isEqualTo("resumed");
    }

    @Test
    @DisplayName(
            "P3: a profile whose own writes fail for as long as a lease is valid is suspended alone, and resumes once it is stored")
    void oneThatCannotBeStored() {
        Profile<Purse> profile = listened("bad");
        Profile<Purse> other = load(purses(a), "good");
        breakWritesOf("bad");
        profile.update(purse -> purse.earn(1));
        CompletableFuture<SaveResult> save = profile.saveAsync();
        network.advance(seconds(8));
        assertThat(profile.isActive()).as("it may pass").isTrue();
        profile.update(purse -> purse.earn(10));
        network.advance(seconds(12));
        assertThat(profile.state()).isEqualTo(ProfileState.SUSPENDED);
        String why = "its state can't be stored: virtual storage: a write that can't be stored";
        assertThat(profile.suspension()).contains(why);
        assertThat(told).containsExactly("suspended: " + why);
        assertThat(events).contains("a profileSuspended bad: " + why);
        assertThatThrownBy(() -> profile.update(purse -> purse.earn(100)))
                .isInstanceOf(DataSaveException.NotActive.class)
                .hasMessage("profile Purse/bad: found it SUSPENDED (" + why + "), expected ACTIVE for an edit");
        assertThat(other.update(purse -> purse.earn(5)).coins()).isEqualTo(5);
        network.breakWrites(write -> false);
        network.until(save::isDone, seconds(10));
        network.advance(seconds(1));
        assertThat(profile.isActive()).isTrue();
        assertThat(told).hasSize(2).last().isEqualTo("resumed");
        assertThat(events).contains("a profileResumed bad");
        saved(profile.releaseAsync());
        assertThat(entry("bad").content().value()).contains("\"coins\":11");
    }

    @Test
    @DisplayName(
            "P3: a lease that ends meanwhile tells nobody twice, and its return does not resume what can't be stored")
    void bothAtOnce() {
        Profile<Purse> profile = listened("bad");
        breakWritesOf("bad");
        profile.update(purse -> purse.earn(1));
        CompletableFuture<SaveResult> save = profile.saveAsync();
        network.advance(seconds(20));
        assertThat(told).hasSize(1);
        network.outage(seconds(20));
        network.advance(seconds(40));
        assertThat(events).contains("a suspended", "a resumed");
        assertThat(profile.state()).isEqualTo(ProfileState.SUSPENDED);
        assertThat(told).hasSize(1);
        network.breakWrites(write -> false);
        network.until(save::isDone, seconds(10));
        network.advance(seconds(1));
        assertThat(told).hasSize(2).last().isEqualTo("resumed");
        assertThat(profile.isActive()).isTrue();
    }

    @Test
    @DisplayName("F18: a profile that can't be stored to the end is reported with everything that was accepted")
    void toTheEnd() {
        Profile<Purse> profile = listened("bad");
        breakWritesOf("bad");
        profile.update(purse -> purse.earn(300));
        var unused = profile.saveAsync();
        network.advance(seconds(20));
        assertThat(profile.state()).isEqualTo(ProfileState.SUSPENDED);
        assertThat(network.await(profile.releaseAsync())).isEqualTo(new SaveResult.NotSaved(ReleaseReason.RELEASED));
        network.advance(seconds(1));
        assertThat(lost)
                .singleElement()
                .satisfies(update ->
                        assertThat(update.data().orElseThrow().toString()).contains("\"coins\":300"));
        assertThat(profile.suspension()).isEmpty();
    }

    @Test
    @DisplayName("P3: another server has removed the lease: that is the reason, until the profile is written anew")
    void aRemovedLease() {
        Profile<Purse> profile = listened("k");
        breakWritesOf("k");
        network.storage().write(List.of(Write.forget(entry("~lease", a.incarnation()), "by hand")), Atomicity.EACH);
        network.until(() -> events.contains("a reincarnated"), seconds(10));
        network.advance(seconds(1));
        assertThat(profile.suspension().orElseThrow()).contains("another server has removed this server's lease");
        network.breakWrites(write -> false);
        network.advance(seconds(10));
        assertThat(profile.isActive()).isTrue();
    }
}
