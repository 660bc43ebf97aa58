package dev.datasave.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import dev.datasave.spi.EntryId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens of sessions, and where the engine's own entries stand. */
class TokenTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            inc/ses    | inc | ses
            inc        | inc | ``
            /ses       | ``  | ses
            inc/a/b    | inc | a/b
            /          | ``  | ``
            ``         | ``  | ``
            """)
    void isWhatStandsBeforeAndAfterTheFirstSlash(String holder, String incarnation, String session) {
        assertThat(Token.parse(holder)).isEqualTo(new Token(incarnation, session));
    }

    @Test
    void theSessionAloneTellsWhoseItIs() {
        Token token = new Token("old", "ses");
        assertThat(token.isSameSession(token.under("new"))).isTrue();
        assertThat(token.under("new")).hasToString("new/ses");
        assertThat(token.isSameSession(new Token("old", "other"))).isFalse();
        assertThat(token.isSameSession(Token.parse(null))).isFalse();
    }

    @Test
    void inAnEntryItIsATextOfAtMostAHundredBytes() {
        JsonObject json = new JsonObject();
        json.addProperty("by", "i/" + "s".repeat(98));
        assertThat(Token.of(json, "by").session()).hasSize(98);
        json.addProperty("by", "i/" + "s".repeat(99));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Token.of(json, "by"))
                .withMessage("by: found 101 bytes of UTF-8, expected 1 to 100 bytes");
        json.addProperty("by", 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Token.of(json, "by"))
                .withMessage("member \"by\": found a number, expected text");
    }

    @Test
    void whatBelongsToAProfileBeginsWithAHashThatNoOtherProfileHas() {
        EntryId profile = new EntryId("ab", "c");
        String prefix = Addresses.prefix(profile);
        assertThat(prefix).matches("[0-9a-f]{40}/");
        assertThat(prefix).isNotEqualTo(Addresses.prefix(new EntryId("a", "bc")));
        assertThat(prefix).isNotEqualTo(Addresses.prefix(new EntryId("c", "ab")));
        assertThat(Addresses.prefix(new EntryId("s".repeat(100), "k".repeat(400))))
                .hasSize(41);
        assertThat(Addresses.hashOf(new EntryId(Addresses.PINS, prefix + "7/8")))
                .isEqualTo(Addresses.hash(profile));
        assertThat(Addresses.hashOf(new EntryId(Addresses.PINS, "by hand"))).isEmpty();
    }

    @Test
    void storesOfTheEngineAreToldByTheirFirstCharacter() {
        assertThat(Addresses.OF_PROFILES).allMatch(Addresses::isEngines);
        assertThat(Addresses.isEngines("Players~")).isFalse();
        assertThat(Addresses.isEngines(new EntryId("~x", "k"))).isTrue();
    }
}
