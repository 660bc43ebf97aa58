package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.Message;
import dev.datasave.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Messages that expire (P11): not delivered any more, told, kept as dead letters for 30 days. */
class MessageExpiryTest extends MailOnNetwork {
    private final DataSave a = server("a");
    private final DataSave b = server("b");

    private String sendFor(Duration expiry, String key, Object message) {
        return sent(network.await(purses(a).messageAsync(key, message, expiry)));
    }

    private void assertDead(String key, String id) {
        assertThat(events)
                .filteredOn(event -> event.contains("messageExpired"))
                .hasSize(1)
                .allMatch(event -> event.endsWith("messageExpired Gift of " + key));
        List<Message.Pending> pending = pending(purses(a), key);
        assertThat(pending).extracting(Message.Pending::id).containsExactly(id);
        assertThat(pending.getFirst().isDead()).isTrue();
        assertThat(pending.getFirst().expires()).isPresent();
        assertThat(network.await(purses(a).withdrawMessageAsync(key, id))).isEqualTo(new Message.Change.NotPending());
    }

    @Test
    @DisplayName("P11: a message to a player who never comes dies where it lies, and goes after 30 days")
    void offline() {
        String id = sendFor(Duration.ofHours(1), "carol", new Gift("sword", 5));
        network.advance(Duration.ofMinutes(59));
        assertThat(pending(purses(a), "carol").getFirst().isDead()).isFalse();
        network.advance(Duration.ofMinutes(3));
        assertDead("carol", id);
        Profile<Purse> carol = loadTaking(b, "carol");
        network.advance(seconds(10));
        assertThat(carol.data().items()).isEmpty();
        saved(carol.releaseAsync());
        network.jumpStorageClock(Duration.ofDays(29));
        network.advance(Duration.ofMinutes(10));
        assertThat(pending(purses(a), "carol")).hasSize(1);
        network.jumpStorageClock(Duration.ofDays(2));
        network.advance(Duration.ofMinutes(10));
        assertThat(pending(purses(a), "carol")).isEmpty();
        assertNoMessageIsLeft();
    }

    @Test
    @DisplayName("P11: a message in time is delivered; one that nobody acknowledges in time dies in its owner's hands")
    void held() {
        Profile<Purse> bob = load(purses(b), "bob");
        List<Message<Purse, Gift>> heard = new ArrayList<>();
        bob.onMessage(Gift.class, heard::add);
        String id = sendFor(seconds(30), "bob", new Gift("sword", 5));
        network.advance(seconds(29));
        assertThat(heard).hasSize(1);
        network.advance(seconds(2));
        assertDead("bob", id);
        assertThat(heard.getFirst().acknowledge(purse -> with(purse, new Gift("sword", 5))))
                .isFalse();
        assertThat(bob.data().items()).isEmpty();
        bob.onMessage(Gift.class, taking());
        network.advance(seconds(10));
        assertThat(bob.data().items()).isEmpty();
    }

    @Test
    @DisplayName("P11: a message of a class that nobody listens for expires with its session's server, too")
    void heldAndUnheard() {
        load(purses(b), "bob");
        String id = sendFor(seconds(30), "bob", new Gift("sword", 5));
        network.advance(seconds(31));
        assertDead("bob", id);
        assertThat(events).anyMatch(event -> event.startsWith("b messageExpired"));
    }

    @Test
    @DisplayName("R4, P11: expiry goes by the storage's clock: servers whose clocks are wrong agree on it")
    void wrongClocks() {
        network.jumpClock(a, Duration.ofHours(-5));
        network.jumpClock(b, Duration.ofHours(5));
        network.advance(seconds(5));
        Profile<Purse> bob = load(purses(b), "bob");
        sendFor(Duration.ofHours(1), "bob", new Gift("sword", 5));
        network.advance(Duration.ofMinutes(58));
        bob.onMessage(Gift.class, taking());
        network.advance(seconds(1));
        assertThat(bob.data().items()).containsExactly("sword");
        network.jumpClock(a, Duration.ofHours(10));
        network.jumpClock(b, Duration.ofHours(-10));
        saved(bob.releaseAsync());
        String id = sendFor(Duration.ofHours(1), "bob", new Gift("shield", 5));
        load(purses(b), "bob");
        network.advance(Duration.ofMinutes(58));
        assertThat(pending(purses(a), "bob").getFirst().isDead()).isFalse();
        network.advance(Duration.ofMinutes(3));
        assertDead("bob", id);
    }

    @Test
    @DisplayName("P11: what was acknowledged in time and not saved yet does not die")
    void acknowledgedInTime() {
        Profile<Purse> bob = loadTaking(b, "bob");
        sendFor(seconds(10), "bob", new Gift("sword", 5));
        network.advance(seconds(12));
        assertThat(bob.data().items()).containsExactly("sword");
        saved(bob.releaseAsync());
        network.advance(seconds(100));
        assertThat(events).noneMatch(event -> event.contains("messageExpired"));
        assertNoMessageIsLeft();
    }

    @Test
    @DisplayName("P11: messages due while their profile is handed over and released die once, or are delivered")
    void racesWithLoads() {
        for (int i = 0; i < 40; i++) {
            String key = "player" + i;
            events.clear();
            sendFor(seconds(5), key, new Gift("sword", 1));
            network.advance(seconds(5).minusMillis(3).plusNanos(network.random().nextLong(4_000_000)));
            Profile<Purse> profile = loadTaking(i % 2 == 0 ? a : b, key);
            network.advance(seconds(65));
            long dead = events.stream()
                    .filter(event -> event.contains("messageExpired"))
                    .count();
            assertThat(dead + profile.data().coins()).as(key).isEqualTo(1);
            assertThat(pending(purses(a), key)).as(key).hasSize((int) dead);
        }
    }

    @Test
    @DisplayName("P11: dead letters don't count against the limit of what may wait")
    void deadLettersDoNotCount() {
        List<CompletableFuture<Message.Outcome>> sending = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            sending.add(purses(a).messageAsync("carol", new Gift("g" + i, 1), seconds(100)));
        }
        sending.forEach(outcome -> sent(network.await(outcome)));
        network.advance(Duration.ofMinutes(15));
        assertThat(pending(purses(a), "carol")).hasSize(1000).allMatch(Message.Pending::isDead);
        send(a, "carol", new Gift("sword", 5));
        Profile<Purse> carol = loadTaking(b, "carol");
        network.advance(seconds(1));
        assertThat(carol.data().items()).containsExactly("sword");
    }
}
