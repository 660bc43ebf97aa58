package dev.datasave.jdbc.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.DataSaveListener;
import dev.datasave.GrantResult;
import dev.datasave.LoadResult;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.ProfileId;
import dev.datasave.ProfileStore;
import dev.datasave.SaveResult;
import dev.datasave.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages on a real database, between servers that have it open each for itself (P11). */
@Timeout(120)
public abstract class MessageFeatures extends Feature {
    record Bag(List<String> items) {
        Bag with(String item) {
            List<String> more = new ArrayList<>(items);
            more.add(item);
            return new Bag(more);
        }
    }

    record Gift(String item) {}

    private DataSave server(String name, DataSaveListener listener) {
        return DataSave.builder(open()).serverName(name).listener(listener).build();
    }

    private DataSave server(String name) {
        return server(name, new DataSaveListener() {});
    }

    private static ProfileStore<Bag> bags(DataSave server) {
        return server.profileStore("Bag", Bag.class, () -> new Bag(List.of()));
    }

    private static Profile<Bag> load(DataSave server, String key) {
        return switch (bags(server).loadProfileAsync(key).join()) {
            case LoadResult.Loaded<Bag>(var profile) -> profile;
            case LoadResult.NotLoaded<Bag>(var reason) -> throw new AssertionError("not loaded: " + reason);
        };
    }

    private static String sent(CompletableFuture<Message.Outcome> outcome) {
        return switch (outcome.join()) {
            case Message.Outcome.Sent(var id) -> id;
            case Message.Outcome.TooMany many -> throw new AssertionError(many);
        };
    }

    @Test
    void giftsToAHoppingPlayerComeOnceAndInOrder_P11() throws InterruptedException {
        int hops = 20;
        int gifts = 200;
        CountDownLatch taken = new CountDownLatch(gifts);
        List<CompletableFuture<Message.Outcome>> all = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try (DataSave sender = server("sender");
                DataSave a = server("a");
                DataSave b = server("b")) {
            for (int hop = 0; hop < hops; hop++) {
                for (int i = 0; i < gifts / hops; i++) {
                    names.add("gift " + names.size());
                    all.add(bags(sender).messageAsync("alice", new Gift(names.getLast())));
                }
                load(hop % 2 == 0 ? a : b, "alice").onMessage(Gift.class, message -> {
                    if (message.acknowledge(bag -> bag.with(message.payload().item()))) {
                        taken.countDown();
                    }
                });
            }
            all.forEach(MessageFeatures::sent);
            assertThat(taken.await(60, TimeUnit.SECONDS)).isTrue();
        }
        try (DataSave last = server("last")) {
            assertThat(load(last, "alice").data().items()).containsExactlyElementsOf(names);
            assertThat(bags(last).pendingMessagesAsync("alice").join()).isEmpty();
        }
    }

