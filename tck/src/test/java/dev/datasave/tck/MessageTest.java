package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.spi.Entry;
import dev.datasave.tck.network.Faults;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Messages (P11): to profiles that are loaded here, elsewhere, nowhere, or don't exist. */
class MessageTest extends MailOnNetwork {
    private final DataSave a = server("a");
    private final List<CompletableFuture<Message.Outcome>> sent = new ArrayList<>();

    @Test
    @DisplayName("P11, F28: a gift to an offline player waits for him and is given once")
    void offline() {
        network.await(load(purses(a), "carol").releaseAsync());
        send(a, "carol", new Gift("sword", 5));
        network.advance(seconds(60));
        Profile<Purse> carol = loadTaking(server("b"), "carol");
        network.advance(seconds(1));
        assertThat(carol.data()).isEqualTo(new Purse(5, List.of("sword")));
        saved(carol.releaseAsync());
        network.advance(seconds(1));
        assertNoMessageIsLeft();
        Profile<Purse> again = loadTaking(a, "carol");
        network.advance(seconds(5));
        assertThat(again.data()).isEqualTo(new Purse(5, List.of("sword")));
    }

    @Test
    @DisplayName("P11: a gift to a player who has never been here waits for his first load")
    void notYetExisting() {
        send(a, "dave", new Gift("welcome", 1));
        assertThat(isStored("dave")).isFalse();
        Profile<Purse> dave = loadTaking(a, "dave");
        network.advance(seconds(1));
        assertThat(dave.data().coins()).isEqualTo(1);
    }

    @Test
    @DisplayName("P11: a gift to a player of the same server comes at once")
    void loadedHere() {
        Profile<Purse> alice = loadTaking(a, "alice");
        send(a, "alice", new Gift("sword", 5));
        network.advance(seconds(1).dividedBy(20));
        assertThat(alice.data().coins()).isEqualTo(5);
    }

    @Test
    @DisplayName("P11: a gift to a player of another server comes within milliseconds")
    void loadedElsewhere() {
        Profile<Purse> bob = loadTaking(server("b"), "bob");
        send(a, "bob", new Gift("sword", 5));
        network.advance(seconds(1).dividedBy(20));
        assertThat(bob.data().coins()).isEqualTo(5);
    }

    @Test
    @DisplayName("P6, P11: without any signal it comes with the next heartbeat")
    void withoutSignals() {
        network.faults(Faults.calm().withoutSignals());
        Profile<Purse> bob = loadTaking(server("b"), "bob");
        send(a, "bob", new Gift("sword", 5));
        network.advance(seconds(3));
        assertThat(bob.data().coins()).isEqualTo(5);
    }

    @Test
    @DisplayName("P11: one sender's messages come in the order of the calls, also where nobody waited in between")
    void inOrder() {
        Profile<Purse> bob = load(purses(server("b")), "bob");
        sendAll("early");
        network.advance(seconds(5));
        bob.onMessage(Gift.class, taking());
        sendAll("late");
        network.advance(seconds(5));
        List<String> expected = new ArrayList<>();
        IntStream.range(0, 30).forEach(i -> expected.add("early" + i));
        IntStream.range(0, 30).forEach(i -> expected.add("late" + i));
        assertThat(bob.data().items()).containsExactlyElementsOf(expected);
    }

    private void sendAll(String prefix) {
        IntStream.range(0, 30).forEach(i -> sent.add(purses(a).messageAsync("bob", new Gift(prefix + i, 1))));
    }

    @Test
    @DisplayName("P11: what several servers have sent comes in the order of sending")
    void acrossSenders() {
        DataSave b = server("b");
        for (int i = 0; i < 10; i++) {
            send(i % 3 == 0 ? a : b, "carol", new Gift("g" + i, 1));
            network.advance(seconds(1));
        }
        Profile<Purse> carol = loadTaking(a, "carol");
        network.advance(seconds(1));
        assertThat(carol.data().items()).containsExactly("g0", "g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8", "g9");
    }

    @Test
    @DisplayName("P11, F38: the effect and the acknowledgement are one write, and the message is removed only after it")
    void acknowledgedWithTheEffect() {
        Profile<Purse> alice = loadTaking(a, "alice");
        String id = send(a, "alice", new Gift("sword", 5));
        network.advance(seconds(1));
        assertThat(alice.data().coins()).isEqualTo(5);
        assertThat(messageEntries()).hasSize(1);
        assertThat(entry("alice").content().system()).doesNotContain(id);
        saved(alice.saveAsync());
        network.advance(seconds(1));
        assertThat(entry("alice").content().system()).contains(id);
        assertThat(entry("alice").content().value()).contains("sword");
        assertNoMessageIsLeft();
    }

