package dev.datasave.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeedTest {
    private final PlayerLog log = new PlayerLog("alice");

    private Deed deed(Deed.Kind kind) {
        return switch (kind) {
            case EARN -> log.earning(10, "A");
            case FIND -> log.finding("A");
            case PAY -> log.payment("bob", 4, "A");
            case TRADE -> log.trade("bob", "sword", "bow", "A");
            case GIFT -> log.gift("bob", "sword", "A");
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "EARN  | alice |  10 | []        | []",
                "FIND  | alice |   0 | [alice-1] | []",
                "PAY   | alice |  -4 | []        | []",
                "PAY   | bob   |   4 | []        | []",
                "TRADE | alice |   0 | [bow]     | [sword]",
                "TRADE | bob   |   0 | [sword]   | [bow]",
                "GIFT  | alice |   0 | []        | [sword]",
                "GIFT  | bob   |   0 | [sword]   | []",
            })
    void eachSideGainsWhatTheOtherLoses(Deed.Kind kind, String key, long money, String gains, String losses) {
        Deed deed = deed(kind);
        assertThat(deed.concerns(key)).isTrue();
        assertThat(deed.moneyOf(key)).isEqualTo(money);
        assertThat(deed.gainsOf(key)).hasToString(gains);
        assertThat(deed.lossesOf(key)).hasToString(losses);
        assertThat(deed.isReceivedBy(key)).isEqualTo(kind == Deed.Kind.GIFT && key.equals("bob"));
        assertThat(deed.concerns("carol")).isFalse();
    }

    @Test
    void everythingIsAskedForUnderItsOwnNumber() {
        List<String> lines = List.of(Deed.Kind.values()).stream()
                .map(kind -> deed(kind).line())
                .toList();
        assertThat(lines)
                .containsExactly("earn 10 1", "find 2", "pay bob 4 3", "trade bob sword bow 4", "gift bob sword 5");
        assertThat(log.deeds()).containsOnlyKeys(1L, 2L, 3L, 4L, 5L);
        assertThat(log.deeds().get(3L)).hasToString("\"pay bob 4 3\" of alice to A");
    }

    @Test
    void onlyWhatMovesBetweenPlayersConcernsTheOther() {
        Deed odd = new Deed("alice", 1, Deed.Kind.EARN, "bob", 10, "", "", "A");
        assertThat(odd.concerns("bob")).isFalse();
    }
}
