package dev.datasave.examples.arena;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTest {
    private static Command parse(String line) {
        return Command.parse(new Lines.Line.Text(line));
    }

    @Test
    void commandsAreWordsBetweenBlanks() {
        assertThat(parse("  join \t alice ")).isEqualTo(new Command.Join("alice"));
        assertThat(parse("earn 10")).isEqualTo(new Command.Earn(10, OptionalLong.empty()));
        assertThat(parse("earn 10 7")).isEqualTo(new Command.Earn(10, OptionalLong.of(7)));
        assertThat(parse("pay bob 5")).isEqualTo(new Command.Pay("bob", 5, OptionalLong.empty()));
        assertThat(parse("trade bob alice-k1 bob-7 3"))
                .isEqualTo(new Command.Trade("bob", "alice-k1", "bob-7", OptionalLong.of(3)));
        assertThat(parse("gift carol alice-k1")).isEqualTo(new Command.Give("carol", "alice-k1", OptionalLong.empty()));
        assertThat(parse("find 9")).isEqualTo(new Command.Find(OptionalLong.of(9)));
        assertThat(parse("inventory")).isEqualTo(new Command.Inventory());
        assertThat(parse("save")).isEqualTo(new Command.Save());
        assertThat(parse("")).isEqualTo(new Command.Help());
    }

    @ParameterizedTest
    @CsvSource({
        "jump, unknown-command",
        "JOIN alice, unknown-command",
        "join, usage",
        "join alice bob, usage",
        "join a/b, bad-name",
        "join aaaaaaaaaabbbbbbbbbbccccccccccddd, bad-name",
        "earn, usage",
        "earn ten, bad-number",
        "earn 0, bad-number",
        "earn -1, bad-number",
        "earn 1.5, bad-number",
        "earn 1000001, bad-number",
        "earn 99999999999999999999, bad-number",
        "earn 1 x, bad-number",
        "earn 1 0, bad-number",
        "save now, usage",
        "pay bob, usage",
        "pay bob 0, bad-number",
        "pay bob 5 0, bad-number",
        "pay b/b x, bad-name",
        "trade bob alice-k1, usage",
        "trade bob alice-k1 *, bad-item",
        "gift carol, usage",
        "gift carol aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg, bad-item",
        "find it, bad-number",
        "inventory all, usage"
    })
    void anythingElseIsNamedClearly(String line, String code) {
        assertThat(parse(line))
                .isInstanceOfSatisfying(
                        Command.Wrong.class, wrong -> assertThat(wrong.code()).isEqualTo(code));
    }

    @Test
    void controlCharactersAreNotEchoed() {
        assertThat(parse("\u001b[31m"))
                .isInstanceOfSatisfying(
                        Command.Wrong.class,
                        wrong -> assertThat(wrong.message()).doesNotContain("\u001b"));
    }
}
