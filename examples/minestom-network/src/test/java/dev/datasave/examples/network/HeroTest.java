package dev.datasave.examples.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HeroTest {
    @Test
    void coinsAreAlwaysEarnedAndReceivedLessSent() {
        Hero hero = Hero.fresh().earn(10).receive(4).send(3);
        assertThat(hero.coins()).isEqualTo(11);
        assertThat(hero.isBalanced()).isTrue();
        assertThat(hero.send(12).isBalanced()).isFalse();
    }

    @Test
    void kitIsGivenOnce() {
        Hero hero = Hero.fresh().equipped(Map.of(0, "kit"));
        assertThat(hero.items()).isEqualTo(Map.of(0, "kit"));
        assertThat(hero.with(Map.of()).equipped(Map.of(0, "kit")).items()).isEmpty();
    }

    @Test
    void itemIsReplacedInItsSlot() {
        assertThat(Hero.fresh().with(Map.of(0, "a", 1, "b")).with(1, "c").items())
                .isEqualTo(Map.of(0, "a", 1, "c"));
    }
}