    @Test
    @DisplayName("P11: a message can be kept and acknowledged later; a second time is told")
    void acknowledgedLater() {
        Profile<Purse> alice = load(purses(a), "alice");
        List<Message<Purse, Gift>> kept = new ArrayList<>();
        alice.onMessage(Gift.class, kept::add);
        Instant before = network.instant();
        String id = send(a, "alice", new Gift("sword", 5));
        network.advance(seconds(100));
        assertThat(kept).hasSize(1);
        Message<Purse, Gift> message = kept.getFirst();
        assertThat(message.id()).isEqualTo(id);
        assertThat(message.from()).isEqualTo("a");
        assertThat(message.sent()).isBetween(before, before.plusSeconds(1));
        assertThat(message.payload()).isEqualTo(new Gift("sword", 5));
        assertThat(message.acknowledge(purse -> with(purse, message.payload()))).isTrue();
        assertThat(message.acknowledge(purse -> with(purse, message.payload()))).isFalse();
        network.advance(seconds(100));
        assertThat(message.acknowledge(purse -> with(purse, message.payload()))).isFalse();
        assertThat(alice.data().coins()).isEqualTo(5);
        assertNoMessageIsLeft();
    }

    @Test
    @DisplayName("P11: what nobody acknowledges, or a handler that throws has had, comes again with the next load")
    void unacknowledgedStays() {
        Profile<Purse> alice = load(purses(a), "alice");
        alice.onMessage(Gift.class, message -> {
            throw new IllegalStateException("the chest is full");
        });
        send(a, "alice", new Gift("sword", 5));
        send(a, "alice", new Greeting("hello"));
        network.advance(seconds(10));
        assertThat(events).containsOnlyOnce("a listenerFailed the chest is full");
        saved(alice.releaseAsync());
        Profile<Purse> again = loadTaking(a, "alice");
        network.advance(seconds(1));
        assertThat(again.data().items()).containsExactly("sword");
        assertThat(pendingTypes(purses(a), "alice")).containsExactly("Greeting");
    }

    @Test
    @DisplayName("P11: a handler that is added later gets what is pending, each handler once")
    void laterHandlers() {
        Profile<Purse> alice = load(purses(a), "alice");
        List<String> heard = new ArrayList<>();
        send(a, "alice", new Gift("sword", 5));
        network.advance(seconds(1));
        alice.onMessage(Gift.class, message -> heard.add("first"));
        alice.onMessage(Greeting.class, message -> heard.add(message.payload().text()));
        network.advance(seconds(10));
        alice.onMessage(Gift.class, message -> {
            heard.add("second");
            message.acknowledge(purse -> with(purse, message.payload()));
        });
        alice.onMessage(Gift.class, message -> heard.add("too late"));
        send(a, "alice", new Greeting("hello"));
        network.advance(seconds(10));
        assertThat(heard).containsExactly("first", "second", "hello");
        assertThat(alice.data().coins()).isEqualTo(5);
    }

    @Test
    @DisplayName("P11: an acknowledged message leaves a tombstone, and the message can be found for 30 days")
    void removedMessagesCanBeFound() {
        Profile<Purse> alice = loadTaking(a, "alice");
        send(a, "alice", new Gift("sword", 5));
        network.advance(seconds(1));
        Entry message = messageEntries().getFirst();
        saved(alice.saveAsync());
        network.advance(seconds(1));
        assertThat(network.storage()
                        .read(List.of(message.id()))
                        .getFirst()
                        .orElseThrow()
                        .isTombstone())
                .isTrue();
        assertThat(network.storage()
                        .versions(dev.datasave.spi.VersionQuery.all(message.id()))
                        .items()
                        .getFirst()
                        .content()
                        .value())
                .contains("sword");
    }

    @Test
    @DisplayName("P11: an idle session has no mailbox to pay for, and writes nothing")
    void idleSessionsWriteNothing() {
        Profile<Purse> alice = load(purses(a), "alice");
        alice.onMessage(Gift.class, taking());
        long revision = entry("alice").revision();
        network.advance(seconds(300));
        assertThat(entry("alice").revision()).isEqualTo(revision);
    }
}