    @Test
    void giftsAndPurchasesOfAMovedPlayerCountOnce_P15() throws InterruptedException {
        int moves = 10;
        List<CompletableFuture<Message.Outcome>> all = new ArrayList<>();
        List<String> names = new ArrayList<>(List.of("sword"));
        try (DataSave sender = server("sender");
                DataSave a = server("a");
                DataSave b = server("b")) {
            Profile<Bag> first = load(a, "alice 0");
            first.grantOnceAsync("purchase", bag -> bag.with("sword")).join();
            for (int move = 0; move < moves; move++) {
                for (int i = 0; i < 5; i++) {
                    names.add("gift " + names.size());
                    all.add(bags(sender).messageAsync("alice 0", new Gift(names.getLast())));
                }
                assertThat(bags(move % 2 == 0 ? b : a)
                                .moveProfileAsync("alice " + move % 3, "alice " + (move + 1) % 3, "moved on")
                                .join())
                        .isInstanceOf(ProfileStore.MoveOutcome.Moved.class);
            }
            all.forEach(MessageFeatures::sent);
            CountDownLatch taken = new CountDownLatch(all.size());
            Profile<Bag> last = load(a, "alice " + moves % 3);
            last.onMessage(Gift.class, message -> {
                if (message.acknowledge(bag -> bag.with(message.payload().item()))) {
                    taken.countDown();
                }
            });
            assertThat(taken.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(last.data().items()).containsExactlyInAnyOrderElementsOf(names);
            assertThat(last.grantOnceAsync("purchase", bag -> bag.with("another"))
                            .join())
                    .isInstanceOf(GrantResult.AlreadyGranted.class);
        }
    }

    @Test
    void aGiftInATransactionOutlivesItsServer_P12_F37() throws InterruptedException {
        try (DataSave a = server("a")) {
            Profile<Bag> giver = load(a, "giver");
            giver.update(bag -> bag.with("sword"));
            Transaction.Result result = a.transactAsync(Transaction.Participants.of(giver), tx -> {
                        tx.update(giver, bag -> new Bag(List.of()));
                        tx.message(bags(a), "taker", new Gift("sword"));
                        return true;
                    })
                    .join();
            assertThat(result).isEqualTo(new Transaction.Result.Committed());
        }
        try (DataSave b = server("b")) {
            assertThat(load(b, "giver").data().items()).isEmpty();
            CountDownLatch taken = new CountDownLatch(1);
            Profile<Bag> taker = load(b, "taker");
            taker.onMessage(Gift.class, message -> {
                message.acknowledge(bag -> bag.with(message.payload().item()));
                taken.countDown();
            });
            assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(taker.data().items()).containsExactly("sword");
        }
    }

    @Test
    void messagesAreSentWithdrawnAndEditedInOneStep_P12() throws InterruptedException {
        try (DataSave a = server("a");
                DataSave b = server("b")) {
            String axe = sent(bags(b).messageAsync("alice", new Gift("axe")));
            String bow = sent(bags(b).messageAsync("bob", new Gift("bow")));
            load(a, "alice");
            Transaction.Participants all =
                    Transaction.Participants.of().and(bags(a), "alice", axe).and(bags(a), "bob", bow);
            assertThat(a.transactAsync(all, tx -> {
                                tx.message(bags(a), "bob", new Gift("cap"));
                                return tx.withdrawMessage(bags(a), "alice", axe)
                                        && tx.editMessage(bags(a), "bob", bow, new Gift("bell"));
                            })
                            .join())
                    .isEqualTo(new Transaction.Result.Committed());
            CountDownLatch taken = new CountDownLatch(2);
            Profile<Bag> bob = load(b, "bob");
            bob.onMessage(Gift.class, message -> {
                message.acknowledge(bag -> bag.with(message.payload().item()));
                taken.countDown();
            });
            assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(bob.data().items()).containsExactlyInAnyOrder("bell", "cap");
            assertThat(bags(a).pendingMessagesAsync("alice").join()).isEmpty();
            assertThat(a.transactAsync(all, tx -> tx.withdrawMessage(bags(a), "bob", bow))
                            .join())
                    .isInstanceOf(Transaction.Result.Held.class);
        }
    }

    @Test
    void messagesAreWithdrawnEditedAndExpire_P11() throws InterruptedException {
        CompletableFuture<Message.Pending> expired = new CompletableFuture<>();
        DataSaveListener listener = new DataSaveListener() {
            @Override
            public void messageExpired(ProfileId profile, Message.Pending message) {
                expired.complete(message);
            }
        };
        try (DataSave a = server("a");
                DataSave b = server("b", listener)) {
            Profile<Bag> alice = load(b, "alice");
            ProfileStore<Bag> store = bags(a);
            String withdrawn = sent(store.messageAsync("alice", new Gift("sword")));
            String edited = sent(store.messageAsync("alice", new Gift("shield")));
            String late = sent(store.messageAsync("alice", new Gift("helmet"), Duration.ofMillis(500)));
            assertThat(store.withdrawMessageAsync("alice", withdrawn).join()).isEqualTo(new Message.Change.Done());
            assertThat(store.editMessageAsync("alice", edited, new Gift("golden shield"))
                            .join())
                    .isEqualTo(new Message.Change.Done());
            assertThat(expired.join().id()).isEqualTo(late);
            CountDownLatch taken = new CountDownLatch(1);
            alice.onMessage(Gift.class, message -> {
                message.acknowledge(bag -> bag.with(message.payload().item()));
                taken.countDown();
            });
            assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(alice.data().items()).containsExactly("golden shield");
            assertThat(alice.saveAsync().join()).isInstanceOf(SaveResult.Saved.class);
            assertThat(store.pendingMessagesAsync("alice").join())
                    .extracting(Message.Pending::isDead)
                    .containsExactly(true);
        }
    }
}
