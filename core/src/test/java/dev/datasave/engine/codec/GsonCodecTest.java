package dev.datasave.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.annotations.SerializedName;
import dev.datasave.Codec;
import dev.datasave.LoadOptions;
import dev.datasave.engine.json.JsonText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate") // one of the types to be kept
class GsonCodecTest {
    enum Color {
        RED,
        @SerializedName("vert")
        GREEN,
        BLUE {
            @Override
            public String toString() {
                return "sky";
            }
        }
    }

    record Item(String name, int amount, List<String> lore) {}

    record Box<V>(V value, List<V> more) {}

    record Player(
            long money,
            double health,
            boolean admin,
            Color color,
            Instant seen,
            Duration played,
            UUID id,
            LocalDate birthday,
            ZoneId zone,
            BigDecimal exact,
            Optional<String> guild,
            OptionalInt rank,
            List<Item> items,
            Map<String, Item> worn,
            Map<Color, Integer> counts,
            Set<String> tags,
            Box<Item> box) {}

    static class Mutable {
        int level = 1;
        List<String> names = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        ArrayList<String> concrete = new ArrayList<>();
        EnumMap<Color, String> colors = new EnumMap<>(Color.class);
        Date since = new Date(1234);
        Item item = new Item("sword", 1, List.of());
    }

    static class Renamed {
        @SerializedName(value = "money", alternate = "gold")
        long money;
    }

    static class Animal {
        String name = "";
    }

    static class Dog extends Animal {
        int bones = 3;
    }

    static class Owner {
        Animal pet = new Animal();
    }

    static class Cycle {
        Cycle next;
    }

    record Numbers(byte b, short s, int i, long l, float f, double d) {}

    record WithTree(JsonObject tree, Object any) {}

    record Keys(Map<Instant, Integer> times, Map<Item, Integer> complex, Map<Object, Integer> mixed) {}

    interface Shaped {}

    record WithInterface(List<Shaped> shapes) {}

    @SuppressWarnings("ClassCanBeStatic") // what is to be refused
    class Inner {}

    record WithClass(Class<?> type) {}

    private static final Item ITEM = new Item("sword", 2, List.of("old", "sharp"));

    private static final Player PLAYER = new Player(
            Long.MAX_VALUE,
            0.1,
            true,
            Color.GREEN,
            Instant.parse("2026-01-02T03:04:05.678901234Z"),
            Duration.ofMillis(1234567),
            new UUID(1, 2),
            LocalDate.of(2001, 2, 3),
            ZoneId.of("Europe/Berlin"),
            new BigDecimal("12345678901234567890.1234567890"),
            Optional.empty(),
            OptionalInt.of(3),
            List.of(ITEM),
            Map.of("hand", ITEM),
            Map.of(Color.BLUE, 1),
            Set.of("a"),
            new Box<>(ITEM, List.of(ITEM)));

    private static <T> T decode(Class<T> type, String json) {
        return Codec.gson(type).decode(JsonParser.parseString(json));
    }

    private static <T> T again(Class<T> type, T data) {
        Codec<T> codec = Codec.gson(type);
        return codec.decode(JsonText.parse(JsonText.write(codec.encode(data))));
    }

    @Test
    void decodingGivesWhatWasEncoded() {
        assertThat(again(Player.class, PLAYER)).isEqualTo(PLAYER);
        Mutable mutable = new Mutable();
        mutable.colors.put(Color.BLUE, "b");
        mutable.counts.put("x", 1);
        assertThat(again(Mutable.class, mutable)).usingRecursiveComparison().isEqualTo(mutable);
        Numbers extremes =
                new Numbers(Byte.MIN_VALUE, Short.MAX_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE, Float.MIN_VALUE, -0.0);
        assertThat(again(Numbers.class, extremes)).isEqualTo(extremes);
    }

