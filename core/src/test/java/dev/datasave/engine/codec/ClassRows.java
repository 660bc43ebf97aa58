package dev.datasave.engine.codec;

import static dev.datasave.engine.codec.DataRows.kept;
import static dev.datasave.engine.codec.DataRows.turned;
import static dev.datasave.engine.codec.DataRows.unopened;
import static dev.datasave.engine.codec.DataRows.unsaved;

import com.google.gson.JsonObject;
import dev.datasave.engine.codec.DataRows.Row;
import dev.datasave.engine.codec.GameTypes.Below;
import dev.datasave.engine.codec.GameTypes.Box;
import dev.datasave.engine.codec.GameTypes.Circle;
import dev.datasave.engine.codec.GameTypes.Dog;
import dev.datasave.engine.codec.GameTypes.Inner;
import dev.datasave.engine.codec.GameTypes.Item;
import dev.datasave.engine.codec.GameTypes.Node;
import dev.datasave.engine.codec.GameTypes.Passing;
import dev.datasave.engine.codec.GameTypes.Pet;
import dev.datasave.engine.codec.GameTypes.Rank;
import dev.datasave.engine.codec.GameTypes.Sealed;
import dev.datasave.engine.codec.GameTypes.Shape;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of classes and records, of what extends them, and of what stands in an {@code Object} or a raw type. */
@SuppressWarnings({
    "JavaUtilDate",
    "rawtypes",
    "JdkObsolete",
    "ClassCanBeStatic",
    "HidingField",
    "ArrayRecordComponent",
    "unused"
}) // what games have
final class ClassRows {
    record Pets(Pet value) {}

    record PetLists(List<Pet> value) {}

    record PetMaps(Map<String, Pet> value) {}

    record PetMapsOfMaps(Map<String, Map<String, Pet>> value) {}

    record PetOptionals(Optional<Pet> value) {}

    record PetArrays(Pet[] value) {}

    record DogsBeside(Map<String, Pet> value, @Nullable Dog dog) {}

    record Shapes(Shape value) {}

    record SealedShapes(List<Sealed> value) {}

    record Circles(Circle value) {}

    record BoxesOfItems(Box<Item> value) {}

    record RawBoxes(Box value) {}

    record Inners(List<Inner> value) {}

    record Belows(Below value) {}

    record Passings(Passing value) {}

    record Nodes(Node value) {}

    record RawLists(List value) {}

    record Objects(@Nullable Object value) {}

    record MapsOfObjects(Map<String, @Nullable Object> value) {}

    private ClassRows() {}

    static List<Row> classes() {
        Passing passing = new Passing();
        passing.kept = 2;
        passing.passing = 9;
        Node cycle = new Node();
        cycle.next = new Node();
        cycle.next.next = cycle;
        return List.of(
                kept("a `Pet`", Pets.class, new Pet()),
                unsaved("a `Dog`, which extends `Pet`", Pets.class, new Dog()),
                unsaved("a `Dog`", PetLists.class, List.of(new Pet(), new Dog())),
                unsaved("a `Dog`", PetMaps.class, Map.of("a", new Dog())),
                unsaved("a `Dog`", PetMapsOfMaps.class, Map.of("a", Map.of("b", new Dog()))),
                unsaved("a `Dog`", PetOptionals.class, Optional.of(new Dog())),
                unsaved("a `Dog`", PetArrays.class, new Pet[] {new Dog()}),
                unsaved("a `Dog[]`", PetArrays.class, new Dog[0]),
                unsaved("a `Dog`, though the class has a `Dog` elsewhere", DogsBeside.class, Map.of("a", new Dog())),
                unopened(Shapes.class),
                unopened(SealedShapes.class),
                kept("a record, whatever it implements", Circles.class, new Circle(1.5)),
                kept("a generic record", BoxesOfItems.class, new Box<>(new Item("bow", 1))),
                unsaved("an `Item`", RawBoxes.class, new Box<>(new Item("bow", 1))),
                unopened(Inners.class),
                unopened(Belows.class),
                turned(
                        "`transient` and `static` members",
                        Passings.class,
                        passing,
                        "kept=2 passing=5",
                        "as a new object has them"),
                unsaved("an object that leads back to itself", Nodes.class, cycle));
    }

    static List<Row> objects() {
        return List.of(
                kept("a `String`, `Boolean`, `Long` or `Double`, or null", MapsOfObjects.class, plain()),
                kept("a `List` or `Map` of such", Objects.class, List.of("a", List.of(1L), Map.of("b", 0.5))),
                unsaved("an `Integer`", MapsOfObjects.class, Map.of("kills", 5)),
                unsaved("a `Float`", MapsOfObjects.class, Map.of("a", 0.5f)),
                unsaved("a `BigInteger`", MapsOfObjects.class, Map.of("a", BigInteger.TEN)),
                unsaved("a `BigDecimal`", MapsOfObjects.class, Map.of("a", BigDecimal.TEN)),
                unsaved("a `UUID`", MapsOfObjects.class, Map.of("a", new UUID(1, 2))),
                unsaved("an `Instant`", MapsOfObjects.class, Map.of("a", Instant.EPOCH)),
                unsaved("a constant of an enum", MapsOfObjects.class, Map.of("a", Rank.LOW)),
                unsaved("a record", Objects.class, new Item("bow", 1)),
                unsaved("a `Set`", Objects.class, Set.of("a")),
                unsaved("an array", Objects.class, new int[] {1}),
                unsaved("a Gson tree", Objects.class, new JsonObject()),
                unsaved("NaN", Objects.class, Double.NaN),
                kept("texts", RawLists.class, List.of("a", "b")),
                unsaved("an `Integer`", RawLists.class, List.of(1)));
    }

    private static Map<String, @Nullable Object> plain() {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        plain.put("text", "a");
        plain.put("flag", true);
        plain.put("whole", 5L);
        plain.put("real", 5.0);
        plain.put("none", null);
        return plain;
    }
}
