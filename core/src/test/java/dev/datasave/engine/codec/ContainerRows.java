package dev.datasave.engine.codec;

import static dev.datasave.engine.codec.DataRows.kept;
import static dev.datasave.engine.codec.DataRows.turned;
import static dev.datasave.engine.codec.DataRows.unopened;
import static dev.datasave.engine.codec.DataRows.unsaved;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.datasave.engine.codec.DataRows.Row;
import dev.datasave.engine.codec.GameTypes.Bag;
import dev.datasave.engine.codec.GameTypes.Item;
import dev.datasave.engine.codec.GameTypes.Items;
import dev.datasave.engine.codec.GameTypes.LastThree;
import dev.datasave.engine.codec.GameTypes.Place;
import dev.datasave.engine.codec.GameTypes.Rank;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Rows of what holds other values: lists, sets, queues, arrays, maps, optionals, trees. */
@SuppressWarnings({
    "JavaUtilDate",
    "rawtypes",
    "JdkObsolete",
    "ClassCanBeStatic",
    "HidingField",
    "ArrayRecordComponent",
    "unused"
}) // what games have
final class ContainerRows {
    record Lists(List<@Nullable String> value) {}

    record ArrayLists(ArrayList<Integer> value) {}

    record LinkedLists(LinkedList<String> value) {}

    record Wild(List<? extends Item> value) {}

    record Collections(Collection<Integer> value) {}

    record Deques(Deque<@Nullable String> value) {}

    record Queues(PriorityQueue<Integer> value) {}

    record Bounded(BlockingQueue<String> value) {}

    record Bags(Bag value) {}

    record ItemLists(List<Item> value) {}

    record OwnLists(Items value) {}

    record Sets(Set<String> value) {}

    record LinkedSets(LinkedHashSet<String> value) {}

    record TreeSets(TreeSet<String> value) {}

    record TreeSetsOfPlaces(TreeSet<Place> value) {}

    record EnumSets(EnumSet<Rank> value) {}

    record IntArrays(int[] value) {}

    record Grids(double[][] value) {}

    record Maps(Map<String, @Nullable Integer> value) {}

    record SequencedMaps(SequencedMap<String, Integer> value) {}

    record SortedMaps(SortedMap<String, Integer> value) {}

    record TreeMaps(TreeMap<String, Integer> value) {}

    record HashMaps(HashMap<String, Integer> value) {}

    record LinkedMaps(LinkedHashMap<String, Integer> value) {}

    record EnumMaps(EnumMap<Rank, Integer> value) {}

    record Concurrent(ConcurrentMap<String, Integer> value) {}

    record ByInt(Map<Integer, String> value) {}

    record ById(Map<UUID, String> value) {}

    record ByRank(Map<Rank, String> value) {}

    record ByMoment(Map<Instant, String> value) {}

    record ByPlace(Map<Place, String> value) {}

    record ByDecimal(Map<BigDecimal, String> value) {}

    record ByTree(Map<JsonPrimitive, String> value) {}

    record ByAnything(Map<Object, String> value) {}

    record Optionals(Optional<String> value) {}

    record OptionalLists(List<Optional<String>> value) {}

    record Nested(Optional<Optional<String>> value) {}

    record OptionalInts(OptionalInt value) {}

    record OptionalLongs(OptionalLong value) {}

    record OptionalDoubles(OptionalDouble value) {}

    record Trees(JsonElement value) {}

    record Objects2(JsonObject value) {}

    record OptionalTrees(Optional<JsonElement> value) {}

    private ContainerRows() {}

    static List<Row> collections() {
        LinkedList<@Nullable String> withNull = new LinkedList<>(Arrays.asList("a", null));
        Bag bag = new Bag();
        bag.add(new Item("bow", 1));
        Items items = new Items();
        items.add(new Item("bow", 1));
        TreeSet<String> backwards = new TreeSet<>(java.util.Comparator.reverseOrder());
        backwards.addAll(List.of("a", "b"));
        return List.of(
                kept("elements, also null, in their order", Lists.class, Arrays.asList("b", null, "a")),
                kept("elements in their order", ArrayLists.class, new ArrayList<>(List.of(3, 1))),
                kept("elements, also null", LinkedLists.class, withNull),
                kept("what the bound says", Wild.class, List.of(new Item("bow", 1))),
                kept("a list", Collections.class, List.of(2, 1)),
                kept("elements in their order", Deques.class, new ArrayDeque<>(List.of("b", "a"))),
                unsaved("null", Deques.class, withNull),
                kept("numbers, in their natural order", Queues.class, new PriorityQueue<>(List.of(3, 1, 2))),
                unsaved(
                        "a comparator",
                        Queues.class,
                        new PriorityQueue<>(java.util.Comparator.<Integer>reverseOrder())),
                unopened(Bounded.class),
                unopened(Bags.class),
                unsaved("a `Bag`, which extends `ArrayList` and has an owner", ItemLists.class, bag),
                kept("a class that only names its elements", OwnLists.class, items),
                kept("elements in the order that the set had", Sets.class, new LinkedHashSet<>(List.of("b", "a"))),
                unsaved("a comparator", Sets.class, backwards),
                kept("elements in their order", LinkedSets.class, new LinkedHashSet<>(List.of("b", "a"))),
                kept("texts, in their natural order", TreeSets.class, new TreeSet<>(List.of("b", "a"))),
                unsaved("a comparator", TreeSets.class, backwards),
                unopened(TreeSetsOfPlaces.class),
                kept("constants", EnumSets.class, EnumSet.of(Rank.HIGH)),
                kept("numbers", IntArrays.class, new int[] {2, 1}),
                kept("arrays, also null", Grids.class, new double[][] {{1.5}, null, {}}));
    }

