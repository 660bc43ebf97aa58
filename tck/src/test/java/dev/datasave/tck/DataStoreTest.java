package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.datasave.DataEntry;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.DataStore;
import dev.datasave.DataStoreOptions;
import dev.datasave.KeyInfo;
import dev.datasave.WriteOptions;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import dev.datasave.tck.network.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the calls of a data store do, one server at a time. */
class DataStoreTest extends DataStoreOnNetwork {
    private final DataSave a = server("a");
    private final DataStore<Guild> guilds = guilds(a);

    /** A mutable value. */
    static final class Bag {
        List<String> items = new ArrayList<>();
    }

    private void put(String store, String key, String value) {
        network.storage()
                .write(
                        List.of(Write.put(new EntryId(store, key), Optional.empty(), "by hand", Content.of(value))),
                        Atomicity.EACH);
    }

    @Test
    @DisplayName("what was set is got, here and on other servers, with its revision and times")
    void setAndGet() {
        assertThat(value(guilds.getAsync("owls"))).isEmpty();
        DataEntry<Guild> written = written(guilds.setAsync("owls", OWLS));
        assertThat(written.value()).isEqualTo(OWLS);
        assertThat(written.info().key()).isEqualTo("owls");
        assertThat(written.info().revision()).isEqualTo(1);
        DataEntry<Guild> found =
                network.await(guilds(server("b")).getAsync("owls")).orElseThrow();
        assertThat(found).isEqualTo(written);
        network.advance(seconds(5));
        DataEntry<Guild> again = written(guilds.setAsync("owls", OWLS.joined()));
        assertThat(again.info().revision()).isEqualTo(2);
        assertThat(again.info().created()).isEqualTo(written.info().created());
        assertThat(again.info().updated())
                .isAfter(written.info().updated())
                .isEqualTo(network.await(guilds.getAsync("owls"))
                        .orElseThrow()
                        .info()
                        .updated());
    }

    @Test
    @DisplayName("an update sees the present entry, or none, and may decline")
    void updateAndDecline() {
        assertThat(declined(guilds.updateAsync(
                        "owls", present -> present.map(entry -> entry.value().joined()))))
                .isEmpty();
        assertThat(network.storage().read(List.of(new EntryId("Guild", "owls"))).getFirst())
                .isEmpty();
        written(guilds.updateAsync("owls", present -> present.isEmpty() ? Optional.of(OWLS) : Optional.empty()));
        assertThat(written(guilds.updateAsync(
                                "owls",
                                present -> present.map(entry -> entry.value().joined())))
                        .value())
                .isEqualTo(OWLS.joined());
        DataEntry<Guild> present =
                declined(guilds.updateAsync("owls", entry -> Optional.empty())).orElseThrow();
        assertThat(present.value()).isEqualTo(OWLS.joined());
        assertThat(present.info().revision()).isEqualTo(2);
    }

    @Test
    @DisplayName("an update that throws or returns null fails with that, and nothing is written")
    void updateThatThrows() {
        written(guilds.setAsync("owls", OWLS));
        assertThatThrownBy(() -> network.await(guilds.updateAsync("owls", present -> {
                    throw new IllegalStateException("the guild is closed");
                })))
                .hasRootCauseMessage("the guild is closed");
        assertThatThrownBy(() -> network.await(guilds.updateAsync("owls", present -> nothing())))
                .hasCauseInstanceOf(NullPointerException.class);
        assertThat(entry("Guild", "owls").revision()).isEqualTo(1);
        assertThat(written(guilds.setAsync("owls", OWLS.joined())).info().revision())
                .isEqualTo(2);
    }

    @SuppressWarnings("NullAway") // on purpose
    private static <T> Optional<T> nothing() {
        return null;
    }

    @Test
    @DisplayName("writes of one key on one server are carried out in the order of the calls, none of them refused")
    void inTheOrderOfTheCalls() {
        DataStore<Long> numbers = numbers(a);
        var first = numbers.setAsync("n", 1L);
        var second = numbers.incrementAsync("n", 4);
        var third = numbers.updateAsync("n", present -> present.map(entry -> entry.value() * 10));
        var declined = numbers.updateAsync("n", present -> Optional.empty());
        var removed = numbers.removeAsync("n");
        var nothing = numbers.removeAsync("n");
        var last = numbers.incrementAsync("n", 7);
        assertThat(written(first).value()).isEqualTo(1);
        assertThat(written(second).value()).isEqualTo(5);
        assertThat(written(third).value()).isEqualTo(50);
        assertThat(declined(declined).orElseThrow().value()).isEqualTo(50);
        assertThat(written(removed).value()).isEqualTo(50);
        assertThat(declined(nothing)).isEmpty();
        assertThat(written(last).value()).isEqualTo(7);
        assertThat(written(last).info().revision()).isEqualTo(5);
        assertThat(network.journal().events()).noneMatch(event -> event instanceof Journal.Refused);
    }

