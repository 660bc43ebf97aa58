package dev.datasave.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.annotations.SerializedName;
import dev.datasave.Codec;
import dev.datasave.DataSaveException.InvalidData;
import dev.datasave.ProfileOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DataFormatTest {
    record Pet(String name, int age) {}

    record Data(
            @SerializedName(value = "money", alternate = "gold")
            long money,

            List<String> owned,
            Map<String, Pet> pets,
            Pet best) {
        Data {
            if (money < 0) {
                throw new IllegalStateException("secret " + money);
            }
        }

        static Data fresh() {
            return new Data(100, List.of("hat"), Map.of("dog", new Pet("rex", 1)), null);
        }
    }

    static class Mutable {
        long money = 1;
        double ratio;
        List<Object> things = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        Mutable next;
    }

    private static <T> DataFormat<T> format(Class<T> type, Supplier<T> template) {
        return format(type, template, ProfileOptions.defaults());
    }

    private static <T> DataFormat<T> format(Class<T> type, Supplier<T> template, ProfileOptions<T> options) {
        return new DataFormat<>("Players", type, template, options, Optional.empty());
    }

    private final DataFormat<Data> records = format(Data.class, Data::fresh);
    private final DataFormat<Mutable> classes = format(Mutable.class, Mutable::new);
    private final DataFormat<JsonObject> trees = format(JsonObject.class, JsonObject::new);

    private static String q(String json) {
        return json.replace('\'', '"');
    }

    private InvalidData failure(String json) {
        return catchThrowableOfType(InvalidData.class, () -> records.decode(q(json), 0, 0));
    }

    @Test
    void whatIsEncodedIsDecoded() {
        Data data = new Data(5, List.of("a\u2028<b>"), Map.of(), new Pet("x", 2));
        String json = records.encode(data, null);
        assertThat(json).contains("<b>").doesNotContain("\n");
        assertThat(records.decode(json, 0, 0)).isEqualTo(new DataFormat.Decoded<>(data, null, false, 0, 0));
        assertThat(records.immutable()).isTrue();
        assertThat(classes.immutable()).isFalse();
        assertThat(trees.immutable()).isFalse();
    }

    @Test
    void damagedTextIsRefusedWithoutItsPayloadF5() {
        assertThat(failure("{'money':'secret'}"))
                .hasMessageContaining("store \"Players\"")
                .hasMessageContaining("at $.money")
                .hasMessageContaining("a whole number");
        assertThat(failure("{'pets':{'a':{'name':{'secret':1}}}}"))
                .hasMessageContaining("at $.pets.a.name")
                .hasMessageContaining("BEGIN_OBJECT");
        for (String json : List.of(
                "",
                "{",
                "{'secret':1",
                "secret",
                "null",
                "[1]",
                "7",
                "{} secret",
                "{'money':1,'money':2}",
                "{'owned':3}",
                "{'owned':{'secret':1}}",
                "{'pets':[]}",
                "{'pets':[[1]]}",
                "{'pets':{'a':null,'a':null}}",
                "NaN",
                "{'money':9999999999999999999}",
                "{'money':1e99999999999}",
                "{\"a\":\"\\x\"}",
                "{'best':'secret'}",
                "{'money':null,}",
                "// c\n{}",
                "{money:1}")) {
            InvalidData failure = failure(json);
            assertThat(failure).as(json).isNotNull().hasMessageContaining("Players");
            assertThat(failure).as(json).hasNoCause();
            assertThat(failure.getMessage()).as(json).contains("found").doesNotContain("secret");
        }
    }

    @Test
    void whatTheGamesConstructorThrowsIsTheCause() {
        assertThat(failure("{'money':-1}"))
                .hasMessageContaining("IllegalStateException")
                .hasMessageNotContaining("secret")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void nestingHasOneLimitForReadingAndWriting() {
        assertThat(trees.encode(nested(255), null)).hasSizeGreaterThan(255);
        assertThat(trees.decode(trees.encode(nested(255), null), 0, 0).data()).isEqualTo(nested(255));
        assertThatThrownBy(() -> trees.encode(nested(256), null))
                .isInstanceOf(InvalidData.class)
                .hasMessageContaining("255");
        assertThatThrownBy(() -> trees.decode(nested(256).toString(), 0, 0))
                .isInstanceOf(InvalidData.class)
                .hasMessageContaining("255 levels");
    }

    private static JsonObject nested(int levels) {
        JsonObject tree = new JsonObject();
        for (int i = 1; i < levels; i++) {
            JsonObject outer = new JsonObject();
            outer.add("a", tree);
            tree = outer;
        }
        return tree;
    }

    @Test
    void aCycleIsAnErrorNotACrash() {
        Mutable mutable = new Mutable();
        mutable.next = mutable;
        assertThatThrownBy(() -> classes.encode(mutable, null))
                .isInstanceOf(InvalidData.class)
                .hasMessageContaining("cycle");
        mutable.next = new Mutable();
        mutable.next.next = mutable;
        assertThatThrownBy(() -> classes.encode(mutable, null))
                .isInstanceOf(InvalidData.class)
                .hasMessageContaining("cycle");
        JsonObject tree = new JsonObject();
        tree.add("self", tree);
        assertThatThrownBy(() -> trees.encode(tree, null)).isInstanceOf(InvalidData.class);
    }

    @Test
    void dataThatCantBeStoredIsRefusedWithItsPath() {
        assertThatThrownBy(() -> records.encode(new Data(1, List.of("a\0b"), null, null), null))
                .isInstanceOf(InvalidData.class)
                .hasMessageContaining("at $.owned[0]")
                .hasMessageContaining("U+0000");
        assertThatThrownBy(() -> records.encode(new Data(1, null, Map.of("x\ud800", new Pet("", 1)), null), null))
                .isInstanceOf(InvalidData.class)
                .hasMessageContaining("at $.pets, a member's name")
                .hasMessageContaining("surrogate");
        assertThatThrownBy(() -> records.encode(new Data(1, List.of("x".repeat(5 << 20)), null, null), null))
                .isInstanceOf(InvalidData.class)
                .hasMessageContaining("4194304");
        Mutable mutable = new Mutable();
        mutable.ratio = Double.NaN;
        assertThatThrownBy(() -> classes.encode(mutable, null))
                .isInstanceOf(InvalidData.class)
                .hasMessageContaining("at $.ratio: found NaN");
        mutable.ratio = 0;
        mutable.things.add(new Pet("a", 1));
        assertThatThrownBy(() -> classes.encode(mutable, null))
                .isInstanceOf(InvalidData.class)
                .hasMessageContaining("Pet");
    }

    @Test
    void longsBeyondDoublesPrecisionAreKeptInTrees() {
        JsonObject tree =
                trees.decode("{\"n\":9007199254740993,\"d\":1.10}", 0, 0).data();
        assertThat(tree.get("n").getAsLong()).isEqualTo(9007199254740993L);
        assertThat(trees.encode(tree, null)).isEqualTo("{\"n\":9007199254740993,\"d\":1.10}");
        assertThat(trees.copy(tree)).isEqualTo(tree).isNotSameAs(tree);
    }

    @Test
    void unknownMembersAreKeptAndRemovedOnesStayRemovedF45() {
        DataFormat.Decoded<Data> loaded = records.decode(
                q("{'money':1,'owned':['a'],'pets':{'cat':{'name':'c','age':1,'fur':1}},'future':[1],"
                        + "'best':{'name':'b','age':2}}"),
                0,
                0);
        Data next = new Data(2, loaded.data().owned(), Map.of(), null);
        assertThat(records.sameJson(
                        records.encode(loaded.data(), loaded.leftover()),
                        q("{'owned':['a'],'money':1,'pets':{'cat':{'name':'c','fur':1,'age':1}},'future':[1],"
                                + "'best':{'name':'b','age':2}}")))
                .isTrue();
        assertThat(records.encode(next, loaded.leftover()))
                .isEqualTo(q("{'money':2,'owned':['a'],'pets':{},'future':[1]}"));
    }

    @Test
    void aFormerNameIsNoLeftoverAndIsNotFilledInF4() {
        DataFormat.Decoded<Data> loaded = records.decode(q("{'gold':7}"), 0, 0);
        assertThat(loaded.data().money()).isEqualTo(7);
        assertThat(loaded.leftover()).isNull();
    }

    @Test
    void loadingReconcilesUnlessToldOtherwise() {
        Data data = records.decode("{}", 0, 0).data();
        assertThat(data).isEqualTo(Data.fresh());
        assertThat(records.decode(q("{'pets':{}}"), 0, 0).data().pets()).isEmpty();
        DataFormat<Data> plain =
                format(Data.class, Data::fresh, ProfileOptions.<Data>defaults().reconciles(false));
        Data bare = plain.decode("{}", 0, 0).data();
        assertThat(bare).isEqualTo(new Data(0, null, null, null));
        assertThat(plain.reconcile(new Data(1, null, null, null)))
                .isEqualTo(new Data(1, List.of("hat"), Data.fresh().pets(), null));
        assertThat(plain.reconcile(data)).isSameAs(data);
    }

    @Test
    void immutableDataIsFrozenAndMutableDataCopied() {
        List<String> owned = new ArrayList<>(List.of("a"));
        Data frozen = records.freeze(new Data(1, owned, null, null));
        owned.add("b");
        assertThat(frozen.owned()).containsExactly("a").isUnmodifiable();
        assertThat(records.copy(frozen)).isSameAs(frozen);
        Mutable mutable = new Mutable();
        assertThat(classes.freeze(mutable)).isSameAs(mutable);
        assertThat(classes.copy(mutable))
                .isNotSameAs(mutable)
                .usingRecursiveComparison()
                .isEqualTo(mutable);
    }

    @Test
    void aSharedMutableTemplateIsCopied() {
        Mutable shared = new Mutable();
        DataFormat<Mutable> format = format(Mutable.class, () -> shared);
        format.fresh().data().money = 9;
        assertThat(shared.money).isEqualTo(1);
    }

    @Test
    void aTemplateThatFailsIsInvalidData() {
        IllegalStateException thrown = new IllegalStateException("x");
        assertThatThrownBy(() -> format(Data.class, () -> {
                            throw thrown;
                        })
                        .fresh())
                .isInstanceOf(InvalidData.class)
                .hasCause(thrown);
        assertThatThrownBy(() -> format(Data.class, () -> null).fresh())
                .isInstanceOf(InvalidData.class)
                .hasMessageContaining("null");
        assertThatThrownBy(() -> format(Data.class, () -> new Data(1, List.of("\0"), null, null))
                        .fresh())
                .isInstanceOf(InvalidData.class);
    }

    @Test
    void sameJsonComparesByStructureAndValue() {
        assertThat(records.sameJson("{\"a\":1.0,\"b\":[1e2]}", "{ \"b\":[100], \"a\":1 }"))
                .isTrue();
        assertThat(records.sameJson("9007199254740993", "9007199254740992")).isFalse();
        assertThat(records.sameJson("[1,2]", "[2,1]")).isFalse();
        assertThat(records.sameJson("{\"a\":null}", "{}")).isFalse();
        assertThat(records.sameJson("\"1\"", "1")).isFalse();
        assertThat(records.sameJson("1e999999999", "1")).isFalse();
    }

    /** Writes {@code {"coins":n}}; once wrote {@code {"c":n}}. */
    private static final class Coins implements Codec<Mutable> {
        @Override
        public JsonElement encode(Mutable data) {
            JsonObject tree = new JsonObject();
            tree.addProperty("coins", data.money);
            return tree;
        }

        @Override
        public Mutable decode(JsonElement tree) {
            JsonElement coins = tree.getAsJsonObject().get("coins");
            Mutable data = new Mutable();
            data.money = (coins != null ? coins : tree.getAsJsonObject().get("c")).getAsLong();
            return data;
        }
    }

    @Test
    void whatAForeignCodecReadsUnderAnotherNameIsNeitherLeftOverNorFilledIn() {
        DataFormat<Mutable> format = format(
                Mutable.class, Mutable::new, ProfileOptions.<Mutable>defaults().codec(new Coins()));
        DataFormat.Decoded<Mutable> loaded = format.decode("{\"c\":7}", 0, 0);
        assertThat(loaded.data().money).isEqualTo(7);
        assertThat(loaded.leftover()).isNull();
        assertThat(format.decode("{}", 0, 0).data().money).isEqualTo(1);
        DataFormat.Decoded<Mutable> more = format.decode("{\"coins\":3,\"future\":1}", 0, 0);
        assertThat(format.encode(more.data(), more.leftover())).isEqualTo("{\"coins\":3,\"future\":1}");
    }

    /** As {@link Coins}, but demands what it reads, by an exception that Java would have it declare, as Kotlin does not. */
    private static final class Demanding implements Codec<Mutable> {
        private final Coins coins = new Coins();

        @Override
        public JsonElement encode(Mutable data) {
            return coins.encode(data);
        }

        @Override
        public Mutable decode(JsonElement tree) {
            if (!tree.getAsJsonObject().has("coins")) {
                throw sneaky(new IOException("no coins"));
            }
            return coins.decode(tree);
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <X extends Throwable> RuntimeException sneaky(Throwable thrown) throws X {
            throw (X) thrown;
        }
    }

    @Test
    void aForeignCodecMayDemandWhatIsFilledInByACheckedException() {
        DataFormat<Mutable> format = format(
                Mutable.class, Mutable::new, ProfileOptions.<Mutable>defaults().codec(new Demanding()));
        assertThat(format.decode("{}", 0, 0).data().money).isEqualTo(1);
        assertThat(format.decode("{\"coins\":3,\"c\":4}", 0, 0).data().money).isEqualTo(3);
    }

    @Test
    void aForeignCodecThatThrowsOrAnswersNullIsInvalidData() {
        Codec<Mutable> broken = new Codec<>() {
            @Override
            public JsonElement encode(Mutable data) {
                return data.money == 0 ? null : new JsonPrimitive(Double.NaN);
            }

            @Override
            public Mutable decode(JsonElement tree) {
                throw new ArithmeticException("secret");
            }
        };
        DataFormat<Mutable> format = format(
                Mutable.class, Mutable::new, ProfileOptions.<Mutable>defaults().codec(broken));
        Mutable none = new Mutable();
        none.money = 0;
        assertThatThrownBy(() -> format.encode(none, null)).isInstanceOf(InvalidData.class);
        assertThatThrownBy(() -> format.encode(new Mutable(), null))
                .isInstanceOf(InvalidData.class)
                .hasMessageContaining("at $: found NaN");
        assertThatThrownBy(() -> format.decode("{\"name\":\"secret\"}", 0, 0))
                .isInstanceOf(InvalidData.class)
                .hasMessageNotContaining("secret")
                .hasCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void membersOfTreesAreParsedAsTheyAre() {
        assertThat(trees.decode("{\"a\":null}", 0, 0).data()).isEqualTo(JsonParser.parseString("{\"a\":null}"));
        assertThat(trees.encode(JsonParser.parseString("{\"a\":null}").getAsJsonObject(), null))
                .isEqualTo("{\"a\":null}");
    }
}
