package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.LoadResult;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.SaveResult;
import dev.datasave.Transaction;
import dev.datasave.spi.Entry;
import dev.datasave.tck.network.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Messages under faults (P11): the effect is there exactly once, whatever dies, is lost, or comes late. */
class MessageFaultsTest extends MailOnNetwork {
    private final DataSave a = server("a");
    private final DataSave b = server("b");

    @BeforeEach
    void leasesAreWritten() {
        network.advance(seconds(1));
    }

    private static List<String> names(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("g" + i);
        }
        return names;
    }

    @Test
    @DisplayName("P10, P11, F19: lost replies and late writes of the sending double nothing and change no order")
    void sendingUnderFaults() {
        Profile<Purse> bob = loadTaking(b, "bob");
        network.faults(Faults.calm().withErrors(0.15, 0.25).withTimeouts(0.1, 0.05));
        List<CompletableFuture<Message.Outcome>> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add(purses(a).messageAsync("bob", new Gift("g" + i, 1)));
            network.advance(Duration.ofMillis(200));
        }
        network.advance(seconds(100));
        network.faults(Faults.calm());
        all.forEach(outcome -> sent(network.await(outcome)));
        network.advance(seconds(100));
        assertThat(bob.data().items()).containsExactlyElementsOf(names(40));
        saved(bob.saveAsync());
        network.advance(seconds(70));
        assertNoMessageIsLeft();
    }

    @Test
    @DisplayName("P11, F28: the sender dies: what was confirmed arrives, what was not arrives at most once")
    void senderDies() {
        Profile<Purse> bob = loadTaking(b, "bob");
        List<String> confirmed = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            DataSave sender = network.server("sender");
            network.advance(seconds(1));
            String name = "g" + i;
            CompletableFuture<Message.Outcome> outcome = purses(sender).messageAsync("bob", new Gift(name, 1));
            network.advance(Duration.ofNanos(network.random().nextLong(3_000_000)));
            if (outcome.isDone()) {
                confirmed.add(name);
            }
            network.kill(sender);
        }
        network.advance(seconds(20));
        assertThat(bob.data().items()).doesNotHaveDuplicates().containsAll(confirmed);
        assertThat(confirmed.size()).isBetween(1, 19);
    }

    @Test
    @DisplayName("P11, F38: the owner dies before the effect is saved: the message comes again, to the next owner")
    void ownerDiesBeforeTheSave() {
        Profile<Purse> bob = loadTaking(b, "bob");
        send(a, "bob", new Gift("sword", 5));
        network.advance(seconds(1));
        assertThat(bob.data().coins()).isEqualTo(5);
        network.kill(b);
        Profile<Purse> again = loadTaking(a, "bob");
        network.advance(seconds(1));
        assertThat(again.data()).isEqualTo(new Purse(5, List.of("sword")));
    }

    @Test
    @DisplayName("P11, F38: the owner dies after the save and before the removal: the message is only removed")
    void ownerDiesBeforeTheRemoval() {
        int unremoved = 0;
        for (int i = 0; i < 20; i++) {
            String key = "player" + i;
            DataSave owner = network.server("owner");
            Profile<Purse> profile = loadTaking(owner, key);
            send(a, key, new Gift("sword", 5));
            network.advance(seconds(1));
            saved(profile.saveAsync());
            network.kill(owner);
            network.advance(seconds(20));
            unremoved += messageEntries().size();
            assertThat(pending(purses(a), key)).as("it is consumed").isEmpty();
            Profile<Purse> again = loadTaking(a, key);
            network.advance(seconds(5));
            assertThat(again.data().items()).containsExactly("sword");
            assertNoMessageIsLeft();
        }
        assertThat(unremoved).isPositive();
    }

    @Test
    @DisplayName("P11, F38: what is acknowledged while a save is under way is not removed with that save")
    void acknowledgedDuringASave() {
        int late = 0;
        for (int i = 0; i < 30; i++) {
            String key = "player" + i;
            DataSave owner = network.server("owner");
            Profile<Purse> profile = load(purses(owner), key);
            List<Message<Purse, Gift>> kept = new ArrayList<>();
            profile.onMessage(Gift.class, kept::add);
            send(a, key, new Gift("sword", 5));
            network.advance(seconds(1));
            profile.update(purse -> purse.earn(1));
            CompletableFuture<SaveResult> save = profile.saveAsync();
            network.advance(Duration.ofNanos(network.random().nextLong(1_500_000)));
            assertThat(kept.getFirst().acknowledge(purse -> with(purse, new Gift("sword", 5))))
                    .isTrue();
            saved(save);
            network.advance(Duration.ofMillis(100));
            network.kill(owner);
            network.advance(seconds(15));
            late += isSaved(key) ? 0 : 1;
            Profile<Purse> again = loadTaking(a, key);
            network.advance(seconds(5));
            assertThat(again.data()).isEqualTo(new Purse(6, List.of("sword")));
        }
        assertThat(late).isPositive();
    }

    private boolean isSaved(String key) {
        return String.valueOf(entry(key).content().value()).contains("sword");
    }

    @Test
    @DisplayName("P5, P11: a handover takes along what is pending, and what is acknowledged and not saved yet")
    void handover() {
        Profile<Purse> here = load(purses(a), "bob");
        here.onMessage(Gift.class, message -> {
            if (message.payload().name().equals("sword")) {
                message.acknowledge(purse -> with(purse, message.payload()));
            }
        });
        send(b, "bob", new Gift("sword", 5));
        send(b, "bob", new Gift("shield", 7));
        network.advance(seconds(1));
        assertThat(here.data().items()).containsExactly("sword");
        Profile<Purse> there = loadTaking(b, "bob");
        network.advance(seconds(1));
        assertThat(there.data()).isEqualTo(new Purse(12, List.of("sword", "shield")));
        saved(there.releaseAsync());
        network.advance(seconds(1));
        assertNoMessageIsLeft();
    }

    @Test
    @DisplayName("P11: messages acknowledged in onLastSave are part of the final state")
    void lastWords() {
        Profile<Purse> here = load(purses(a), "bob");
        List<Message<Purse, Gift>> kept = new ArrayList<>();
        here.onMessage(Gift.class, kept::add);
        here.onLastSave(reason ->
                kept.forEach(message -> message.acknowledge(purse -> with(purse, message.payload()))));
        send(b, "bob", new Gift("sword", 5));
        network.advance(seconds(1));
        Profile<Purse> there = loadTaking(b, "bob");
        network.advance(seconds(5));
        assertThat(there.data().items()).containsExactly("sword");
        assertNoMessageIsLeft();
    }

    @Test
    @DisplayName("P11: what was addressed while the profile changed hands is forwarded, with signals and without")
    void forwarding() {
        int forwarded = 0;
        for (int i = 0; i < 60; i++) {
            String key = "player" + i;
            network.faults(i % 2 == 0 ? Faults.calm() : Faults.calm().withoutSignals());
            boolean isHeldBefore = i % 3 != 0;
            if (isHeldBefore) {
                load(purses(a), key);
            }
            CompletableFuture<LoadResult<Purse>> loading = purses(b).loadProfileAsync(key);
            network.advance(Duration.ofNanos(network.random().nextLong(isHeldBefore ? 6_000_000 : 2_000_000)));
            CompletableFuture<Message.Outcome> outcome = purses(a).messageAsync(key, new Gift("sword", 1));
            Profile<Purse> profile = profileOf(network.await(loading));
            profile.onMessage(Gift.class, taking());
            sent(network.await(outcome));
            network.advance(seconds(5));
            assertThat(profile.data().items()).as(key).containsExactly("sword");
            forwarded +=
                    messageEntries().stream().mapToLong(Entry::revision).max().orElse(1) > 1 ? 1 : 0;
            saved(profile.releaseAsync());
            network.advance(seconds(1));
        }
        assertThat(forwarded).isPositive();
    }

    @Test
    @DisplayName(
            "P11: mail for a server that no longer has the profile is forwarded by that server when its sender is dead")
    void forwardedByTheFormerHolder() {
        int late = 0;
        for (int i = 0; i < 60; i++) {
            String key = "player" + i;
            DataSave sender = network.server("sender");
            network.advance(seconds(1));
            load(purses(a), key);
            CompletableFuture<Message.Outcome> outcome = purses(sender).messageAsync(key, new Gift("sword", 1));
            network.advance(Duration.ofNanos(network.random().nextLong(1_500_000)));
            CompletableFuture<LoadResult<Purse>> loading = purses(b).loadProfileAsync(key);
            network.schedule(Duration.ofMillis(3), () -> network.kill(sender));
            Profile<Purse> profile = profileOf(network.await(loading));
            profile.onMessage(Gift.class, taking());
            network.advance(seconds(5));
            boolean isThere = profile.data().items().equals(List.of("sword"));
            assertThat(isThere || !outcome.isDone()).as(key).isTrue();
            late += isThere ? 0 : 1;
        }
        assertThat(late).isLessThan(60);
    }

    @Test
    @DisplayName("P3, P11: mail for a former incarnation of a server still reaches its sessions")
    void reincarnation() {
        Profile<Purse> bob = loadTaking(b, "bob");
        network.pause(b);
        network.schedule(seconds(12), () -> network.resume(b));
        CompletableFuture<Message.Outcome> early = purses(a).messageAsync("bob", new Gift("sword", 5));
        network.advance(seconds(20));
        sent(network.await(early));
        assertThat(events).contains("b reincarnated");
        assertThat(bob.data().items()).containsExactly("sword");
        send(a, "bob", new Gift("shield", 7));
        network.advance(seconds(1));
        assertThat(bob.data().items()).containsExactly("sword", "shield");
    }

    @Test
    @DisplayName("P3, P11: a suspended profile gets its messages when it resumes, in order")
    void suspended() {
        Profile<Purse> bob = loadTaking(b, "bob");
        network.outage(b, seconds(15));
        network.advance(seconds(12));
        assertThat(events).contains("b suspended");
        for (int i = 0; i < 5; i++) {
            send(a, "bob", new Gift("g" + i, 1));
        }
        assertThat(bob.data().items()).isEmpty();
        network.advance(seconds(10));
        assertThat(events).contains("b resumed").noneMatch(event -> event.contains("listenerFailed"));
        assertThat(bob.data().items()).containsExactlyElementsOf(names(5));
    }

    @Test
    @DisplayName("P11, P12: a handler that meets a transaction gets the same message again, before later ones")
    void handlerMeetsATransaction() {
        Profile<Purse> bob = loadTaking(b, "bob");
        network.await(bob.saveAsync());
        network.outage(b, seconds(4));
        var slow = b.transactAsync(Transaction.Participants.of(bob), tx -> {
            tx.update(bob, purse -> purse.earn(100));
            return true;
        });
        network.advance(seconds(1));
        send(a, "bob", new Gift("sword", 1));
        network.outage(b, Duration.ZERO);
        send(a, "bob", new Gift("shield", 1));
        network.advance(seconds(20));
        assertThat(slow).isDone();
        assertThat(bob.data()).isEqualTo(new Purse(102, List.of("sword", "shield")));
        assertThat(events).noneMatch(event -> event.contains("listenerFailed"));
    }

    @Test
    @DisplayName("P8, P11: a message whose effect was lost with a stolen session comes again")
    void stolen() {
        Profile<Purse> bob = loadTaking(b, "bob");
        send(a, "bob", new Gift("sword", 5));
        network.advance(seconds(1));
        Profile<Purse> there = load(purses(a), "bob", DEFAULTS.whenHeld(dev.datasave.WhenHeld.STEAL));
        there.onMessage(Gift.class, taking());
        network.advance(seconds(40));
        assertThat(there.data()).isEqualTo(new Purse(5, List.of("sword")));
        assertThat(bob.isActive()).isFalse();
        assertThat(lost).hasSize(1);
    }

    @Test
    @DisplayName(
            "F41, P11: a storage that was set back doesn't bring a message back to the session that has its effect")
    void setBack() {
        Profile<Purse> bob = loadTaking(b, "bob");
        send(a, "bob", new Gift("sword", 5));
        network.advance(seconds(1));
        saved(bob.saveAsync());
        network.advance(seconds(3));
        network.setBack(seconds(4).minusMillis(500));
        assertThat(messageEntries()).hasSize(1);
        send(a, "bob", new Gift("shield", 7));
        network.advance(seconds(10));
        assertThat(bob.data().items()).containsExactly("sword", "shield");
        saved(bob.releaseAsync());
        network.advance(seconds(5));
        assertNoMessageIsLeft();
        assertThat(loadTaking(a, "bob").data().items()).containsExactly("sword", "shield");
    }
}
