package dev.datasave.engine.codec;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What a profile's class may hold: one row of {@code docs/data.md} each. The value is put into the one member of a record, and the row says what becomes of it. */
@SuppressWarnings({
    "JavaUtilDate",
    "rawtypes",
    "JdkObsolete",
    "ClassCanBeStatic",
    "HidingField",
    "ArrayRecordComponent",
    "unused"
}) // what games have
final class DataRows {
    /** What becomes of a value. */
    enum Fate {
        AS_IT_WAS,
        REFUSED_AT_OPENING,
        REFUSED_AT_SAVING
    }

    /** {@code back} is what comes back where it is not what was saved. */
    record Row(
            String holding,
            Class<? extends Record> type,
            @Nullable Object value,
            Fate fate,
            @Nullable Object back,
            String note) {}

    /** Rows that belong together. */
    record Group(String title, List<Row> rows) {}

    // Types of a game.
    enum Rank {
        LOW,
        HIGH {
            @Override
            public String toString() {
                return "up";
            }
        }
    }

    static class Pet {
        String name = "rex";

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Pet p && p.name.equals(name);
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    static final class Dog extends Pet {
        int bones = 3;
    }

    static final class Stamp extends Date {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        Stamp(long millis) {
            super(millis);
        }
    }

    interface Shape {}

    record Circle(double radius) implements Shape {}

    sealed interface Sealed permits Square {}

    record Square(double side) implements Sealed {}

    record Item(String name, int amount) {}

    record Box<V>(V inside) {}

    record Place(int x, int y) {}

    static final class Bag extends ArrayList<Item> {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        String owner = "ann";
    }

    static final class Items extends ArrayList<Item> {
        @java.io.Serial
        private static final long serialVersionUID = 1;
    }

    final class Inner {
        int depth = 1;
    }

    static class Above {
        int level = 1;
    }

    static final class Below extends Above {
        int level = 2;
    }

    static final class Passing {
        int kept = 1;
        transient int passing = 5;
        static int shared = 6;
    }

    static final class Node {
        @Nullable
        Node next;
    }

    record Longs(long value) {}

    record Ints(int value) {}

    record Shorts(short value) {}

    record Bytes(byte value) {}

    record Doubles(double value) {}

    record Floats(float value) {}

    record Chars(char value) {}

    record Boxes(@Nullable Integer value) {}

    record BigInts(BigInteger value) {}

    record Decimals(BigDecimal value) {}

    record Numbers(Number value) {}

    record AtomicInts(AtomicInteger value) {}

    record AtomicLongs(AtomicLong value) {}

    record AtomicFlags(AtomicBoolean value) {}

    record References(AtomicReference<String> value) {}

    record Adders(LongAdder value) {}

    record Texts(String value) {}

    record Sequences(CharSequence value) {}

    record Ids(UUID value) {}

    record Addresses(URI value) {}

    record Ranks(Rank value) {}

    record AnyEnums(Enum<?> value) {}

    record Locales(Locale value) {}

    record Currencies(Currency value) {}

    record Bits(BitSet value) {}

    record Instants(Instant value) {}

    record Durations(Duration value) {}

    record Dates(Date value) {}

    record LocalDates(LocalDate value) {}

    record LocalTimes(LocalDateTime value) {}

    record Offsets(OffsetDateTime value) {}

    record Zoned(ZonedDateTime value) {}

    record Months(YearMonth value) {}

    record Zones(ZoneId value) {}

    record Days(DayOfWeek value) {}

    record Calendars(Calendar value) {}

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

    record Lists(List<@Nullable String> value) {}

    record ArrayLists(ArrayList<Integer> value) {}

    record LinkedLists(LinkedList<String> value) {}

    record Wild(List<? extends Item> value) {}

    record RawLists(List value) {}

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

    record Objects(@Nullable Object value) {}

    record MapsOfObjects(Map<String, @Nullable Object> value) {}

    record Optionals(Optional<String> value) {}

    record OptionalLists(List<Optional<String>> value) {}

    record Nested(Optional<Optional<String>> value) {}

    record OptionalInts(OptionalInt value) {}

    record OptionalLongs(OptionalLong value) {}

    record OptionalDoubles(OptionalDouble value) {}

    record Trees(JsonElement value) {}

    record Objects2(JsonObject value) {}

    record OptionalTrees(Optional<JsonElement> value) {}

    record Classes(Class<?> value) {}

    record Threads(Thread value) {}

    private DataRows() {}

    static List<Group> all() {
        return List.of(
                new Group("Numbers", numbers()),
                new Group("Texts, identities, times", scalars()),
                new Group("Classes and records", classes()),
                new Group("Lists, sets, queues, arrays", collections()),
                new Group("Maps", maps()),
                new Group("Object and raw types", objects()),
                new Group("Optionals and trees", optionals()));
    }

    private static Row kept(String holding, Class<? extends Record> type, @Nullable Object value) {
        return new Row(holding, type, value, Fate.AS_IT_WAS, value, "");
    }

