package dev.datasave.examples.arena;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private static final Command DONE = new Command.Show();

    @Test
    void wordsAreTakenOneByOne() {
        Words words = new Words(List.of("bob", "bob-k1", "1000000", "7"));
        assertThat(words.name()).isEqualTo("bob");
        assertThat(words.item()).isEqualTo("bob-k1");
        assertThat(words.amount()).isEqualTo(1_000_000);
        assertThat(words.op()).hasValue(7);
        assertThat(words.op()).as("there is none any more").isEqualTo(OptionalLong.empty());
        assertThat(words.or(DONE)).isEqualTo(DONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "Ünal", "李雷", "x.y-z_9", "𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳"
            })
    void lettersOfAnyScriptMakeAName(String name) {
        Words words = new Words(List.of(name));
        assertThat(words.name()).isEqualTo(name);
        assertThat(words.or(DONE)).isEqualTo(DONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name   | a/b   | bad-name   | found \"a/b\", expected 1 to 32 letters, digits, '_', '-' and '.'",
                "name   | a😀   | bad-name   | found \"a😀\", expected 1 to 32 letters, digits, '_', '-' and '.'",
                "item   | a:b   | bad-item   | found \"a:b\", expected 1 to 64 letters, digits, '_', '-' and '.'",
                "amount | 0     | bad-number | amount: found \"0\", expected 1 to 1000000",
                "amount | 1000001 | bad-number | amount: found \"1000001\", expected 1 to 1000000",
                "amount | +5    | bad-number | amount: found \"+5\", expected 1 to 1000000",
                "amount | ٣     | bad-number | amount: found \"٣\", expected 1 to 1000000",
                "op     | -1    | bad-number | op: found \"-1\", expected a positive number",
                "op     | 1000000000000000000 | bad-number | op: found \"1000000000000000000\", expected a positive number",
            })
    void whatIsWrongIsSaid(String kind, String word, String code, String message) {
        Words words = new Words(List.of(word));
        switch (kind) {
            case "name" -> words.name();
            case "item" -> words.item();
            case "amount" -> words.amount();
            default -> words.op();
        }
        assertThat(words.or(DONE)).isEqualTo(new Command.Wrong(code, message));
    }

    @Test
    void theFirstThatIsWrongIsTold() {
        Words words = new Words(List.of("a/b", "none", "-1"));
        words.name();
        words.amount();
        words.op();
        assertThat(words.or(DONE))
                .isInstanceOfSatisfying(
                        Command.Wrong.class, wrong -> assertThat(wrong.code()).isEqualTo("bad-name"));
    }

    @Test
    void longWordsAreShownInPart() {
        assertThat(Words.quoted("x".repeat(40))).isEqualTo('"' + "x".repeat(40) + '"');
        assertThat(Words.quoted("x".repeat(41))).isEqualTo('"' + "x".repeat(40) + "…\"");
        assertThat(Words.quoted("x".repeat(39) + "😀😀"))
                .as("no half of a character")
                .isEqualTo('"' + "x".repeat(39) + "😀…\"");
        assertThat(Words.quoted("a\u0007\u001b[2Jb")).isEqualTo("\"a??[2Jb\"");
    }
}
