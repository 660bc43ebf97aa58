package dev.datasave.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import dev.datasave.Codec;
import dev.datasave.DataSaveException.InvalidData;
import dev.datasave.DataStoreOptions;
import dev.datasave.ProfileOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Defaults per class, wherever it occurs in the data, and what is said where a constructor refuses older data. */
class DefaultsTest {
    record Collar(String color, int size) {}

    record Pet(
            @SerializedName(value = "name", alternate = "title")
            String name,

            String owner,
            Collar collar,
            Optional<String> nick) {
        Pet {
            Objects.requireNonNull(owner, "owner");
        }
    }

    record Place(int x, Integer y) {}

    @SuppressWarnings("ArrayRecordComponent") // one of the places
    record Data(
            List<Pet> list,
            Map<String, Pet> map,
            Map<String, List<Pet>> deep,
            Optional<Pet> maybe,
            Pet[] array,
            Map<Place, Pet> pairs,
            Pet own,
            JsonObject tree) {}

    static class Node {
        Node next;
        int depth;

        Node(Node next) {
            this.next = next;
        }
    }

    record Other(String text) {}

    private static Pet whole() {
        return new Pet("none", "nobody", new Collar("red", 1), Optional.of("nick"));
    }

    private static final Data TEMPLATE = new Data(
            List.of(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            new Pet[0],
            Map.of(),
            new Pet("mine", "me", new Collar("blue", 9), Optional.empty()),
            new JsonObject());

    private static ProfileOptions<Data> options() {
        return ProfileOptions.<Data>defaults()
                .defaults(Pet.class, DefaultsTest::whole)
                .defaults(Place.class, () -> new Place(7, 8));
    }

    private static DataFormat<Data> format(ProfileOptions<Data> options) {
        return new DataFormat<>("Players", Data.class, () -> TEMPLATE, options, Optional.empty());
    }

    private static Data load(String json) {
        return format(options()).decode(json.replace('\'', '"'), 0, 0).data();
    }

    private static Pet pet(String name, String owner) {
        return new Pet(name, owner, new Collar("red", 1), Optional.of("nick"));
    }

    @Test
    void classIsFilledInWhereverItOccurs() {
        Data data = load("{'list':[{'name':'a'},null],'map':{'k':{'name':'b','owner':'x'}},'deep':{'k':[{}]},"
                + "'maybe':{'name':'c'},'array':[{'name':'d'}],'pairs':[[{'x':1},{'name':'e'}]],'tree':{'own':{}}}");
        assertThat(data.list()).containsExactly(pet("a", "nobody"), null);
        assertThat(data.map()).isEqualTo(Map.of("k", pet("b", "x")));
        assertThat(data.deep()).isEqualTo(Map.of("k", List.of(pet("none", "nobody"))));
        assertThat(data.maybe()).contains(pet("c", "nobody"));
        assertThat(data.array()).containsExactly(pet("d", "nobody"));
        assertThat(data.pairs()).isEqualTo(Map.of(new Place(1, 8), pet("e", "nobody")));
        assertThat(data.tree()).as("a tree is no class").hasToString("{\"own\":{}}");
    }

    @Test
    void whatIsThereStays() {
        Data data = load("{'list':[{'title':'a','owner':'x','collar':{'size':0},'nick':null}]}");
        assertThat(data.list())
                .as("a former name, 0 and an empty optional are there; an object inside lacks one member")
                .containsExactly(new Pet("a", "x", new Collar("red", 0), Optional.empty()));
    }

    @Test
    void templateGoesFirst() {
        assertThat(load("{'own':{'name':'a'}}").own())
                .isEqualTo(new Pet("a", "me", new Collar("blue", 9), Optional.empty()));
        assertThat(load("{}").own()).isEqualTo(TEMPLATE.own());
    }

    @Test
    void outerDefaultsGoBeforeThoseInside() {
        ProfileOptions<Data> both = options().defaults(Collar.class, () -> new Collar("green", 5));
        Data data = format(both)
                .decode("{\"list\":[{},{\"owner\":\"x\",\"name\":\"\",\"collar\":{}}]}", 0, 0)
                .data();
        assertThat(data.list()).extracting(Pet::collar).containsExactly(new Collar("red", 1), new Collar("red", 1));
        DataFormat<Data> inner =
                format(ProfileOptions.<Data>defaults().defaults(Collar.class, () -> new Collar("green", 5)));
        assertThat(inner.decode("{\"list\":[{\"owner\":\"x\",\"collar\":{\"size\":2}}]}", 0, 0)
                        .data()
                        .list())
                .containsExactly(new Pet(null, "x", new Collar("green", 2), Optional.empty()));
    }

    @Test
    void twiceChangesNothingMoreAndUnknownMembersStay() {
        DataFormat<Data> format = format(options());
        DataFormat.Decoded<Data> first = format.decode("{\"map\":{\"k\":{\"future\":1}}}", 0, 0);
        String text = format.encode(first.data(), first.leftover());
        assertThat(text).contains("\"future\":1", "\"owner\":\"nobody\"");
        DataFormat.Decoded<Data> second = format.decode(text, 0, 0);
        assertThat(format.sameJson(format.encode(second.data(), second.leftover()), text))
                .isTrue();
        assertThat(format.reconcile(second.data())).isSameAs(second.data());
    }

    @Test
    void reconcilingByHandAppliesThem() {
        record Shelf(List<Place> places) {}
        DataFormat<Shelf> format = new DataFormat<>(
                "Shelves",
                Shelf.class,
                () -> new Shelf(List.of()),
                ProfileOptions.<Shelf>defaults()
                        .defaults(Place.class, () -> new Place(0, 8))
                        .reconciles(false),
                Optional.empty());
        Shelf loaded = format.decode("{\"places\":[{\"x\":1}]}", 0, 0).data();
        assertThat(loaded.places()).containsExactly(new Place(1, null));
        assertThat(format.reconcile(loaded).places()).containsExactly(new Place(1, 8));
        assertThat(format.copy(loaded)).as("a copy is exact").isEqualTo(loaded);
    }

    @Test
    void eachObjectGetsOneOfItsOwnAndNoneIsMadeForNothing() {
        AtomicInteger made = new AtomicInteger();
        DataFormat<Data> format = format(ProfileOptions.<Data>defaults()
                .defaults(Pet.class, () -> pet("pet " + made.incrementAndGet(), "nobody")));
        made.set(0);
        Data data = format.decode(
                        "{\"list\":[{\"owner\":\"a\"},{\"owner\":\"b\"},{\"owner\":\"c\",\"name\":\"c\",\"collar\":"
                                + "{\"color\":\"red\",\"size\":1},\"nick\":null}]}",
                        0,
                        0)
                .data();
        assertThat(data.list()).extracting(Pet::name).containsExactly("pet 1", "pet 2", "c");
    }

    @Test
    void valuesOfADataStoreHaveThemToo() {
        DataFormat<Place> format = DataFormat.of(
                "Places", Place.class, DataStoreOptions.<Place>defaults().defaults(Place.class, () -> new Place(3, 4)));
        assertThat(format.decode("{\"x\":1}", 0, 0).data()).isEqualTo(new Place(1, 4));
        assertThat(DataFormat.of("Places", Place.class, DataStoreOptions.<Place>defaults())
                        .decode("{\"x\":1}", 0, 0)
                        .data())
                .isEqualTo(new Place(1, null));
    }

    @Test
    void badDefaultsAreRefusedAtOpening() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options().defaults(Pet.class, DefaultsTest::whole))
                .withMessage("defaults: found those of " + Pet.class.getName() + " twice, expected each class once");
        for (Class<?> none : List.of(Other.class, String.class, List.class, JsonObject.class)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> format(withNull(none)))
                    .withMessageContainingAll("defaults of " + none.getName(), "found no such class or record");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> format(withNull(Pet.class)))
                .withMessageContaining("found null, expected an object");
        IllegalStateException thrown = new IllegalStateException("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> format(ProfileOptions.<Data>defaults().defaults(Pet.class, () -> {
                    throw thrown;
                })))
                .withMessageContaining("found java.lang.IllegalStateException thrown")
                .withCause(thrown);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> format(ProfileOptions.<Data>defaults()
                        .codec(Codec.gson(Data.class))
                        .defaults(Other.class, () -> new Other(""))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> format(ProfileOptions.<Data>defaults()
                        .defaults(Collar.class, () -> new Collar("green", 1))
                        .defaults(Pet.class, () -> new Pet(null, null, null, Optional.empty()))))
                .withMessageContaining("NullPointerException");
    }

    private static <C> ProfileOptions<Data> withNull(Class<C> type) {
        return ProfileOptions.<Data>defaults().defaults(type, () -> null);
    }

    @Test
    void defaultsWithoutAnEndAreRefusedAtOpening() {
        ProfileOptions<Node> endless =
                ProfileOptions.<Node>defaults().defaults(Node.class, () -> new Node(new Node(null)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DataFormat<>("N", Node.class, () -> new Node(null), endless, Optional.empty()))
                .withMessageContaining("found more than 255 levels, expected an end");
        ProfileOptions<Node> ends = ProfileOptions.<Node>defaults().defaults(Node.class, () -> new Node(null));
        assertThat(new DataFormat<>("N", Node.class, () -> new Node(null), ends, Optional.empty())
                        .decode("{\"next\":{\"depth\":1}}", 0, 0)
                        .data()
                        .next
                        .depth)
                .isEqualTo(1);
    }

    @Test
    void aSupplierThatFailsLaterFailsTheLoad() {
        List<Pet> results = new ArrayList<>(List.of(whole()));
        DataFormat<Data> format = format(ProfileOptions.<Data>defaults()
                .defaults(Pet.class, () -> results.isEmpty() ? null : results.removeFirst()));
        assertThatThrownBy(() -> format.decode("{\"list\":[{}]}", 0, 0))
                .isInstanceOf(InvalidData.class)
                .hasMessageContaining("can't be reconciled: found null, expected an object from the defaults of");
    }

    @Test
    void aConstructorThatRefusesOlderDataIsNamedWithItsPlace() {
        DataFormat<Data> format = format(ProfileOptions.defaults());
        assertThatThrownBy(() -> format.decode("{\"map\":{\"k\":{\"name\":\"a\"}}}", 0, 0))
                .hasMessage("store \"Players\": data can't be decoded: at $.map.k: found java.lang.NullPointerException"
                        + " thrown (owner), expected a value")
                .hasCauseInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> format.decode("{\"list\":[null,{\"name\":\"Owner\"}]}", 0, 0))
                .as("a message that quotes the data is not told")
                .hasMessage("store \"Players\": data can't be decoded: at $.list[1]: found"
                        + " java.lang.NullPointerException thrown, expected a value");
        assertThatThrownBy(() -> format.decode("{\"pairs\":[[{\"x\":1},{\"name\":\"a\"}]]}", 0, 0))
                .hasMessageContaining("at $.pairs[0][1]: found java.lang.NullPointerException thrown (owner)");
    }
}