    @Test
    @DisplayName(
            "R2: a removal answers what was there, leaves a tombstone, and the key is born again with a rising revision")
    void removedAndBornAgain() {
        DataEntry<Guild> before = written(guilds.setAsync(
                "owls", OWLS, WriteOptions.defaults().userIds(Set.of("8421")).metadata(Map.of("town", "York"))));
        network.advance(seconds(10));
        assertThat(written(guilds.removeAsync("owls"))).isEqualTo(before);
        assertThat(entry("Guild", "owls").isTombstone()).isTrue();
        assertThat(value(guilds.getAsync("owls"))).isEmpty();
        assertThat(declined(guilds.removeAsync("owls"))).isEmpty();
        assertThat(declined(guilds.removeAsync("larks"))).isEmpty();
        network.advance(seconds(10));
        KeyInfo again = written(guilds.setAsync("owls", OWLS)).info();
        assertThat(again.revision()).isEqualTo(3);
        assertThat(again.created()).isAfter(before.info().created()).isEqualTo(again.updated());
        assertThat(again.userIds()).isEmpty();
        assertThat(again.metadata()).isEmpty();
    }

    @Test
    @DisplayName("a key that comes and goes keeps no more history than one that changes")
    void comingAndGoing() {
        for (int i = 0; i < 5; i++) {
            written(guilds.setAsync("owls", OWLS));
            written(guilds.removeAsync("owls"));
        }
        assertThat(network.storage()
                        .versions(dev.datasave.spi.VersionQuery.all(new EntryId("Guild", "owls")))
                        .items())
                .extracting(dev.datasave.spi.Entry::revision)
                .containsExactly(1L);
    }

    @Test
    @DisplayName("user ids, metadata and score are kept unless a write changes them")
    void whatIsBesideIsKept() {
        WriteOptions all = WriteOptions.defaults()
                .userIds(Set.of("1", "2"))
                .metadata(Map.of("town", "York"))
                .score(OptionalLong.of(-3));
        written(guilds.setAsync("owls", OWLS, all));
        written(guilds.setAsync("owls", OWLS.joined()));
        KeyInfo kept = written(guilds.updateAsync("owls", present -> Optional.of(OWLS)))
                .info();
        assertThat(kept.userIds()).containsExactlyInAnyOrder("1", "2");
        assertThat(kept.metadata()).isEqualTo(Map.of("town", "York"));
        assertThat(kept.score()).hasValue(-3);
        KeyInfo changed = written(guilds.updateAsync(
                        "owls",
                        present -> Optional.of(OWLS),
                        WriteOptions.defaults().userIds(Set.of("2")).score(OptionalLong.empty())))
                .info();
        assertThat(changed.userIds()).containsExactly("2");
        assertThat(changed.metadata()).isEqualTo(Map.of("town", "York"));
        assertThat(changed.score()).isEmpty();
        assertThat(network.await(guilds.getAsync("owls")).orElseThrow().info()).isEqualTo(changed);
    }

