package dev.datasave.examples.arena;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.ProfileOptions;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pay, trade and gift, played through real sockets. */
@Timeout(30)
class MarketTest {
    private final Storage storage = Storage.inMemory();
    private Arena first;
    private Arena second;
    private Client alice;
    private Client bob;

    @BeforeEach
    void open() throws IOException {
        first = arena("lobby-1");
        second = arena("lobby-2");
        alice = new Client(first);
        bob = new Client(first);
        alice.ask("join alice");
        bob.ask("join bob");
        alice.ask("earn 10");
    }

    @AfterEach
    void close() throws IOException {
        alice.close();
        bob.close();
        first.close();
        second.close();
        storage.close();
    }

    private Arena arena(String name) throws IOException {
        ArenaEvents events = new ArenaEvents(line -> {});
        DataSave dataSave = DataSave.builder(storage)
                .serverName(name)
                .listener(events)
                .keepStorageOpen()
                .build();
        return Arena.open(dataSave, ProfileOptions.defaults(), events, 0);
    }

    private Entry stored(String key) {
        return storage.read(List.of(new EntryId(Arena.STORE, key))).getFirst().orElseThrow();
    }

    @Test
    @DisplayName("P12, F26: what is paid is stored on both sides by one write before it is answered")
    void payingIsOneWrite() throws IOException {
        assertThat(alice.ask("pay bob 4")).isEqualTo("paid 6 2");
        assertThat(stored("alice").writeId()).isEqualTo(stored("bob").writeId());
        assertThat(stored("bob").content().value()).contains("\"money\":4");
        assertThat(bob.next()).isEqualTo("notice alice paid 4");
        assertThat(bob.ask("show")).startsWith("shown bob money=4 op=0 booked=1");
    }

    @Test
    void whatCanNotBePaidIsNotPaid() throws IOException {
        assertThat(alice.ask("pay bob 11")).isEqualTo("error too-poor found 10, expected at least 11");
        assertThat(alice.ask("pay alice 1")).startsWith("error yourself");
        assertThat(alice.ask("pay carol 1")).startsWith("error not-here");
        assertThat(alice.ask("pay bob 1 1")).startsWith("error old-op");
        assertThat(alice.ask("show")).startsWith("shown alice money=10 op=1 booked=1");
        alice.ask("quit");
        assertThat(bob.ask("pay alice 1")).startsWith("error not-here");
    }

    @Test
    @DisplayName("P12: a trade is done when both have asked for it, each naming both items")
    void tradingIsTwoOffersThatMatch() throws IOException {
        assertThat(alice.ask("trade bob alice-k1 bob-k2")).isEqualTo("offered alice-k1 bob-k2 bob");
        assertThat(bob.next()).isEqualTo("notice alice offers alice-k1 for bob-k2: trade alice bob-k2 alice-k1");
        assertThat(bob.ask("trade alice bob-k2 alice-k1")).isEqualTo("traded bob-k2 alice-k1 1");
        assertThat(alice.next()).isEqualTo("notice bob traded bob-k2 for alice-k1");
        assertThat(stored("alice").writeId()).isEqualTo(stored("bob").writeId());
        assertThat(alice.ask("inventory")).contains(" bob-k2=").doesNotContain(" alice-k1=");
        assertThat(bob.ask("inventory")).contains(" alice-k1=").doesNotContain(" bob-k2=");
    }

    @Test
    void anotherOfferIsNoMatch() throws IOException {
        alice.ask("trade bob alice-k1 bob-k2");
        bob.next();
        assertThat(bob.ask("trade alice bob-k2 alice-k3")).startsWith("offered");
        assertThat(alice.next()).startsWith("notice bob offers bob-k2 for alice-k3");
        alice.ask("trade bob alice-k4 bob-k2"); // in place of the first one
        bob.next();
        assertThat(bob.ask("trade alice bob-k2 alice-k1")).startsWith("offered");
    }

