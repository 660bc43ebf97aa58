package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.Transaction;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Limits of messages, bad input, transactions that send, and closing (P11, P12). */
class MessageLimitsTest extends MailOnNetwork {
    private final DataSave a = server("a");
    private final DataSave b = server("b");

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    /** Refers to itself. */
    static final class Cycle {
        final Cycle self = this;
    }

    /** Has bodies in its constants. */
    enum Reward {
        SWORD {
            @Override
            int coins() {
                return 5;
            }
        };

        abstract int coins();
    }

    private long consumed(String key) {
        return JsonParser.parseString(String.valueOf(entry(key).content().system()))
                .getAsJsonObject()
                .getAsJsonArray("consumed")
                .size();
    }

    @Test
    @DisplayName(
            "P11: a thousand may wait for a profile, the next is refused with the limit, and a transaction that sends it too")
    void limit() {
        Profile<Purse> alice = load(purses(a), "alice");
        alice.update(purse -> purse.earn(10));
        List<CompletableFuture<Message.Outcome>> all = new ArrayList<>();
        for (int i = 0; i < 1001; i++) {
            all.add(purses(a).messageAsync("carol", new Gift("g" + i, 1)));
        }
        assertThat(network.await(all.get(1000))).isEqualTo(new Message.Outcome.TooMany(1000));
        all.subList(0, 1000).forEach(outcome -> sent(network.await(outcome)));
        CompletableFuture<Transaction.Result> gift = a.transactAsync(Transaction.Participants.of(alice), tx -> {
            tx.update(alice, purse -> purse.earn(-10));
            tx.message(purses(a), "carol", new Gift("coins", 10));
            return true;
        });
        assertThat(network.await(gift))
                .isEqualTo(new Transaction.Result.TooManyMessages(new dev.datasave.ProfileId("Purse", "carol"), 1000));
        assertThat(alice.data().coins()).isEqualTo(10);
        send(a, "dave", new Gift("sword", 5));
        Profile<Purse> carol = loadTaking(b, "carol");
        network.advance(seconds(5));
        assertThat(carol.data().coins()).isEqualTo(1000);
        saved(carol.saveAsync());
        network.advance(seconds(5));
        send(a, "carol", new Gift("late", 1));
    }