    @Test
    @DisplayName("whole and real numbers can be counted; what the type can't hold is an error and changes nothing")
    void increments() {
        assertThat(written(numbers(a).incrementAsync("n", -3)).value()).isEqualTo(-3);
        written(numbers(a).setAsync("n", Long.MAX_VALUE - 1));
        assertThat(written(numbers(a).incrementAsync("n", 1)).value()).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> network.await(numbers(a).incrementAsync("n", 1)))
                .hasCauseInstanceOf(DataSaveException.InvalidData.class)
                .hasMessageContaining("Number/n")
                .hasMessageContaining("range of Long");
        DataStore<Integer> small = a.dataStore("Small", int.class);
        written(small.incrementAsync("n", Integer.MIN_VALUE));
        assertThatThrownBy(() -> network.await(small.incrementAsync("n", -1)))
                .hasCauseInstanceOf(DataSaveException.InvalidData.class)
                .hasMessageContaining("range of Integer");
        assertThat(value(small.getAsync("n"))).contains(Integer.MIN_VALUE);
        DataStore<Double> real = a.dataStore("Real", Double.class);
        written(real.setAsync("n", 0.5));
        assertThat(written(real.incrementAsync("n", 2)).value()).isEqualTo(2.5);
        assertThat(value(numbers(a).getAsync("n"))).contains(Long.MAX_VALUE);
    }

    @Test
    @DisplayName("F23: a mutable value is taken as it is at the call; one that was got is the caller's own")
    void mutableValues() {
        DataStore<Bag> bags = a.dataStore("Bag", Bag.class);
        Bag bag = new Bag();
        bag.items.add("axe");
        var write = bags.setAsync("k", bag);
        bag.items.add("bow");
        written(write);
        Bag got = value(bags.getAsync("k")).orElseThrow();
        assertThat(got.items).containsExactly("axe");
        got.items.clear();
        assertThat(value(bags.getAsync("k")).orElseThrow().items).containsExactly("axe");
        assertThat(declined(bags.updateAsync("k", present -> {
                            present.orElseThrow().value().items.clear();
                            return Optional.empty();
                        }))
                        .orElseThrow()
                        .value()
                        .items)
                .containsExactly("axe");
    }

    @Test
    @DisplayName("F45: an update keeps fields that the class does not know; a set replaces the value as a whole")
    void unknownFields() {
        put("Guild", "owls", "{\"title\":\"Owls\",\"members\":1,\"later\":{\"x\":5}}");
        written(guilds.updateAsync(
                "owls", present -> present.map(entry -> entry.value().joined())));
        assertThat(JsonParser.parseString(
                        String.valueOf(entry("Guild", "owls").content().value())))
                .isEqualTo(JsonParser.parseString("{\"title\":\"Owls\",\"members\":2,\"later\":{\"x\":5}}"));
        written(guilds.setAsync("owls", OWLS));
        assertThat(entry("Guild", "owls").content().value()).doesNotContain("later");
    }

    @Test
    @DisplayName("F5: what can't be read is told with its key, and stays; only a set replaces it")
    void corruptValues() {
        put("Guild", "owls", "{\"title\":\"Owls\",\"members\":\"many\"}");
        for (var call : List.of(
                guilds.getAsync("owls"),
                guilds.updateAsync("owls", present -> Optional.of(OWLS)),
                guilds.removeAsync("owls"))) {
            assertThatThrownBy(() -> network.await(call))
                    .hasCauseInstanceOf(DataSaveException.InvalidData.class)
                    .hasMessageContaining("Guild/owls");
        }
        assertThat(entry("Guild", "owls").content().value()).contains("many");
        assertThat(written(guilds.setAsync("owls", OWLS)).info().revision()).isEqualTo(2);
    }

    @Test
    @DisplayName("F5: older values are migrated, newer ones are refused by every call and never overwritten")
    void schemas() {
        put("Guild", "owls", "{\"name\":\"Owls\",\"members\":1}");
        DataStoreOptions<Guild> newer = DataStoreOptions.<Guild>defaults().migration(1, 1, tree -> {
            tree.getAsJsonObject().add("title", tree.getAsJsonObject().remove("name"));
            return tree;
        });
        DataStore<Guild> migrating = server("new").dataStore("Guild", Guild.class, newer);
        assertThat(value(migrating.getAsync("owls"))).contains(OWLS);
        written(migrating.updateAsync(
                "owls", present -> present.map(entry -> entry.value().joined())));
        assertThat(value(migrating.getAsync("owls"))).contains(OWLS.joined());
        for (var call : List.of(
                guilds.getAsync("owls"),
                guilds.setAsync("owls", OWLS),
                guilds.updateAsync("owls", present -> Optional.of(OWLS)),
                guilds.removeAsync("owls"))) {
            assertThatThrownBy(() -> network.await(call))
                    .hasCauseInstanceOf(DataSaveException.InvalidData.class)
                    .hasMessageContaining("Guild/owls")
                    .hasMessageContaining("schema 1");
        }
        assertThat(value(migrating.getAsync("owls"))).contains(OWLS.joined());
    }
}
