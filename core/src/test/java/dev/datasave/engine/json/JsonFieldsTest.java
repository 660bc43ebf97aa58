package dev.datasave.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import dev.datasave.spi.EntryId;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Members of the engine's own JSON are what they have to be, or an error that names the member and what was found, never its content. */
class JsonFieldsTest {
    private static final Map<String, Consumer<JsonObject>> READERS = Map.of(
            "text", json -> JsonFields.text(json, "m"),
            "text or null", json -> JsonFields.textOrNull(json, "m"),
            "number", json -> JsonFields.number(json, "m"),
            "small", json -> JsonFields.smallNumber(json, "m", 0),
            "flag", json -> JsonFields.flag(json, "m"),
            "object", json -> JsonFields.object(json, "m"),
            "array", json -> JsonFields.array("m", json.get("m")),
            "texts", json -> JsonFields.texts("m", json.get("m")),
            "any", json -> JsonFields.element(json, "m"));

    private static JsonObject json(String member) {
        return JsonText.parse(member.replace('\'', '"')).getAsJsonObject();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            text         | {}                 | found nothing, expected text
            text         | {'m':null}         | found null, expected text
            text         | {'m':1}            | found a number, expected text
            text         | {'m':false}        | found true or false, expected text
            text         | {'m':['secret']}   | found an array, expected text
            text         | {'m':{}}           | found an object, expected text
            text or null | {}                 | found nothing, expected it
            text or null | {'m':7}            | found a number, expected text
            number       | {}                 | found nothing, expected a number
            number       | {'m':'12'}         | found text, expected a number
            number       | {'m':1.5}          | found another number, expected a whole one of 64 bits
            number       | {'m':1e400}        | found another number, expected a whole one of 64 bits
            number       | {'m':1e999999999}  | found another number, expected a whole one of 64 bits
            number       | {'m':1e-999999999} | found another number, expected a whole one of 64 bits
            number       | {'m':9223372036854775808}  | found another number, expected a whole one of 64 bits
            number       | {'m':-9223372036854775809} | found another number, expected a whole one of 64 bits
            small        | {'m':2147483648}   | found a number of more than 32 bits, expected a smaller one
            small        | {'m':-2147483649}  | found a number of more than 32 bits, expected a smaller one
            small        | {'m':null}         | found null, expected a number
            flag         | {'m':'true'}       | found text, expected true or false
            flag         | {'m':1}            | found a number, expected true or false
            flag         | {}                 | found nothing, expected true or false
            object       | {'m':[]}           | found an array, expected an object
            array        | {'m':{}}           | found an object, expected an array
            array        | {}                 | found nothing, expected an array
            texts        | {'m':'secret'}     | found text, expected an array
            texts        | {'m':['a',1]}      | found a number, expected text
            texts        | {'m':['a',null]}   | found null, expected text
            any          | {'n':1}            | found nothing, expected it
            """)
    void whatIsNotWhatItHasToBeIsNamed(String kind, String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> READERS.get(kind).accept(json(json)))
                .withMessage("member \"m\": " + message);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "1.0, 1",
        "12e2, 1200",
        "1200e-2, 12",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "0e999999999, 0"
    })
    void aWholeNumberMayBeWrittenInAnyWay(String text, long number) {
        assertThat(JsonFields.number(json("{'m':" + text + "}"), "m")).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE})
    void aSmallNumberHas32Bits(int number) {
        assertThat(JsonFields.smallNumber(json("{'m':" + number + "}"), "m", 5)).isEqualTo(number);
    }

    @Test
    void whatMayBeMissingIsWhatIsSaidInstead() {
        JsonObject empty = new JsonObject();
        assertThat(JsonFields.text(empty, "m", "else")).isEqualTo("else");
        assertThat(JsonFields.number(empty, "m", 7)).isEqualTo(7);
        assertThat(JsonFields.smallNumber(empty, "m", -7)).isEqualTo(-7);
        assertThat(JsonFields.textOrNull(json("{'m':null}"), "m")).isNull();
        assertThat(JsonFields.textOrNull(json("{'m':''}"), "m")).isEmpty();
        assertThatIllegalArgumentException()
                .as("null is not missing")
                .isThrownBy(() -> JsonFields.text(json("{'m':null}"), "m", "else"));
    }

    @Test
    void textsAreInOrderAndEachOnce() {
        assertThat(JsonFields.texts("m", json("{'m':['b','','a','b','😀']}").get("m")))
                .containsExactly("b", "", "a", "😀");
        assertThat(JsonFields.texts("m", json("{'m':[]}").get("m"))).isEmpty();
    }

    @Test
    void anEntryIsNamedByStoreAndKeyWithinTheirLimits() {
        assertThat(JsonFields.entryId(json("{'store':'Players','key':'k/1'}")))
                .isEqualTo(new EntryId("Players", "k/1"));
        for (String wrong :
                List.of("{'key':'k'}", "{'store':'s'}", "{'store':'','key':'k'}", "{'store':'s','key':0}")) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> JsonFields.entryId(json(wrong)));
        }
    }
}
