package dev.datasave.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import dev.datasave.ProfileOptions;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/** What {@link Parsers} reads into: data types with their formats, and a storage with something to page through. */
final class Samples {
    static final EntryId ID = new EntryId("Players", "k/1");
    static final Storage STORAGE = storage();
    static final List<EntryQuery> QUERIES = List.of(
            EntryQuery.keys("Players", "k"),
            EntryQuery.user("u1"),
            EntryQuery.past("u1"),
            EntryQuery.removed("Players", "k"),
            EntryQuery.holder("inc"),
            EntryQuery.scores("Players", -1, 5, true));
    static final List<DataFormat<?>> FORMATS = List.of(
            format(
                    Hero.class,
                    Samples::hero,
                    ProfileOptions.<Hero>defaults()
                            .migration(1, 0, Samples::renamed)
                            .migration(2, 1, tree -> tree)),
            format(Hero.class, Samples::hero, ProfileOptions.<Hero>defaults().reconciles(false)),
            format(Pack.class, Pack::new, ProfileOptions.defaults()),
            format(JsonObject.class, JsonObject::new, ProfileOptions.defaults()));

    private Samples() {}

    enum Color {
        RED,
        @SerializedName("vert")
        GREEN
    }

    record Item(String name, int amount, List<String> lore) {}

    record Hero(
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
        Number number = 5;
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

    /** A file of a spool with that body. */
    static byte[] underHead(byte[] body) {
        try {
            String sum = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            byte[] head = ("{\"spool\":1,\"sha256\":\"" + sum + "\"}\n").getBytes(StandardCharsets.UTF_8);
            byte[] file = new byte[head.length + body.length];
            System.arraycopy(head, 0, file, 0, head.length);
            System.arraycopy(body, 0, file, head.length, body.length);
            return file;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Storage storage() {
        Storage storage = Storage.inMemory();
        for (int i = 0; i < 3; i++) {
            Content content = new Content("{}", Set.of("u1"), Map.of(), "inc/" + i, (double) i, null);
            EntryId id = new EntryId("Players", "k/" + i);
            storage.write(List.of(Write.put(id, Optional.empty(), "a" + i, content)), Atomicity.EACH);
            Optional<dev.datasave.spi.Entry> first = storage.read(List.of(id)).getFirst();
            storage.write(
                    List.of(Write.put(id, first, "b" + i, content).superseding(Retention.keep(Duration.ofDays(9)))),
                    Atomicity.EACH);
        }
        return storage;
    }
}