    @Test
    void collectionsInRecordsAreUnmodifiable() {
        Player player = again(Player.class, PLAYER);
        assertThatThrownBy(() -> player.items().add(ITEM)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> player.items().getFirst().lore().add("x"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> player.worn().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> player.worn().get("hand").lore().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> player.tags().add("b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> player.box().more().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void collectionsInClassesStayModifiable() {
        Mutable mutable = again(Mutable.class, new Mutable());
        mutable.names.add("x");
        mutable.counts.put("x", 1);
        mutable.concrete.add("x");
        assertThatThrownBy(() -> mutable.item.lore().add("x")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void nullsAreKept() {
        Map<String, Item> worn = new HashMap<>();
        worn.put("none", null);
        Item item = new Item(null, 1, Arrays.asList("a", null));
        Box<Map<String, Item>> box = new Box<>(worn, null);
        assertThat(again(Item.class, item)).isEqualTo(item);
        assertThat(again(Holder.class, new Holder(box)).box()).isEqualTo(box);
        assertThat(Codec.gson(Item.class).encode(item).getAsJsonObject().has("name"))
                .isFalse();
    }

    record Holder(Box<Map<String, Item>> box) {}

    @Test
    void aMissingOptionalIsEmpty() {
        Player player = decode(Player.class, "{}");
        assertThat(player.guild()).isEmpty();
        assertThat(player.rank()).isEmpty();
        assertThat(player.items()).isNull();
        assertThat(Codec.gson(Player.class).encode(PLAYER).getAsJsonObject().get("guild"))
                .isEqualTo(JsonNull.INSTANCE);
    }

    @Test
    void nanAndInfinityAreRefusedWithTheirPath() {
        assertThatThrownBy(
                        () -> Codec.gson(Numbers.class).encode(new Numbers((byte) 0, (short) 0, 0, 0, 0, Double.NaN)))
                .hasMessageContaining("at $.d: found NaN");
        JsonObject tree = new JsonObject();
        tree.add("a", new JsonArray());
        tree.getAsJsonArray("a").add(Float.POSITIVE_INFINITY);
        assertThatThrownBy(() -> Codec.gson(JsonObject.class).encode(tree)).hasMessageContaining("$.a[0]");
        assertThatThrownBy(() -> Codec.gson(WithTree.class).encode(new WithTree(tree, null)))
                .hasMessageContaining("$.tree.a[0]");
        assertThatThrownBy(() -> decode(Numbers.class, "{\"d\":1e999}")).hasMessageContaining("$.d");
        assertThatThrownBy(() -> decode(Numbers.class, "{\"f\":1e99}")).hasMessageContaining("$.f");
    }

    @Test
    void numbersThatDontFitAreRefusedNotCut() {
        assertThatThrownBy(() -> decode(Numbers.class, "{\"i\":3000000000}")).hasMessageContaining("at $.i");
        assertThatThrownBy(() -> decode(Numbers.class, "{\"l\":1.5}")).hasMessageContaining("at $.l");
        assertThatThrownBy(() -> decode(Numbers.class, "{\"b\":200}")).hasMessageContaining("-128 to 127");
        assertThat(decode(Numbers.class, "{\"i\":3.0,\"l\":1e3,\"b\":0,\"s\":0,\"f\":0,\"d\":0}"))
                .isEqualTo(new Numbers((byte) 0, (short) 0, 3, 1000, 0, 0));
    }

    @Test
    void anUnknownConstantIsRefused() {
        assertThatThrownBy(() -> decode(Player.class, "{\"color\":\"PINK\"}"))
                .hasMessageContaining("$.color")
                .hasMessageNotContaining("PINK");
        assertThatThrownBy(() -> decode(Player.class, "{\"counts\":{\"PINK\":1}}"))
                .hasMessageContaining("at $.counts.PINK: found a key");
        assertThat(decode(Color.class, "\"vert\"")).isEqualTo(Color.GREEN);
    }

    @Test
    void aNullRootIsRefused() {
        assertThatThrownBy(() -> decode(Player.class, "null")).hasMessageContaining("found null");
        assertThatThrownBy(() -> decode(JsonElement.class, "null")).hasMessageContaining("found null");
        assertThatThrownBy(() -> Codec.gson(JsonElement.class).encode(JsonNull.INSTANCE))
                .hasMessageContaining("found null");
    }

    @Test
    void treesAreCopiedAtBothSides() {
        Codec<JsonObject> codec = Codec.gson(JsonObject.class);
        JsonObject tree =
                JsonParser.parseString("{\"a\":{\"n\":9007199254740993}}").getAsJsonObject();
        JsonElement encoded = codec.encode(tree);
        JsonObject decoded = codec.decode(tree);
        WithTree with = Codec.gson(WithTree.class).decode(JsonParser.parseString("{\"tree\":{},\"any\":[1,{}]}"));
        tree.getAsJsonObject("a").addProperty("n", 1);
        assertThat(encoded.getAsJsonObject().getAsJsonObject("a").get("n").getAsLong())
                .isEqualTo(9007199254740993L);
        assertThat(decoded.getAsJsonObject("a").get("n").getAsLong()).isEqualTo(9007199254740993L);
        assertThat(with.any()).isEqualTo(List.of(1L, Map.of()));
        assertThatThrownBy(() -> codec.decode(new JsonPrimitive(1))).hasMessageContaining("JsonObject");
    }

    @Test
    void theTreeThatIsDecodedStaysAsItIs() {
        JsonElement tree = JsonParser.parseString("{\"gold\":5,\"future\":1}");
        assertThat(Codec.gson(Renamed.class).decode(tree).money).isEqualTo(5);
        assertThat(tree).isEqualTo(JsonParser.parseString("{\"gold\":5,\"future\":1}"));
    }

    @Test
    void thePresentNameWinsOverAFormerOne() {
        assertThat(decode(Renamed.class, "{\"money\":7,\"gold\":5}").money).isEqualTo(7);
        assertThat(decode(Renamed.class, "{\"gold\":5,\"money\":7}").money).isEqualTo(7);
    }

    @Test
    void mapsMayHaveKeysOfAnyKindButNotAlikeOnes() {
        Keys keys = new Keys(Map.of(Instant.EPOCH, 1), Map.of(ITEM, 2), Map.of("a", 3));
        assertThat(again(Keys.class, keys)).isEqualTo(keys);
        Codec<Keys> codec = Codec.gson(Keys.class);
        assertThatThrownBy(() -> codec.encode(new Keys(null, null, Map.of("1", 1, 1, 2))))
                .hasMessageContaining("at $.mixed: found a java.lang.Integer as a key");
        assertThatThrownBy(() -> codec.encode(new Keys(Collections.singletonMap(null, 1), null, null)))
                .hasMessageContaining("null as a map's key");
    }

    @Test
    void aSubclassThatWouldBeReadBackAsSomethingElseIsRefused() {
        Owner owner = new Owner();
        owner.pet = new Dog();
        assertThatThrownBy(() -> Codec.gson(Owner.class).encode(owner)).hasMessageContaining("Dog");
        assertThatThrownBy(() -> Codec.gson(Animal.class).encode(new Dog())).hasMessageContaining("Dog");
        assertThatThrownBy(() -> Codec.gson(WithTree.class).encode(new WithTree(null, new Dog())))
                .hasMessageContaining("Dog");
    }

    @Test
    void typesThatGsonCantHandleAreRefusedAtOnce() {
        class Local {}
        for (Class<?> type : List.of(
                WithInterface.class,
                Shaped.class,
                Inner.class,
                Local.class,
                Thread.class,
                WithClass.class,
                Runnable.class,
                Class.class,
                LoadOptions.class)) {
            assertThatThrownBy(() -> Codec.gson(type))
                    .as(type.getName())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(type.getSimpleName());
        }
        assertThatThrownBy(() -> Codec.gson(new Object() {}.getClass())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void typesMayContainThemselves() {
        Cycle two = new Cycle();
        two.next = new Cycle();
        assertThat(again(Cycle.class, two).next.next).isNull();
    }
}
