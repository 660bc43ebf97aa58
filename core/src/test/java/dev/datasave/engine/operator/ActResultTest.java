package dev.datasave.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ActResultTest {

    static Stream<ActResult> results() {
        return Stream.of(
                new ActResult.Applied(7),
                new ActResult.RolledBack(8, 7, List.of("gems"), List.of("s/1", "s/2")),
                new ActResult.Moved(9),
                new ActResult.NoSuchRevision(3),
                new ActResult.Refused("the edit returned null"));
    }

    @ParameterizedTest
    @MethodSource("results")
    void isReadAsItWasWritten_P13(ActResult result) {
        assertThat(ActResult.of(result.toJson())).isEqualTo(result);
        assertThat(result.isApplied()).isEqualTo(result.toJson().has("applied"));
    }

    /** The words are stored in tombstones of requests: they are a format. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"applied\":7} | Applied[revision=7]",
                "{\"applied\":8,\"undo\":7,\"receipts\":[],\"messages\":[\"s/1\"]} | RolledBack[revision=8, undo=7, receipts=[], messages=[s/1]]",
                "{\"moved\":9} | Moved[present=9]",
                "{\"noSuchRevision\":3} | NoSuchRevision[revision=3]",
                "{\"refused\":\"no\"} | Refused[why=no]",
                "{\"later\":true} | Refused[why={\"later\":true}]"
            })
    void readsWhatEarlierVersionsHaveStored(String json, String result) {
        assertThat(ActResult.of(object(json))).hasToString(result);
    }

    @Test
    void refusesAMemberOfAnotherType() {
        assertThatIllegalArgumentException().isThrownBy(() -> ActResult.of(object("{\"applied\":\"seven\"}")));
        assertThatIllegalArgumentException().isThrownBy(() -> ActResult.of(object("{\"refused\":[]}")));
    }

    private static JsonObject object(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }
}