    @Test
    @DisplayName(
            "P11, R10: however many messages a session consumes, its profile can be saved, and a later session forgets them")
    void manyMessagesInOneSession() {
        Profile<Purse> bob = load(purses(b), "bob");
        bob.onMessage(
                Gift.class,
                message -> message.acknowledge(
                        purse -> purse.earn(message.payload().coins())));
        for (int round = 0; round < 8; round++) {
            List<CompletableFuture<Message.Outcome>> all = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                all.add(purses(a).messageAsync("bob", new Gift("g" + i, 1)));
            }
            all.forEach(outcome -> sent(network.await(outcome)));
            network.advance(seconds(2));
            saved(bob.saveAsync());
            network.advance(seconds(2));
        }
        assertThat(bob.data().coins()).isEqualTo(4000);
        assertThat(consumed("bob")).isBetween(256L, 1000L);
        assertNoMessageIsLeft();
        saved(bob.releaseAsync());
        Profile<Purse> later = loadTaking(a, "bob");
        send(a, "bob", new Gift("sword", 1));
        network.advance(seconds(1));
        saved(later.saveAsync());
        assertThat(consumed("bob")).isEqualTo(32);
        assertThat(later.data().coins()).isEqualTo(4001);
    }

    @Test
    @DisplayName("P12, F37: a message is part of its transaction: there if it is stored, and only then")
    void transactionsSend() {
        Profile<Purse> alice = load(purses(a), "alice");
        Profile<Purse> bob = loadTaking(b, "bob");
        alice.update(purse -> new Purse(0, List.of("sword")));
        CompletableFuture<Transaction.Result> declined = a.transactAsync(Transaction.Participants.of(alice), tx -> {
            tx.message(purses(a), "bob", new Gift("shield", 1));
            return false;
        });
        assertThat(network.await(declined)).isEqualTo(new Transaction.Result.Declined());
        CompletableFuture<Transaction.Result> gift = a.transactAsync(Transaction.Participants.of(alice), tx -> {
            tx.update(alice, purse -> new Purse(0, List.of()));
            tx.message(purses(a), "bob", new Gift("sword", 5));
            tx.message(purses(a), "offline", new Gift("helmet", 1), Duration.ofHours(1));
            return true;
        });
        assertThat(network.await(gift)).isEqualTo(new Transaction.Result.Committed());
        network.kill(a);
        network.advance(seconds(20));
        assertThat(bob.data().items()).containsExactly("sword");
        assertThat(loadTaking(b, "alice").data().items()).isEmpty();
        assertThat(pendingTypes(purses(b), "offline")).containsExactly("Gift");
    }

    @Test
    @DisplayName("P11: what can't be a message is refused at once, with words")
    void badMessages() {
        ProfileStore<Purse> store = purses(a);
        assertThatThrownBy(() -> store.messageAsync("carol", nothing()))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("message");
        assertThatThrownBy(() -> store.messageAsync("", new Gift("sword", 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key");
        assertThatThrownBy(() -> store.messageAsync("carol", Double.NaN))
                .isInstanceOf(DataSaveException.InvalidData.class)
                .hasMessageContaining("Double");
        assertThatThrownBy(() -> store.messageAsync("carol", new Cycle()))
                .isInstanceOf(DataSaveException.InvalidData.class)
                .hasMessageContaining("Cycle");
        assertThatThrownBy(() -> store.messageAsync("carol", new Gift("a\0b", 5)))
                .isInstanceOf(DataSaveException.InvalidData.class)
                .hasMessageContaining("U+0000");
        assertThatThrownBy(() -> store.messageAsync("carol", new Greeting("x".repeat(Limits.VALUE_BYTES))))
                .isInstanceOf(DataSaveException.InvalidData.class)
                .hasMessageContaining("bytes");
        assertThatThrownBy(() -> store.messageAsync("carol", new Object() {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without a name");
        for (Duration expiry : List.of(Duration.ZERO, seconds(-1))) {
            assertThatThrownBy(() -> store.messageAsync("carol", new Gift("sword", 5), expiry))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expiry");
        }
        network.advance(seconds(1));
        assertNoMessageIsLeft();
    }

    @Test
    @DisplayName("P11: a constant of an enum travels under the enum's name; an expiry for ever is one")
    void oddMessages() {
        Profile<Purse> carol = load(purses(b), "carol");
        carol.onMessage(
                Reward.class,
                message -> message.acknowledge(
                        purse -> purse.earn(message.payload().coins())));
        network.await(purses(a).messageAsync("carol", Reward.SWORD, Duration.ofSeconds(Long.MAX_VALUE)));
        network.advance(seconds(1));
        assertThat(carol.data().coins()).isEqualTo(5);
    }

    @Test
    @DisplayName("P11: handlers of what can't be a message are refused; one that doesn't fit its message is an event")
    void badHandlers() {
        Profile<Purse> carol = load(purses(b), "carol");
        assertThatThrownBy(() -> carol.onMessage(Thread.class, message -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> carol.onMessage(Gift.class, nothing())).isInstanceOf(NullPointerException.class);
        send(a, "carol", new Other.Gift(List.of(1, 2)));
        carol.onMessage(Gift.class, taking());
        network.advance(seconds(5));
        assertThat(events).anyMatch(event -> event.startsWith("b listenerFailed message Gift can't be decoded"));
        assertThat(pendingTypes(purses(a), "carol")).containsExactly("Gift");
    }

    /** Classes of the same simple names. */
    static final class Other {
        record Gift(List<Integer> name) {}
    }

    @Test
    @DisplayName("P11: an entry that is no message is told once, and harms no other")
    void foreignEntries() {
        Profile<Purse> bob = loadTaking(b, "bob");
        String id = send(a, "bob", new Gift("sword", 5));
        network.advance(seconds(1));
        EntryId real = messageEntries().getFirst().id();
        String incarnation = b.incarnation();
        Content garbage =
                new Content("{\"store\":7}", Set.of(), Map.of(), "mail:" + incarnation, Content.Score.of(1), null);
        network.storage()
                .write(
                        List.of(
                                Write.put(
                                        new EntryId("~message", real.key().replace(id, "x/1")),
                                        Optional.empty(),
                                        "w1",
                                        garbage),
                                Write.put(new EntryId("~message", "nobody/x/1"), Optional.empty(), "w2", garbage)),
                        Atomicity.EACH);
        network.advance(Duration.ofMinutes(3));
        send(a, "bob", new Gift("shield", 5));
        network.advance(seconds(5));
        assertThat(bob.data().items()).containsExactly("sword", "shield");
    }

    @Test
    @DisplayName("P11: closing waits for what is being sent, then refuses; a message sent in onRelease still goes")
    void closing() {
        ProfileStore<Purse> store = purses(a);
        Profile<Purse> alice = load(store, "alice");
        List<CompletableFuture<Message.Outcome>> last = new ArrayList<>();
        alice.onRelease(reason -> last.add(store.messageAsync("bob", new Gift("farewell", 1))));
        CompletableFuture<Message.Outcome> before = store.messageAsync("bob", new Gift("sword", 5));
        network.closeServer(a);
        assertThat(before).isCompletedWithValueMatching(Message.Outcome.Sent.class::isInstance);
        assertThat(last.getFirst()).isCompletedWithValueMatching(Message.Outcome.Sent.class::isInstance);
        CompletableFuture<Message.Outcome> after = store.messageAsync("bob", new Gift("late", 1));
        assertThatThrownBy(() -> network.await(after))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(DataSaveException.Closed.class);
        assertThat(network.listening(a)).isZero();
        Profile<Purse> bob = loadTaking(b, "bob");
        network.advance(seconds(1));
        assertThat(bob.data().items()).containsExactly("sword", "farewell");
    }

    @Test
    @DisplayName("P11: closing in an outage answers whoever waits")
    void closingInAnOutage() {
        network.advance(seconds(1));
        network.outage(a, seconds(300));
        CompletableFuture<Message.Outcome> sending = purses(a).messageAsync("bob", new Gift("sword", 5));
        var listing = purses(a).pendingMessagesAsync("bob");
        var withdrawing = purses(a).withdrawMessageAsync("bob", "x/000000000001");
        network.advance(seconds(1));
        network.closeServer(a);
        network.advance(seconds(5));
        assertThat(List.of(sending, listing, withdrawing)).allMatch(CompletableFuture::isDone);
    }

    @Test
    @DisplayName("P11: on the home executor handlers run there, one message after the other")
    void homeExecutor() {
        List<String> ran = new ArrayList<>();
        DataSave c = server(
                "c",
                builder -> builder.homeExecutor(task -> {
                    ran.add("home");
                    network.executor().execute(task);
                }));
        ran.clear();
        Profile<Purse> carol = loadTaking(c, "carol");
        ran.clear();
        send(a, "carol", new Gift("sword", 5));
        send(a, "carol", new Gift("shield", 5));
        network.advance(seconds(1));
        assertThat(carol.data().items()).containsExactly("sword", "shield");
        assertThat(ran).containsExactly("home", "home");
    }
}
