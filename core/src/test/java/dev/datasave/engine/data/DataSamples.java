package dev.datasave.engine.data;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import dev.datasave.ProfileOptions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Data types with their formats, for parsers to read into. */
public final class DataSamples {
    static final List<DataFormat<?>> FORMATS = List.of(
            format(
                    Hero.class,
                    DataSamples::hero,
                    ProfileOptions.<Hero>defaults()
                            .migration(1, 0, DataSamples::renamed)
                            .migration(2, 1, tree -> tree)),
            format(
                    Hero.class,
                    DataSamples::hero,
                    ProfileOptions.<Hero>defaults().reconciles(false)),
            format(
                    Hero.class,
                    DataSamples::hero,
                    ProfileOptions.<Hero>defaults().defaults(Item.class, () -> new Item("none", 1, List.of("new")))),
            format(Pack.class, Pack::new, ProfileOptions.defaults()),
            format(JsonObject.class, JsonObject::new, ProfileOptions.defaults()));

    private DataSamples() {}

    public enum Color {
        RED,
        @SerializedName("vert")
        GREEN
    }

    public record Item(String name, int amount, List<String> lore) {}

    public record Hero(
            @SerializedName(value = "money", alternate = "coins")
            long money,

            double health,
            float speed,
            byte level,
            char letter,
            boolean admin,
            Color color,
            Instant seen,
            Duration played,
            Year born,
            BigDecimal exact,
            BigInteger large,
            Optional<String> guild,
            OptionalInt rank,
            List<Item> items,
            Map<String, Item> worn,
            Map<Color, Integer> counts,
            Set<String> tags) {}

    /** Mutable data. */
    static final class Pack {
        int level = 1;
        List<String> names = new ArrayList<>(List.of("a"));
        Map<String, List<Integer>> counts = new HashMap<>();
        Item best = new Item("sword", 1, List.of());
        Object any = "any";
        Double number = 5.0;
        Map<String, Object> bag = new LinkedHashMap<>();
        JsonElement tree = new JsonObject();
        int[] grid = {1, 2};
        Deque<String> queue = new ArrayDeque<>();
        SortedMap<String, Item> sorted = new TreeMap<>();
        Map<List<Integer>, Item[]> pairs = new LinkedHashMap<>();
    }

    static Hero hero() {
        return new Hero(
                1,
                0.5,
                1.5f,
                (byte) 3,
                'x',
                false,
                Color.GREEN,
                Instant.EPOCH,
                Duration.ZERO,
                Year.of(2026),
                BigDecimal.ONE,
                BigInteger.TEN,
                Optional.empty(),
                OptionalInt.of(4),
                List.of(new Item("bow", 1, List.of("old"))),
                Map.of(),
                Map.of(Color.RED, 1),
                Set.of());
    }

    private static <T> DataFormat<T> format(Class<T> type, Supplier<T> template, ProfileOptions<T> options) {
        return new DataFormat<>("Players", type, template, options, Optional.empty());
    }

    private static JsonElement renamed(JsonElement tree) {
        JsonObject object = tree.getAsJsonObject();
        if (object.has("gold")) {
            object.add("money", object.remove("gold"));
        }
        return object;
    }
}
