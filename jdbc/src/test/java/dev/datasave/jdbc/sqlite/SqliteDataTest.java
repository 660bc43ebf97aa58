package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.jdbc.SqlStorage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a profile's class may hold, on a real file: it comes back as it was after another process has opened the file, or is refused. */
class SqliteDataTest {
    @TempDir
    private Path directory;

    static class Pet {
        String name = "rex";
    }

    static final class Dog extends Pet {
        int bones = 3;
    }

    record Place(int x, int y) {}

    record Numbers(long whole, double real, float single, BigInteger large, BigDecimal exact) {}

    record Data(
            Numbers numbers,
            Instant moment,
            UUID id,
            Locale locale,
            Optional<String> none,
            List<String> list,
            Map<String, Integer> ordered,
            Map<Place, String> byPlace,
            Map<String, Object> any,
            JsonElement tree) {}

    static class Pets {
        Map<String, Pet> pets = new LinkedHashMap<>();
    }

    private DataSave server() {
        return DataSave.builder(SqlStorage.sqlite(directory.resolve("players.db")))
                .build();
    }

    private static <T> Profile<T> load(ProfileStore<T> store) {
        return ((LoadResult.Loaded<T>) store.loadProfileAsync("ann").join()).profile();
    }

    private static Data full() {
        Map<String, Integer> ordered = new LinkedHashMap<>();
        ordered.put("b", null);
        ordered.put("a", 1);
        Map<String, Object> any = new LinkedHashMap<>();
        any.put("real", 5.0);
        any.put("whole", 9007199254740993L);
        any.put("large", 1e20);
        return new Data(
                new Numbers(Long.MIN_VALUE, -0.0, 0.1f, BigInteger.TEN.pow(300), new BigDecimal("1.00")),
                Instant.parse("2026-01-02T03:04:05.678901234Z"),
                new UUID(1, 2),
                Locale.forLanguageTag("zh-Hant-TW"),
                Optional.empty(),
                Arrays.asList("Zoë \ud83d\ude00", null),
                ordered,
                Map.of(new Place(1, 2), "home"),
                any,
                JsonParser.parseString("{\"a\":null,\"b\":[null,9007199254740993,1.10]}"));
    }

    @Test
    void everyKindOfValueComesBackAsItWas() {
        try (DataSave server = server()) {
            Profile<Data> profile = load(server.profileStore("Data", Data.class, SqliteDataTest::full));
            profile.saveAsync().join();
            profile.releaseAsync().join();
        }
        try (DataSave server = server()) {
            Data back = load(server.profileStore("Data", Data.class, SqliteDataTest::full))
                    .data();
            assertThat(back).isEqualTo(full());
            assertThat(back.ordered().keySet()).containsExactly("b", "a");
            assertThat(back.tree()).hasToString("{\"a\":null,\"b\":[null,9007199254740993,1.10]}");
        }
    }

    @Test
    void whatWouldBeLostIsRefusedAndNothingIsStored() {
        try (DataSave server = server()) {
            Profile<Pets> profile = load(server.profileStore("Pets", Pets.class, Pets::new));
            profile.edit(pets -> pets.pets.put("a", new Dog()));
            assertThatThrownBy(() -> profile.saveAsync().join())
                    .hasCauseInstanceOf(DataSaveException.InvalidData.class)
                    .hasMessageContaining("at $.pets.a: found an instance of")
                    .hasMessageContaining("Dog");
            profile.edit(pets -> pets.pets.put("a", new Pet()));
            profile.releaseAsync().join();
            Profile<TreeMaps> sorted =
                    load(server.profileStore("Sorted", TreeMaps.class, () -> new TreeMaps(new TreeMap<>())));
            assertThatThrownBy(
                            () -> sorted.update(before -> new TreeMaps(new TreeMap<>(String.CASE_INSENSITIVE_ORDER))))
                    .isInstanceOf(DataSaveException.InvalidData.class)
                    .hasMessageContaining("at $.scores: found a java.util.TreeMap with a comparator of its own");
            sorted.releaseAsync().join();
        }
    }

    record TreeMaps(Map<String, Integer> scores) {}
}
