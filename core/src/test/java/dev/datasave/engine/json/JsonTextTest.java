package dev.datasave.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One JSON value by RFC 8259, nothing else, and whatever is written can be read again. */
class JsonTextTest {
    private static final List<String> PIECES =
            List.of("a", "\"", "\\", "/", "\n", "\u0001", "\u2028", "ü", "漢", "😀", "\ud800", "\udc00", "'", "<");

    private static String q(String json) {
        return json.replace('\'', '"');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "true", "-0", "1e5", "1E-5", "''", "{}", "[]", " [1 , 2] ", "{'':[{}]}", "'\\u0041'"})
    void whatIsOneValueIsRead(String json) {
        assertThat(JsonText.write(JsonText.parse(q(json)))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            secret          | malformed JSON
            {'a':secret}    | malformed JSON
            {a:1}           | malformed JSON
            {'a':1,}        | malformed JSON
            [1,]            | malformed JSON
            [1 2]           | malformed JSON
            01              | malformed JSON
            +1              | malformed JSON
            .5              | malformed JSON
            NaN             | malformed JSON
            -Infinity       | malformed JSON
            TRUE            | malformed JSON
            1 // secret     | malformed JSON
            /* secret */ 1  | malformed JSON
            'secret\\q'     | malformed JSON
            1 2             | malformed JSON
            {}{}            | malformed JSON
            ``              | an incomplete text of 0 characters
            {'a':'secret    | malformed JSON
            {'a':1          | an incomplete text of 6 characters
            [               | an incomplete text of 1 characters
            """)
    void whatIsNotOneValueIsRefusedWithoutItsContent(String json, String found) {
        assertThatExceptionOfType(FormatProblem.class)
                .isThrownBy(() -> JsonText.parse(q(json)))
                .withMessage("at $: found " + found + ", expected one JSON value")
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'a':1,'a':1}", "{'a':1,'\\u0061':2}", "{'x':[{'b':{}},{'b':0,'b':1}]}"})
    void aNameStandsOnceInAnObject(String json) {
        assertThatThrownBy(() -> JsonText.parse(q(json)))
                .isInstanceOf(FormatProblem.class)
                .hasMessageStartingWith("at $.")
                .hasMessageEndingWith("found the name twice, expected each name once in an object");
    }

    @Test
    void asManyLevelsAreReadAsAreWritten() {
        for (String[] pair : new String[][] {{"[", "]", ""}, {"{\"a\":", "}", "0"}}) {
            String deepest = pair[0].repeat(JsonText.MAX_DEPTH) + pair[2] + pair[1].repeat(JsonText.MAX_DEPTH);
            assertThat(JsonText.write(JsonText.parse(deepest))).isEqualTo(deepest);
            String tooDeep = pair[0] + deepest + pair[1];
            assertThatThrownBy(() -> JsonText.parse(tooDeep))
                    .isInstanceOf(FormatProblem.class)
                    .hasMessage("at $: found more than 255 levels, expected one JSON value");
            JsonElement tree = JsonText.parse(tooDeep, JsonText.MAX_DEPTH + 1);
            assertThatThrownBy(() -> JsonText.write(tree))
                    .isInstanceOf(FormatProblem.class)
                    .hasMessage("at $: found a cycle or more than 255 levels, expected a tree of fewer");
        }
    }

    @Test
    void aCycleIsRefusedWhenItIsWritten() {
        JsonArray cycle = new JsonArray();
        cycle.add(cycle);
        assertThatThrownBy(() -> JsonText.write(cycle)).isInstanceOf(FormatProblem.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1",
                "1.0",
                "-0",
                "-0.0",
                "9007199254740993",
                "12345678901234567890",
                "18446744073709551616",
                "1e999999999",
                "0.1000000000000000055511151231257827"
            })
    void aNumberKeepsItsDigits(String number) {
        JsonElement tree = JsonText.parse("[" + number + "]");
        assertThat(JsonText.write(tree)).isEqualTo("[" + number + "]");
    }

    @Test
    void aNumberIsWrittenAsLongAsItCanBeReadAgain() {
        BigDecimal longest = new BigDecimal("1".repeat(JsonText.MAX_NUMBER));
        String text = JsonText.write(new JsonPrimitive(longest));
        assertThat(JsonText.parse(text).getAsBigDecimal()).isEqualByComparingTo(longest);
        JsonPrimitive tooLong = new JsonPrimitive(new BigDecimal("1".repeat(JsonText.MAX_NUMBER + 1)));
        assertThatThrownBy(() -> JsonText.write(tooLong))
                .isInstanceOf(FormatProblem.class)
                .hasMessage("at $: found a number of 1001 characters, expected numbers of at most 1000");
    }

    @Test
    void whatIsNotFiniteIsRefusedWithItsPlace() {
        for (Number number : List.of(Double.NaN, Double.NEGATIVE_INFINITY, Float.NaN, Float.POSITIVE_INFINITY)) {
            JsonArray list = new JsonArray();
            list.add(1);
            list.add(number);
            JsonObject tree = new JsonObject();
            tree.add("a", list);
            assertThatThrownBy(() -> JsonText.write(tree))
                    .isInstanceOf(FormatProblem.class)
                    .hasMessage("at $.a[1]: found NaN or an infinity, expected a finite number");
        }
    }

    @Test
    void textsOfAnyCharactersComeBack() {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(6); length > 0; length--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            JsonObject tree = new JsonObject();
            tree.addProperty(text.toString(), text.toString());
            assertThat(JsonText.parse(JsonText.write(tree))).isEqualTo(tree);
        }
    }

    @Test
    void anyTreeMeansTheSameWhenItIsReadAgain() {
        for (long seed = 0; seed < 500; seed++) {
            JsonElement tree = Trees.element(new Random(seed), 5);
            String text = JsonText.write(tree);
            assertThat(JsonText.same(JsonText.parse(text), tree))
                    .as("seed %s", seed)
                    .isTrue();
            assertThat(JsonText.write(JsonText.parse(text))).as("seed %s", seed).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':1,'b':[2]}     | {'b':[2.0],'a':10e-1} | true
            {'a':1}             | {'a':1,'b':null}      | false
            {'a':null}          | {'b':null}            | false
            [1,2]               | [2,1]                 | false
            [1]                 | [1,1]                 | false
            1                   | '1'                   | false
            0                   | -0.0                  | true
            9007199254740993    | 9007199254740992      | false
            1e400               | 1e401                 | false
            'true'              | true                  | false
            null                | 'null'                | false
            {}                  | []                    | false
            'e\u0301'           | '\u00e9'              | false
            """)
    void meaningIsComparedWithoutOrderOfMembersAndNotationOfNumbers(String a, String b, boolean isSame) {
        assertThat(JsonText.same(q(a), q(b))).isEqualTo(isSame);
        assertThat(JsonText.same(q(b), q(a))).isEqualTo(isSame);
        int one = Likeness.hash(JsonText.parse(q(a)));
        int other = Likeness.hash(JsonText.parse(q(b)));
        assertThat(!isSame || one == other)
                .as("equal hashes where the meaning is equal")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':[1,{'b':'\\u0000'}]}            | $.a[1].b
            ['x','\\ud800']                      | $[1]
            ['x','\\udc00\\ud800']               | $[1]
            {'a':{'\\u0000':'\\u0000'}}          | $.a, a member's name
            {'a\\ud800':1}                       | $, a member's name
            """)
    void whatNoStorageCanKeepIsFoundWithItsPlace(String json, String path) {
        assertThat(JsonText.find(JsonText.parse(q(json)), JsonText::isNotStorable))
                .isEqualTo(path);
    }

    @Test
    void whatEveryStorageCanKeepIsNotFound() {
        JsonElement tree = JsonText.parse(q("{'a😀':['\\ud83d\\ude00','\\u0001',null,1e999]}"));
        assertThat(JsonText.find(tree, JsonText::isNotStorable)).isNull();
        assertThat(JsonText.find(tree, JsonText::isNotFinite)).isNull();
        assertThat(JsonText.find(JsonNull.INSTANCE, JsonElement::isJsonNull)).isEqualTo("$");
    }
}
