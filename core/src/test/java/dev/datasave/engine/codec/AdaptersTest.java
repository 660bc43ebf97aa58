package dev.datasave.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.annotations.SerializedName;
import dev.datasave.Codec;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonText;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Gson would lose in silence is refused, with its place and never with its content. */
class AdaptersTest {
    enum Rank {
        NONE,
        @SerializedName(value = "boss", alternate = "chief")
        BOSS
    }

    interface Shaped {}

    abstract static class Half {}

    static class WithInterface {
        List<Shaped> shapes;
    }

    static class WithHalf {
        Map<String, Half> halves;
    }

    static class WithClass {
        Class<?> type;
    }

    static class WithInner {
        @SuppressWarnings("ClassCanBeStatic") // what is to be refused
        class Inner {}

        Inner inner;
    }

    static class Self {
        Self self;
        Object any;
    }

    static class Data {
        Rank rank = Rank.NONE;
        Map<Rank, Integer> counts = new LinkedHashMap<>();
        Map<Integer, String> names = new LinkedHashMap<>();
        Map<Instant, Integer> times = new LinkedHashMap<>();
        Map<Object, Integer> mixed = new LinkedHashMap<>();
        Map<List<Integer>, Integer> pairs = new LinkedHashMap<>();
        Map<String, DayOfWeek> days = new LinkedHashMap<>();
    }

    private static final Codec<Data> CODEC = Codec.gson(Data.class);

    private static Data decode(String json) {
        return CODEC.decode(JsonText.parse(json.replace('\'', '"')));
    }

    @Test
    void typesThatCanNotBeReadBackAreRefusedAtOnce() {
        String unreadable = ", which can't be read back, expected a class or a codec";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Codec.gson(WithInterface.class))
                .withMessage("data type " + WithInterface.class.getName() + ": at $.shapes[*]: found "
                        + Shaped.class.getName() + unreadable);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Codec.gson(WithHalf.class))
                .withMessage("data type " + WithHalf.class.getName() + ": at $.halves.*: found " + Half.class.getName()
                        + unreadable);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Codec.gson(WithClass.class))
                .withMessageContaining("found java.lang.Class<java.lang.Object>" + unreadable);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Codec.gson(WithInner.class))
                .withMessageContaining("at $.inner: found ")
                .withMessageContaining("an anonymous, local or inner class, expected");
    }

    @Test
    void anObjectThatRefersToItselfIsRefused() {
        Self self = new Self();
        self.self = self;
        assertThatThrownBy(() -> Codec.gson(Self.class).encode(self))
                .isInstanceOf(FormatProblem.class)
                .hasMessage("at $.self: found a cycle, expected a tree");
        Self other = new Self();
        other.any = other;
        assertThatThrownBy(() -> Codec.gson(Self.class).encode(other))
                .isInstanceOf(FormatProblem.class)
                .hasMessage("at $.any: found a cycle, expected a tree");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'rank':'KING'}            | at $.rank: found an unknown constant
            {'rank':'none'}            | at $.rank: found an unknown constant
            {'days':{'a':'secret'}}    | at $.days.a: found an unknown constant
            {'names':{'x':'secret'}}   | at $.names.x: found a key that doesn't fit, expected the text of a java.lang.Integer
            {'names':{'1':'a','1.0':'secret'}} | at $.names.1.0: found a key of a map twice, expected each key once
            {'times':{'secret':1}}     | found a key that doesn't fit, expected the text of a java.time.Instant
            {'counts':{'boss':1,'chief':2}}    | at $.counts.chief: found a key of a map twice
            {'names':['secret']}       | at $.names: found BEGIN_ARRAY, expected a map
            {'names':5}                | at $.names: found NUMBER, expected a map
            """)
    void whatDoesNotFitIsNamed(String json, String message) {
        assertThatThrownBy(() -> decode(json)).isInstanceOf(FormatProblem.class).hasMessageContaining(message);
    }

    @Test
    void constantsGoByTheirPresentNameAndAreKnownByAFormerOne() {
        assertThat(decode("{'rank':'chief'}").rank).isEqualTo(Rank.BOSS);
        assertThat(decode("{'rank':null}").rank).isNull();
        Data data = new Data();
        data.rank = Rank.BOSS;
        data.counts.put(Rank.BOSS, 1);
        assertThat(CODEC.encode(data).toString()).contains("\"rank\":\"boss\"", "\"counts\":{\"boss\":1}");
    }

    @Test
    void mapsKeepTheirNullsAndTheirOrder() {
        Data data = new Data();
        data.names.put(9, null);
        data.names.put(-1, "b");
        data.mixed.put("x", null);
        data.pairs.put(List.of(1, 2), 3);
        Data again = CODEC.decode(JsonText.parse(JsonText.write(CODEC.encode(data))));
        assertThat(new ArrayList<>(again.names.entrySet())).isEqualTo(new ArrayList<>(data.names.entrySet()));
        assertThat(again.mixed).isEqualTo(data.mixed);
        assertThat(again.pairs).isEqualTo(data.pairs);
    }

    @Test
    void keysThatWouldOverwriteEachOtherAreRefused() {
        Data alike = new Data();
        alike.mixed.put(1, 1);
        alike.mixed.put("1", 2);
        assertThatThrownBy(() -> CODEC.encode(alike))
                .isInstanceOf(FormatProblem.class)
                .hasMessage(
                        "at $.mixed: found a java.lang.Integer as a key where the data type declares an Object or no type,"
                                + " expected String keys");
        Data none = new Data();
        none.names.put(null, "secret");
        assertThatThrownBy(() -> CODEC.encode(none))
                .isInstanceOf(FormatProblem.class)
                .hasMessage("at $.names: found null as a map's key, expected a key");
    }
}