    private static Row turned(
            String holding, Class<? extends Record> type, @Nullable Object value, Object back, String note) {
        return new Row(holding, type, value, Fate.AS_IT_WAS, back, note);
    }

    private static Row unopened(Class<? extends Record> type) {
        return new Row("anything", type, null, Fate.REFUSED_AT_OPENING, null, "");
    }

    private static Row unsaved(String holding, Class<? extends Record> type, @Nullable Object value) {
        return new Row(holding, type, value, Fate.REFUSED_AT_SAVING, null, "");
    }

    private static List<Row> numbers() {
        return List.of(
                kept("9223372036854775807", Longs.class, Long.MAX_VALUE),
                kept("-2147483648", Ints.class, Integer.MIN_VALUE),
                kept("-32768", Shorts.class, Short.MIN_VALUE),
                kept("-128", Bytes.class, Byte.MIN_VALUE),
                kept("-0.0, with its sign", Doubles.class, -0.0),
                kept("the smallest, 4.9E-324", Doubles.class, Double.MIN_VALUE),
                unsaved("NaN", Doubles.class, Double.NaN),
                kept("0.1", Floats.class, 0.1f),
                unsaved("an infinity", Floats.class, Float.POSITIVE_INFINITY),
                kept("null", Boxes.class, null),
                kept("300 digits", BigInts.class, BigInteger.TEN.pow(300).add(BigInteger.ONE)),
                unsaved("400 digits: beyond the range of a double", BigInts.class, BigInteger.TEN.pow(400)),
                kept("1.00, with its zeros", Decimals.class, new BigDecimal("1.00")),
                unopened(Numbers.class),
                kept("7", AtomicInts.class, new AtomicInteger(7)),
                kept("9223372036854775807", AtomicLongs.class, new AtomicLong(Long.MAX_VALUE)),
                kept("true", AtomicFlags.class, new AtomicBoolean(true)),
                unopened(References.class),
                unopened(Adders.class));
    }

    private static List<Row> scalars() {
        return List.of(
                kept("any text of whole characters", Texts.class, "Zoë \ud83d\ude00 \n\u2028"),
                unsaved("half an emoji", Texts.class, "\ud83d"),
                unsaved("U+0000", Texts.class, "a\0b"),
                kept("x", Chars.class, 'x'),
                unopened(Sequences.class),
                kept("a UUID", Ids.class, new UUID(1, 2)),
                kept("a URI", Addresses.class, URI.create("https://example.org/a?b#c")),
                kept("a constant, with a body of its own or not", Ranks.class, Rank.HIGH),
                unopened(AnyEnums.class),
                kept("zh-Hant-TW, with its script", Locales.class, Locale.forLanguageTag("zh-Hant-TW")),
                kept("EUR", Currencies.class, Currency.getInstance("EUR")),
                kept("some bits", Bits.class, BitSet.valueOf(new long[] {5})),
                kept("any moment, to the nanosecond", Instants.class, Instant.MAX),
                kept("any length", Durations.class, Duration.ofSeconds(Long.MIN_VALUE)),
                kept("a moment, to the millisecond", Dates.class, new Date(1234)),
                unsaved("a class that extends it, such as java.sql.Timestamp", Dates.class, new Stamp(1234)),
                kept("a day", LocalDates.class, LocalDate.of(2024, 2, 29)),
                kept("a day and a time", LocalTimes.class, LocalDateTime.MAX),
                kept("with its offset", Offsets.class, OffsetDateTime.of(LocalDateTime.MIN, ZoneOffset.ofHours(2))),
                kept(
                        "with its zone",
                        Zoned.class,
                        ZonedDateTime.of(LocalDateTime.of(2024, 10, 27, 2, 30), ZoneId.of("Europe/Berlin"))
                                .withLaterOffsetAtOverlap()),
                kept("a month of any year", Months.class, YearMonth.of(10_000, 1)),
                kept("a zone or an offset", Zones.class, ZoneOffset.ofHours(1)),
                kept("a day of the week", Days.class, DayOfWeek.MONDAY),
                unopened(Calendars.class),
                unopened(Classes.class),
                unopened(Threads.class));
    }

    private static List<Row> classes() {
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

    private static List<Row> collections() {
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

    private static List<Row> maps() {
        Map<String, @Nullable Integer> ordered = new LinkedHashMap<>();
        ordered.put("b", null);
        ordered.put("a", 1);
        TreeMap<String, Integer> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.put("A", 1);
        LinkedHashMap<String, Integer> bounded = new LinkedHashMap<>() {
            @java.io.Serial
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                return size() > 3;
            }
        };
        return List.of(
                kept("values, also null, in the order that the map had", Maps.class, ordered),
                unsaved("a null key", Maps.class, java.util.Collections.singletonMap(null, 1)),
                unsaved("a comparator, as for any case", Maps.class, anyCase),
                unsaved("a map that drops its eldest entry", Maps.class, bounded),
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

    private static List<Row> objects() {
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

    private static List<Row> optionals() {
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
