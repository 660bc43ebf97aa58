package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.EditOutcome;
import dev.datasave.EditOutcome.Where;
import dev.datasave.Profile;
import dev.datasave.RollbackOutcome;
import dev.datasave.RollbackOutcome.RolledBack;
import dev.datasave.tck.network.Faults;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that a rollback has taken back are sent again by naming them (P11, P13). */
class MessageAgainTest extends MailOnNetwork {
    private final DataSave a = server("a");
    private final DataSave b = server("b");

    /** The revision before the gift. */
    private long good;

    private String gift;

    private RolledBack rolledBack(long revision) {
        RollbackOutcome outcome = network.await(purses(b).rollbackAsync("k", revision, "ticket 12"));
        assertThat(outcome).isInstanceOf(RolledBack.class);
        return (RolledBack) outcome;
    }

    /** A profile that had a gift, and was rolled back to before it. */
    private RolledBack giftTakenBack() {
        good = saved(load(purses(a), "k").releaseAsync()).revision();
        gift = send(b, "k", new Gift("sword", 5));
        Profile<Purse> profile = loadTaking(a, "k");
        network.until(() -> profile.data().coins() == 5, seconds(5));
        network.await(profile.releaseAsync());
        RolledBack back = rolledBack(good);
        assertThat(back.takenBack().messages()).containsExactly(gift);
        return back;
    }

    private EditOutcome again(DataSave server, String id) {
        return network.await(purses(server).messageAgainAsync("k", id, "ticket 13"));
    }

    private List<String> items(DataSave server) {
        Profile<Purse> profile = loadTaking(server, "k");
        network.advance(seconds(2));
        List<String> items = profile.data().items();
        network.await(profile.releaseAsync());
        network.advance(seconds(1));
        return items;
    }

    @Test
    @DisplayName(
            "P13: a message that a rollback took back comes again when it is named, once; nobody holds the profile")
    void again() {
        giftTakenBack();
        assertThat(items(a)).as("not by itself").isEmpty();
        assertThat(again(b, gift))
                .isInstanceOfSatisfying(
                        EditOutcome.Applied.class,
                        applied -> assertThat(applied.where()).isEqualTo(Where.UNHELD));
        assertThat(again(b, gift)).isInstanceOf(EditOutcome.Refused.class);
        assertThat(items(a)).containsExactly("sword");
        assertThat(again(a, gift)).isInstanceOf(EditOutcome.Refused.class);
        assertThat(items(b)).containsExactly("sword");
        assertNoMessageIsLeft();
    }

    @Test
    @DisplayName("P13, F27: the server that has the profile sends it, whoever asks")
    void travels() {
        giftTakenBack();
        Profile<Purse> profile = loadTaking(a, "k");
        assertThat(again(b, gift))
                .isInstanceOfSatisfying(
                        EditOutcome.Applied.class,
                        applied -> assertThat(applied.where()).isEqualTo(Where.OWNER));
        network.until(() -> profile.data().items().equals(List.of("sword")), seconds(5));
        assertThat(again(a, gift)).isInstanceOf(EditOutcome.Refused.class);
        network.advance(seconds(5));
        assertThat(profile.data().items()).containsExactly("sword");
    }

    @Test
    @DisplayName("P13: only what a rollback took back is sent again: not what is in the data, nor what was never sent")
    void onlyWhatWasTakenBack() {
        RolledBack back = giftTakenBack();
        assertThat(again(a, "nobody/000000000001"))
                .isInstanceOfSatisfying(
                        EditOutcome.Refused.class,
                        refused -> assertThat(refused.why()).contains("nobody").contains(gift));
        assertThat(rolledBack(back.undo()).takenBack().messages()).isEmpty();
        assertThat(again(a, gift)).as("the undo gave it back").isInstanceOf(EditOutcome.Refused.class);
        assertThat(items(a)).containsExactly("sword");
        assertThatThrownBy(() -> again(a, "x".repeat(2000))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> network.await(purses(a).messageAgainAsync("k", gift, "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reason");
    }

    @Test
    @DisplayName("P13: what was sent again and taken back again has an id of its own, and can be sent once more")
    void takenBackTwice() {
        giftTakenBack();
        again(b, gift);
        assertThat(items(a)).containsExactly("sword");
        List<String> second = rolledBack(good).takenBack().messages();
        assertThat(second).hasSize(1).doesNotContain(gift);
        assertThat(again(a, gift)).isInstanceOf(EditOutcome.Refused.class);
        assertThat(again(a, second.getFirst())).isInstanceOf(EditOutcome.Applied.class);
        assertThat(items(b)).containsExactly("sword");
    }

    @Test
    @DisplayName("what was said of a message that expires no longer holds when it is sent again")
    void withoutExpiry() {
        good = saved(load(purses(a), "k").releaseAsync()).revision();
        gift = sent(network.await(purses(b).messageAsync("k", new Gift("sword", 5), seconds(60))));
        items(a);
        rolledBack(good);
        network.advance(Duration.ofHours(1));
        assertThat(again(b, gift)).isInstanceOf(EditOutcome.Applied.class);
        network.advance(Duration.ofHours(1));
        assertThat(items(a)).containsExactly("sword");
    }

    @Test
    @DisplayName("a message whose history was swept is not sent again, and the answer says so")
    void afterItsHistory() {
        giftTakenBack();
        network.jumpStorageClock(Duration.ofDays(31));
        network.storage().sweep(10_000);
        assertThat(again(a, gift))
                .isInstanceOfSatisfying(
                        EditOutcome.Refused.class,
                        refused -> assertThat(refused.why()).contains("30 days"));
    }

    @Test
    @DisplayName("R10: a profile that has as many messages waiting as it may is sent none again")
    void tooMany() {
        giftTakenBack();
        for (int i = 0; i < 1000; i++) {
            send(b, "k", new Greeting("hello"));
        }
        assertThat(again(b, gift))
                .isInstanceOfSatisfying(
                        EditOutcome.Refused.class,
                        refused -> assertThat(refused.why()).contains("1000"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("P11, P13: in a storm, asked for again and again, its effect is had once")
    void onceInAStorm(long seed) {
        giftTakenBack();
        network.faults(Faults.storm(new java.util.SplittableRandom(seed)));
        for (int i = 0; i < 6; i++) {
            var unused = purses(i % 2 == 0 ? a : b).messageAgainAsync("k", gift, "ticket 13");
            network.advance(Duration.ofMillis(200 * seed));
            if (i == 3) {
                network.kill(a);
            }
        }
        network.faults(Faults.calm());
        network.advance(seconds(90));
        DataSave last = server("last");
        again(last, gift);
        assertThat(items(last)).containsExactly("sword");
        assertThat(items(last)).containsExactly("sword");
    }
}
