package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.Codec;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.DataStore;
import dev.datasave.DataStoreOptions;
import dev.datasave.Paging;
import dev.datasave.ProfileVersion;
import dev.datasave.Ranking;
import dev.datasave.WriteOptions;
import dev.datasave.spi.EntryQuery;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a data store refuses before anything is written. */
class DataStoreBadInputTest extends DataStoreOnNetwork {
    private static final Paging PAGE = Paging.first(10);

    private final DataSave a = server("a");
    private final DataStore<Guild> guilds = guilds(a);

    private void nothingWritten() {
        network.advance(seconds(1));
        assertThat(network.storage().list(EntryQuery.keys("Guild", "")).items()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000b", "\ud800"})
    @DisplayName("R10: keys that can't be stored are refused by every method")
    void badKeys(String key) {
        List<Supplier<CompletableFuture<?>>> calls = List.of(
                () -> guilds.getAsync(key),
                () -> guilds.setAsync(key, OWLS),
                () -> guilds.updateAsync(key, present -> Optional.of(OWLS)),
                () -> guilds.removeAsync(key),
                () -> guilds.listVersionsAsync(key, ProfileVersion.Range.all(), PAGE),
                () -> guilds.getVersionAsync(key, 1),
                () -> guilds.getVersionAtTimeAsync(key, Instant.EPOCH),
                () -> guilds.removeVersionAsync(key, 1),
                () -> numbers(a).incrementAsync(key, 1));
        calls.forEach(call -> assertThatThrownBy(() -> call.get())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key"));
        nothingWritten();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~lease", "a\u0000b", "\ud800"})
    @DisplayName("R10: store names that can't be stored or are the engine's are refused")
    void badStoreNames(String name) {
        assertThatThrownBy(() -> a.dataStore(name, Guild.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("store");
    }

    @Test
    @DisplayName("a name is open as one kind of store and with one type")
    void oneKindAndOneType() {
        assertThat(guilds(a)).isSameAs(guilds);
        assertThatThrownBy(() -> a.dataStore("Guild", String.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"Guild\": found it open as a data store of " + Guild.class.getName());
        assertThatThrownBy(() -> a.profileStore("Guild", Guild.class, () -> OWLS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("found it open as a data store")
                .hasMessageContaining("expected a profile store");
        purses(a);
        assertThatThrownBy(() -> a.dataStore("Purse", Purse.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("found it open as a profile store")
                .hasMessageContaining("expected a data store");
    }

    @Test
    @DisplayName("R10: values that can't be stored fail their write with the key and the reason")
    void badValues() {
        for (String title : List.of("x".repeat(5 << 20), "a\u0000b", "\ud800")) {
            Guild guild = new Guild(title, 1);
            for (var write : List.of(
                    guilds.setAsync("owls", guild), guilds.updateAsync("owls", present -> Optional.of(guild)))) {
                assertThatThrownBy(() -> network.await(write))
                        .hasCauseInstanceOf(DataSaveException.InvalidData.class)
                        .hasMessageContaining("Guild/owls");
            }
        }
        DataStore<Double> real = a.dataStore("Real", Double.class);
        assertThatThrownBy(() -> network.await(real.setAsync("n", Double.NaN)))
                .hasCauseInstanceOf(DataSaveException.InvalidData.class)
                .hasMessageContaining("Real/n");
        nothingWritten();
    }

    @Test
    @DisplayName("null values and functions are refused at once; a codec that throws fails the write")
    void nullsAndBrokenCodecs() {
        assertThatThrownBy(() -> guilds.setAsync("owls", nothing())).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> guilds.updateAsync("owls", nothing())).isInstanceOf(NullPointerException.class);
        DataStore<Guild> broken = a.dataStore(
                "Broken", Guild.class, DataStoreOptions.<Guild>defaults().codec(new Codec<Guild>() {
                    @Override
                    public com.google.gson.JsonElement encode(Guild data) {
                        throw new IllegalStateException("no codec today");
                    }

                    @Override
                    public Guild decode(com.google.gson.JsonElement tree) {
                        throw new IllegalStateException("no codec today");
                    }
                }));
        assertThatThrownBy(() -> network.await(broken.setAsync("k", OWLS)))
                .hasCauseInstanceOf(DataSaveException.InvalidData.class)
                .hasRootCauseMessage("no codec today");
        nothingWritten();
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // on purpose
    private static <T> T nothing() {
        return null;
    }

    @Test
    @DisplayName("R10: too much or unfit metadata, user ids and scores are refused before any call")
    void badOptions() {
        WriteOptions with = WriteOptions.defaults();
        assertThatThrownBy(() -> with.metadata(Map.of("x", "y".repeat(5000))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("metadata");
        assertThatThrownBy(() -> with.userIds(Set.of(""))).isInstanceOf(IllegalArgumentException.class);
        Set<String> many = new HashSet<>();
        for (int i = 0; i < 101; i++) {
            many.add("u" + i);
        }
        assertThatThrownBy(() -> with.userIds(many))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("101");
    }

    @Test
    @DisplayName(
            "pages, ranges and cursors that make no sense are refused; a foreign cursor is no failure of the storage")
    void badQueries() {
        for (int size : new int[] {0, -1, 1001}) {
            assertThatThrownBy(() -> Paging.first(size))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to 1000");
        }
        assertThatThrownBy(() -> Ranking.Range.between(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guilds.rankingAroundAsync("owls", -1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found -1, expected 0 to 1000");
        assertThatThrownBy(() -> guilds.rankAsync("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guilds.listKeysAsync("\ud800", PAGE)).isInstanceOf(IllegalArgumentException.class);
        for (var call : List.<CompletableFuture<?>>of(
                guilds.topAsync(Ranking.Range.all(), PAGE.after("foreign")),
                guilds.topAsync(Ranking.Range.all(), PAGE.after("7 foreign")),
                guilds.listVersionsAsync("owls", ProfileVersion.Range.all(), PAGE.after("foreign")))) {
            assertThatThrownBy(() -> network.await(call))
                    .hasCauseInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cursor");
        }
        assertThatThrownBy(() -> guilds.incrementAsync("owls", 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Guild")
                .hasMessageContaining("expected Integer, Long or Double");
    }
}
