package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.GrantResult;
import dev.datasave.Profile;
import dev.datasave.ProfileState;
import dev.datasave.WhenHeld;
import dev.datasave.tck.network.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Grants that are applied exactly once. */
class PurchaseTest extends GameOnNetwork {
    private final DataSave a = server("a");

    private CompletableFuture<GrantResult> buy(Profile<Purse> profile, String receipt) {
        return profile.grantOnceAsync(receipt, purse -> purse.earn(100));
    }

    @Test
    @DisplayName(
            "P12: a grant is stored with its receipt before it is answered, and never applied again, also elsewhere")
    void grantedOnce() {
        Profile<Purse> profile = load(purses(a), "k");
        GrantResult granted = network.await(buy(profile, "r1"));
        assertThat(granted).isEqualTo(new GrantResult.Granted(2));
        assertThat(entry("k").content().value()).contains("100");
        assertThat(network.await(buy(profile, "r1"))).isEqualTo(new GrantResult.AlreadyGranted(2));
        Profile<Purse> there = load(purses(server("b")), "k");
        assertThat(network.await(buy(there, "r1"))).isEqualTo(new GrantResult.AlreadyGranted(2));
        assertThat(network.await(buy(there, "r2"))).isInstanceOf(GrantResult.Granted.class);
        assertThat(there.data().coins()).isEqualTo(200);
        assertThat(network.await(buy(profile, "r3"))).isEqualTo(new GrantResult.NotGranted(ProfileState.RELEASED));
    }

    @Test
    @DisplayName("P12: the same purchase asked for many times at once is applied once")
    void askedForAtOnce() {
        Profile<Purse> profile = load(purses(a), "k");
        List<CompletableFuture<GrantResult>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(buy(profile, "r"));
        }
        assertThat(all.stream().map(network::await).filter(GrantResult.Granted.class::isInstance))
                .hasSize(1);
        assertThat(profile.data().coins()).isEqualTo(100);
    }

    @Test
    @DisplayName("P10, P12: exactly once with lost replies, errors, and the death of the server at any moment")
    void exactlyOnceUnderFaults() {
        int answered = 0;
        for (int run = 0; run < 30; run++) {
            String key = "k" + run;
            DataSave dying = server("dying" + run);
            Profile<Purse> profile = load(purses(dying), key);
            network.faults(Faults.calm().withErrors(0.2, 0.3).withTimeouts(0.05, 0.05));
            var first = buy(profile, "r");
            var second = buy(profile, "s");
            network.advance(java.time.Duration.ofMillis(network.random().nextLong(0, 3_000)));
            answered += first.isDone() && second.isDone() ? 1 : 0;
            network.kill(dying);
            network.faults(Faults.calm());
            network.advance(seconds(70));
            Profile<Purse> again = load(purses(a), key);
            network.await(buy(again, "r"));
            network.await(buy(again, "s"));
            assertThat(again.data().coins()).as("run " + run).isEqualTo(200);
        }
        assertThat(answered).isBetween(1, 29);
    }

    @Test
    @DisplayName(
            "P12: who was robbed without knowing it does not answer that a purchase of the newer session was taken back")
    void theRobbedDoesNotJudgeAReceipt() {
        network.faults(Faults.calm().withoutSignals());
        Profile<Purse> robbed = load(purses(a), "k");
        Profile<Purse> newer = load(purses(server("b")), "k", DEFAULTS.whenHeld(WhenHeld.STEAL));
        assertThat(network.await(buy(newer, "r"))).isInstanceOf(GrantResult.Granted.class);
        assertThat(network.await(buy(robbed, "r"))).isInstanceOf(GrantResult.NotGranted.class);
        assertThat(newer.data().coins()).isEqualTo(100);
    }

    @Test
    @DisplayName("a receipt's id is checked, and a grant that throws leaves no receipt")
    void badInput() {
        Profile<Purse> profile = load(purses(a), "k");
        assertThatThrownBy(() -> buy(profile, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> buy(profile, "x".repeat(301)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("receipt")
                .hasMessageContaining("300");
        CompletableFuture<GrantResult> thrown = profile.grantOnceAsync("r", purse -> {
            throw new IllegalStateException("no such product");
        });
        assertThatThrownBy(() -> network.await(thrown)).hasRootCauseMessage("no such product");
        assertThat(network.await(buy(profile, "r"))).isInstanceOf(GrantResult.Granted.class);
    }
}
