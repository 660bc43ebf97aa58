package dev.datasave.examples.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlayerDataTest {

    @Test
    void earningIsInTheSumAndAmongTheLastOnes() {
        PlayerData data = PlayerData.fresh();
        for (int op = 1; op <= 100; op++) {
            data = data.earn(new Earning(op, 10));
        }
        assertThat(data.money()).isEqualTo(1000);
        assertThat(data.earned()).isEqualTo(100);
        assertThat(data.lastOp()).isEqualTo(100);
        assertThat(data.earnings()).hasSize(PlayerData.REMEMBERED).startsWith(new Earning(69, 10));
        assertThat(data.inventory()).hasSize(41);
    }

    @Test
    void moneyDoesNotWrapAround() {
        PlayerData data = PlayerData.fresh().earn(new Earning(1, Long.MAX_VALUE));
        assertThatThrownBy(() -> data.earn(new Earning(2, 1))).isInstanceOf(ArithmeticException.class);
    }
}
