package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.LoadResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.WhenHeld;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the options of a load do, and two loads of one key. */
class LoadTest extends GameOnNetwork {
    private final DataSave a = server("a");

    @Test
    @DisplayName("P7: a second load of the key on the same server supersedes the first")
    void theSecondLoadSupersedes() {
        var first = purses(a).loadProfileAsync("k");
        var second = purses(a).loadProfileAsync("k");
        assertThat(network.await(first)).isEqualTo(new LoadResult.NotLoaded<Purse>(new NotLoadedReason.Superseded()));
        assertThat(profileOf(network.await(second)).isActive()).isTrue();
    }

    @Test
    @DisplayName("a policy that throws ends the load typed and leaves the holder alone")
    void aPolicyThrows() {
        Profile<Purse> held = load(purses(a), "k");
        DataSave b = server("b");
        for (DataSave asker : List.of(a, b)) {
            NotLoadedReason reason = refusal(purses(asker).loadProfileAsync("k", DEFAULTS.whenHeld(holder -> {
                throw new IllegalStateException("no answer");
            })));
            assertThat(reason).isInstanceOf(NotLoadedReason.Unavailable.class);
        }
        network.advance(seconds(5));
        assertThat(held.isActive()).isTrue();
    }

    @Test
    @DisplayName("a policy is asked once more before delivery: a player who left gets no session")
    void thePlayerHasLeft() {
        NotLoadedReason reason = refusal(purses(a).loadProfileAsync("k", DEFAULTS.whenHeld(holder -> WhenHeld.CANCEL)));
        assertThat(reason).isInstanceOf(NotLoadedReason.Cancelled.class);
        network.advance(seconds(2));
        assertThat(!isStored("k") || entry("k").content().holder() == null).isTrue();
    }

    @Test
    @DisplayName("REPEAT takes the profile once it is released")
    void repeatWaits() {
        Profile<Purse> held = load(purses(a), "k");
        var waiting = purses(server("b")).loadProfileAsync("k", DEFAULTS.whenHeld(WhenHeld.REPEAT));
        network.advance(seconds(5));
        assertThat(waiting).isNotDone();
        assertThat(held.isActive()).isTrue();
        saved(held.update(purse -> purse.earn(1)).coins() == 1 ? held.releaseAsync() : held.saveAsync());
        assertThat(profileOf(network.await(waiting)).data().coins()).isEqualTo(1);
    }

    @Test
    @DisplayName("loading fills in from the template what older data lacks")
    void loadingReconciles() {
        network.storage()
                .write(
                        List.of(Write.put(
                                new EntryId("Purse", "k"), Optional.empty(), "old", Content.of("{\"coins\":5}"))),
                        Atomicity.EACH);
        Profile<Purse> profile = load(purses(a), "k");
        assertThat(profile.data()).isEqualTo(new Purse(5, List.of()));
        profile.update(purse -> purse.earn(1));
        assertThat(profile.lastSavedData().coins()).isEqualTo(5);
        saved(profile.saveAsync());
        assertThat(profile.lastSavedData().coins()).isEqualTo(6);
    }

    @Test
    @DisplayName(
            "P7: to cancel while it is held, said once for all, does not keep anybody from a free or a dead server's profile")
    void cancellingWhenHeldLoadsWhatIsFree() {
        Profile<Purse> free = load(purses(a), "free", DEFAULTS.whenHeld(WhenHeld.CANCEL));
        assertThat(free.isActive()).isTrue();
        DataSave dead = server("dead");
        load(purses(dead), "left");
        network.kill(dead);
        assertThat(refusal(purses(a).loadProfileAsync("left", DEFAULTS.whenHeld(WhenHeld.CANCEL))))
                .isInstanceOf(NotLoadedReason.Held.class);
        network.advance(seconds(12));
        assertThat(load(purses(a), "left", DEFAULTS.whenHeld(WhenHeld.CANCEL)).isActive())
                .isTrue();
    }
}