    static List<Row> maps() {
        Map<String, @Nullable Integer> ordered = new LinkedHashMap<>();
        ordered.put("b", null);
        ordered.put("a", 1);
        TreeMap<String, Integer> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.put("A", 1);
        return List.of(
                kept("values, also null, in the order that the map had", Maps.class, ordered),
                unsaved("a null key", Maps.class, java.util.Collections.singletonMap(null, 1)),
                unsaved("a comparator, as for any case", Maps.class, anyCase),
                unsaved("a map that drops its eldest entry", Maps.class, new LastThree()),
                unsaved("an `IdentityHashMap`", Maps.class, new IdentityHashMap<>()),
                kept(
                        "a `ConcurrentHashMap`, as a `LinkedHashMap`",
                        Maps.class,
                        new ConcurrentHashMap<>(Map.of("a", 1))),
                kept("entries in their order", SequencedMaps.class, new LinkedHashMap<>(Map.of("a", 1))),
                kept(
                        "entries in the natural order of the keys",
                        SortedMaps.class,
                        new TreeMap<>(Map.of("b", 1, "a", 2))),
                unsaved("a comparator", TreeMaps.class, anyCase),
                kept("entries", HashMaps.class, new HashMap<>(Map.of("a", 1))),
                unsaved("a `LinkedHashMap`, which has an order", HashMaps.class, new LinkedHashMap<>(Map.of("a", 1))),
                kept("entries in their order", LinkedMaps.class, new LinkedHashMap<>(Map.of("a", 1))),
                kept("entries by constants", EnumMaps.class, new EnumMap<>(Map.of(Rank.HIGH, 1))),
                kept("entries", Concurrent.class, new ConcurrentHashMap<>(Map.of("a", 1))),
                kept("any number as a key", ByInt.class, Map.of(-1, "a")),
                kept("a UUID as a key", ById.class, Map.of(new UUID(1, 2), "a")),
                kept("a constant as a key", ByRank.class, Map.of(Rank.HIGH, "a")),
                kept("a moment as a key", ByMoment.class, Map.of(Instant.EPOCH, "a")),
                kept("a record as a key", ByPlace.class, Map.of(new Place(1, 2), "a")),
                kept(
                        "1.0 and 1.00, which are two keys",
                        ByDecimal.class,
                        Map.of(new BigDecimal("1.0"), "a", new BigDecimal("1.00"), "b")),
                unopened(ByTree.class),
                kept("`String` keys", ByAnything.class, Map.of("a", "b")),
                unsaved("an `Integer` as a key", ByAnything.class, Map.of(1, "b")));
    }

    static List<Row> optionals() {
        JsonObject tree = JsonParser.parseString("{\"a\":null,\"b\":[null,1.10],\"c\":{\"d\":null}}")
                .getAsJsonObject();
        JsonArray infinite = new JsonArray();
        infinite.add(Double.POSITIVE_INFINITY);
        return List.of(
                kept("a value or none", Optionals.class, Optional.empty()),
                turned("null instead of an optional", Optionals.class, null, Optional.empty(), "an empty one"),
                kept("optionals, some of them empty", OptionalLists.class, List.of(Optional.empty(), Optional.of("a"))),
                unopened(Nested.class),
                kept("a number or none", OptionalInts.class, OptionalInt.empty()),
                kept("a number or none", OptionalLongs.class, OptionalLong.of(Long.MIN_VALUE)),
                kept("a number or none", OptionalDoubles.class, OptionalDouble.of(-0.0)),
                kept("any tree, with its JSON nulls and its digits", Trees.class, tree),
                kept("a JSON null", Trees.class, JsonNull.INSTANCE),
                kept("an object with JSON nulls", Objects2.class, tree),
                unsaved("an infinity", Trees.class, infinite),
                kept("a tree or none", OptionalTrees.class, Optional.empty()),
                unsaved("a JSON null", OptionalTrees.class, Optional.of(JsonNull.INSTANCE)));
    }
}
