package dev.datasave.examples.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PlayerDataTest {
    private final PlayerData alice = PlayerData.fresh().welcome("alice");

    private static PlayerData earn(PlayerData data, long amount) {
        return data.book(data.next(OptionalLong.empty()).of(amount));
    }

    @Test
    void earningIsInTheSumAndAmongTheLastBookings() {
        PlayerData data = alice;
        for (int op = 1; op <= 100; op++) {
            data = earn(data, 10);
        }
        assertThat(data.money()).isEqualTo(1000);
        assertThat(data.booked()).isEqualTo(100);
        assertThat(data.lastOp()).isEqualTo(100);
        assertThat(data.bookings()).hasSize(PlayerData.REMEMBERED).startsWith(new Booking("alice", 69, 10));
    }

    @Test
    void bookingsOfOthersAreNotCountedAsOnesOwn() {
        PlayerData data = alice.book(new Booking("bob", 77, 5));
        assertThat(data.money()).isEqualTo(5);
        assertThat(data.lastOp()).isZero();
    }

    @Test
    void moneyDoesNotWrapAround() {
        PlayerData data = earn(alice, Long.MAX_VALUE);
        assertThatThrownBy(() -> earn(data, 1)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void aNewPlayerGetsOneKitOfThingsThatNobodyElseHas() {
        assertThat(alice.inventory())
                .hasSize(PlayerData.KIT)
                .allMatch(item -> item.id().startsWith("alice-k"));
        assertThat(alice.inventory()).extracting(Item::id).doesNotHaveDuplicates();
        assertThat(alice.welcome("alice")).isSameAs(alice);
    }

    @Test
    void whatIsFoundHasTheIdOfItsBooking() {
        PlayerData data = alice.find(alice.next(OptionalLong.of(7)));
        assertThat(data.inventory().getLast().id()).isEqualTo("alice-7");
        assertThat(data.item("alice-7")).isPresent();
        assertThat(data.without(data.inventory().getLast()).item("alice-7")).isEmpty();
    }
}