    @Test
    void offerEndsWithTheSession() throws IOException {
        alice.ask("trade bob alice-k1 bob-k2");
        bob.next();
        alice.ask("quit");
        try (Client again = new Client(first)) {
            again.ask("join alice");
            assertThat(bob.ask("trade alice bob-k2 alice-k1")).startsWith("offered");
        }
    }

    @Test
    void whatIsNotThereIsNotTraded() throws IOException {
        assertThat(alice.ask("trade bob alice-9 bob-k2")).isEqualTo("error no-item found no alice-9 of yours");
        assertThat(alice.ask("trade bob alice-k1 bob-9")).isEqualTo("error no-item found no bob-9 of bob");
        assertThat(alice.ask("trade alice alice-k1 alice-k2")).startsWith("error yourself");
        assertThat(alice.ask("trade carol alice-k1 carol-k2")).startsWith("error not-here");
        bob.ask("trade alice bob-k2 alice-k1");
        alice.next();
        bob.ask("gift carol bob-k2");
        assertThat(alice.ask("trade bob alice-k1 bob-k2")).startsWith("error no-item");
    }

    @Test
    @DisplayName("P11, F37: a gift is on its way if, and only if, the giver has it no more")
    void giftIsSentByTheWriteThatTakesIt() throws IOException {
        assertThat(alice.ask("gift carol alice-k1")).isEqualTo("gifted alice-k1 carol 2");
        Entry message = storage.list(EntryQuery.keys("~message", "")).items().getFirst();
        assertThat(message.writeId()).isEqualTo(stored("alice").writeId());
        assertThat(message.content().value()).contains("carol", "alice-k1");
        assertThat(alice.ask("inventory")).doesNotContain(" alice-k1=");
        assertThat(alice.ask("gift carol alice-k1")).startsWith("error no-item");
        assertThat(alice.ask("gift alice alice-k2")).startsWith("error yourself");
    }

    @Test
    @DisplayName("F28: a gift reaches a player who has never been seen, once")
    void giftWaitsForItsPlayer() throws IOException {
        alice.ask("gift carol alice-k1");
        alice.ask("gift carol alice-k2");
        try (Client carol = new Client(second)) {
            assertThat(carol.ask("join carol")).isEqualTo("joined carol 0 1 0 lobby-2");
            assertThat(carol.next()).isEqualTo("notice alice gave you alice-k1");
            assertThat(carol.next()).isEqualTo("notice alice gave you alice-k2");
            assertThat(carol.ask("inventory")).contains(" carol-k27=").endsWith(" alice-k2=minecraft:golden_helmet");
            assertThat(carol.ask("quit")).startsWith("bye");
        }
        try (Client carol = new Client(first)) {
            carol.ask("join carol");
            assertThat(carol.ask("show")).contains(" booked=2 items=29 ");
        }
    }

    @Test
    @DisplayName("P11: a gift reaches a player on another server while he plays")
    void giftReachesAnotherServer() throws IOException {
        try (Client carol = new Client(second)) {
            carol.ask("join carol");
            alice.ask("gift carol alice-k1");
            assertThat(carol.next()).isEqualTo("notice alice gave you alice-k1");
        }
    }

    @Test
    @DisplayName("P12: what is found is stored before it is answered")
    void findingIsStored() throws IOException {
        assertThat(alice.ask("find")).startsWith("found alice-2 minecraft:").endsWith(" 2");
        assertThat(stored("alice").content().value()).contains("alice-2");
        for (int i = PlayerData.KIT + 1; i < PlayerData.SLOTS; i++) {
            assertThat(alice.ask("find")).startsWith("found");
        }
        assertThat(alice.ask("find")).startsWith("error inventory-full");
    }

    @Test
    void dealsOfWhoHasGoneAreRefused() throws IOException {
        try (Client there = new Client(second)) {
            there.ask("join alice");
            assertThat(alice.next()).startsWith("kicked");
            assertThat(alice.ask("gift carol alice-k1")).startsWith("error not-active");
            assertThat(alice.ask("pay bob 1")).startsWith("error not-active");
            assertThat(there.ask("show")).startsWith("shown alice money=10 op=1 booked=1 items=27");
        }
    }
}
