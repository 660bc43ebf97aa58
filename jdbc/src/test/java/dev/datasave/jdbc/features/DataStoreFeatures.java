package dev.datasave.jdbc.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.datasave.DataEntry;
import dev.datasave.DataResult;
import dev.datasave.DataSave;
import dev.datasave.DataStore;
import dev.datasave.DataStoreOptions;
import dev.datasave.HistoryPolicy;
import dev.datasave.KeyInfo;
import dev.datasave.Paging;
import dev.datasave.ProfileVersion;
import dev.datasave.Ranking;
import dev.datasave.WriteOptions;
import dev.datasave.spi.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Data stores on a real database, through several handles. */
public abstract class DataStoreFeatures extends Feature {
    private DataSave server(String name) {
        return DataSave.builder(open()).serverName(name).build();
    }

    private static DataStore<JsonObject> shops(DataSave server) {
        return server.dataStore(
                "Shop",
                JsonObject.class,
                DataStoreOptions.<JsonObject>defaults()
                        .history(HistoryPolicy.everything())
                        .rankedBy(shop -> shop.get("sold").getAsLong()));
    }

    private static JsonObject shop(int sold) {
        JsonObject shop = new JsonObject();
        shop.addProperty("sold", sold);
        return shop;
    }

    private static <T> DataEntry<T> written(CompletableFuture<DataResult<T>> write) {
        return switch (write.join()) {
            case DataResult.Written<T>(var entry) -> entry;
            case DataResult.Declined<T> declined -> throw new AssertionError(declined);
            case DataResult.Held<T> held -> throw new AssertionError(held);
        };
    }

    @Test
    void incrementsOfTwoServersSumUp_P10() {
        try (DataSave a = server("a");
                DataSave b = server("b")) {
            List<CompletableFuture<DataResult<Long>>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(a.dataStore("Visits", Long.class).incrementAsync("lobby", 1));
                all.add(b.dataStore("Visits", Long.class).incrementAsync("lobby", 1));
            }
            List<Long> sums =
                    all.stream().map(write -> written(write).value()).sorted().toList();
            assertThat(sums).hasSize(100).doesNotHaveDuplicates().endsWith(100L);
        }
        try (DataSave c = server("c")) {
            DataEntry<Long> last =
                    c.dataStore("Visits", Long.class).getAsync("lobby").join().orElseThrow();
            assertThat(last.value()).isEqualTo(100);
            assertThat(last.info().revision()).isEqualTo(100);
        }
    }

    @Test
    void entriesKeepWhatIsBesideThemAndTheirHistory_R6() {
        try (DataSave a = server("a")) {
            DataStore<JsonObject> shops = shops(a);
            WriteOptions with = WriteOptions.defaults().userIds(Set.of("8421")).metadata(Map.of("town", "York"));
            written(shops.setAsync("k", shop(1), with));
            written(shops.setAsync("k", shop(2)));
            assertThat(written(shops.removeAsync("k")).value()).isEqualTo(shop(2));
            assertThat(shops.getAsync("k").join()).isEmpty();
            DataEntry<JsonObject> again = written(shops.setAsync("k", shop(4)));
            assertThat(again.info().revision()).isEqualTo(4);
            assertThat(again.info().userIds()).isEmpty();
            DataEntry<JsonObject> first = shops.getVersionAsync("k", 1).join().orElseThrow();
            assertThat(first.value()).isEqualTo(shop(1));
            assertThat(first.info().userIds()).containsExactly("8421");
            assertThat(first.info().metadata()).isEqualTo(Map.of("town", "York"));
            Page<KeyInfo> versions = shops.listVersionsAsync("k", ProfileVersion.Range.all(), Paging.first(10))
                    .join();
            assertThat(versions.items()).extracting(KeyInfo::revision).containsExactly(2L, 1L);
            assertThat(shops.getVersionAsync("k", 3).join()).isEmpty();
            assertThat(shops.removeVersionAsync("k", 1).join()).isTrue();
            assertThat(shops.getVersionAsync("k", 1).join()).isEmpty();
        }
    }

    @Test
    void theViewByScoreIsPagedInBothOrders() {
        try (DataSave a = server("a")) {
            DataStore<JsonObject> shops = shops(a);
            int[] sold = {3, -7, 3, 0, 12};
            for (int i = 0; i < sold.length; i++) {
                written(shops.setAsync("s" + i, shop(sold[i])));
            }
            assertThat(top(shops, Ranking.Range.all())).containsExactly("s4", "s2", "s0", "s3", "s1");
            assertThat(top(shops, Ranking.Range.between(-7, 3).fromLast())).containsExactly("s1", "s3", "s0", "s2");
            written(shops.updateAsync("s1", present -> Optional.of(shop(99))));
            assertThat(top(shops, Ranking.Range.all())).startsWith("s1", "s4");
        }
    }

    private static List<String> top(DataStore<?> store, Ranking.Range range) {
        List<String> keys = new ArrayList<>();
        Paging paging = Paging.first(2);
        while (true) {
            Page<Ranking.Place> page = store.topAsync(range, paging).join();
            page.items().forEach(place -> keys.add(place.key()));
            if (page.next() == null) {
                return keys;
            }
            paging = paging.after(page.next());
        }
    }
}
