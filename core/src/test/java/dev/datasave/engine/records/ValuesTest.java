package dev.datasave.engine.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import dev.datasave.DataEntry;
import dev.datasave.DataSaveException.InvalidData;
import dev.datasave.DataStoreOptions;
import dev.datasave.WriteOptions;
import dev.datasave.engine.data.DataFormat;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.loop.ManualEnvironment;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A data store's values: whatever is wrong with one names its entry, and a write keeps what it does not change. */
class ValuesTest {
    private static final EntryId ID = new EntryId("Clans", "red");
    private final ManualEnvironment environment = new ManualEnvironment();

    private Values<JsonObject> values(DataStoreOptions<JsonObject> options) {
        return new Values<>("Clans", JsonObject.class, options, environment.loop(environment.storage()));
    }

    private final Values<JsonObject> values = values(DataStoreOptions.defaults());

    private static Optional<Entry> entry(@Nullable String value, @Nullable String system) {
        Content content = new Content(value, Set.of("u1"), Map.of("a", "b"), null, new Content.Score(2, 7), system);
        return Optional.of(new Entry(ID, 3, "w3", content, Instant.EPOCH, Instant.ofEpochMilli(5_000)));
    }

    private static JsonObject clan(int size) {
        JsonObject clan = new JsonObject();
        clan.addProperty("size", size);
        return clan;
    }

    @Test
    void whatIsNotThereOrWasRemovedHasNoValue() {
        assertThat(values.decode(Optional.empty())).isEmpty();
        assertThat(values.open(entry(null, null))).isEmpty();
        assertThat(values.open(entry("{\"size\":4}", null)).map(DataEntry::value))
                .contains(clan(4));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {secret   |                          | at $: found malformed JSON, expected one JSON value
            [1]       |                          | at $: found a JsonArray, expected a JsonObject
            {}        | []                       | system of Clans/red: found no JSON object
            {}        | {"schema":3,"reader":2}  | found data for readers of schema 2 and newer, expected at most 1
            {}        | {"schema":-1}            | found schema version -1 for readers of 0 or newer, expected 0 to the version itself
            {}        | {"schema":1,"reader":2}  | found schema version 1 for readers of 2 or newer, expected 0 to the version itself
            """)
    void whatCanNotBeReadIsNamedWithItsEntry(String value, @Nullable String system, String message) {
        Values<JsonObject> known =
                values(DataStoreOptions.<JsonObject>defaults().migration(1, 0, tree -> tree));
        assertThatExceptionOfType(InvalidData.class)
                .isThrownBy(() -> known.decode(entry(value, system)))
                .withMessageStartingWith("entry Clans/red: ")
                .withMessageEndingWith(message)
                .withMessageNotContaining("secret");
    }

    @Test
    void aWriteKeepsWhatItDoesNotChange() {
        Optional<Entry> base = entry("{\"size\":4}", "{\"loads\":2,\"newer\":1}");
        Content kept = values.content(ID, base, values.encode(ID, clan(5)), WriteOptions.defaults());
        assertThat(kept.value()).isEqualTo("{\"size\":5}");
        assertThat(kept.userIds()).containsExactly("u1");
        assertThat(kept.metadata()).containsOnlyKeys("a");
        assertThat(kept.score()).isEqualTo(new Content.Score(2, 7));
        assertThat(kept.system()).isEqualTo("{\"loads\":2,\"before\":5000,\"newer\":1}");
        WriteOptions all = WriteOptions.defaults()
                .userIds(Set.of())
                .metadata(Map.of("c", "d"))
                .score(OptionalLong.empty());
        Content changed = values.content(ID, base, values.encode(ID, clan(5)), all);
        assertThat(changed.userIds()).isEmpty();
        assertThat(changed.metadata()).containsOnlyKeys("c");
        assertThat(changed.score()).isNull();
    }

    @Test
    void aRemovedEntryHandsOnNothingButItsErasure() {
        Content removed = values.removal(entry("{}", "{\"erased\":2,\"loads\":4}"));
        assertThat(removed.value()).isNull();
        assertThat(removed.userIds()).isEmpty();
        Optional<Entry> tombstone = Optional.of(new Entry(ID, 4, "w4", removed, Instant.EPOCH, Instant.EPOCH));
        Content born = values.content(ID, tombstone, values.encode(ID, clan(1)), WriteOptions.defaults());
        assertThat(born.userIds()).isEmpty();
        assertThat(born.score()).isNull();
        assertThat(Erased.of(Optional.of(new Entry(ID, 5, "w5", born, Instant.EPOCH, Instant.EPOCH)))
                        .whole())
                .isEqualTo(2);
    }

    @Test
    void dataOfANewerSchemaIsNeverOverwritten() {
        Optional<Entry> newer = entry("{}", "{\"schema\":5,\"reader\":4}");
        assertThatExceptionOfType(InvalidData.class)
                .isThrownBy(() -> values.content(ID, newer, values.encode(ID, clan(1)), WriteOptions.defaults()))
                .withMessage("entry Clans/red: found data for readers of schema 4 and newer, expected at most 0");
        Optional<Entry> readable = entry("{\"size\":1}", "{\"schema\":5,\"reader\":0}");
        Optional<DataFormat.Decoded<JsonObject>> from = values.decode(readable);
        Content content = values.content(ID, readable, values.encode(ID, clan(2), from), WriteOptions.defaults());
        Entry written = new Entry(ID, 4, "w4", content, Instant.EPOCH, Instant.EPOCH);
        assertThat(EntryFormat.of(written).counters().schema())
                .as("it keeps its version")
                .isEqualTo(5);
    }

    @Test
    void aRankedStoreComputesItsScoresAndRefusesWhatItCanNotRank() {
        Values<JsonObject> ranked = values(DataStoreOptions.<JsonObject>defaults()
                .rankedBy(clan -> 12 / clan.get("size").getAsInt()));
        Content content = ranked.content(
                ID,
                entry("{}", null),
                ranked.encode(ID, clan(4)),
                WriteOptions.defaults().metadata(Map.of()));
        assertThat(content.score()).isEqualTo(Content.Score.of(3));
        assertThatExceptionOfType(InvalidData.class)
                .isThrownBy(() -> ranked.encode(ID, clan(0)))
                .withMessage("entry Clans/red: can't be ranked: / by zero");
    }

    @Test
    void whatWasTakenOffTheListStaysOffUntilItIsLetBack() {
        Values<JsonObject> ranked = values(DataStoreOptions.<JsonObject>defaults()
                .rankedBy(clan -> clan.get("size").getAsLong()));
        WriteOptions options = WriteOptions.defaults();
        Optional<Entry> now = entry("{}", null);
        for (WriteOptions off : List.of(options.listed(false), options.score(OptionalLong.empty()))) {
            now = written(ranked, now, off);
            assertThat(now.orElseThrow().content().score()).isNull();
            assertThat(now.orElseThrow().content().system()).contains("\"unlisted\":1");
            now = written(ranked, now, options);
            assertThat(now.orElseThrow().content().score()).isNull();
            now = written(ranked, now, options.listed(true));
            assertThat(now.orElseThrow().content().score()).isEqualTo(Content.Score.of(4));
            assertThat(now.orElseThrow().content().system()).doesNotContain("unlisted");
        }
        Optional<Entry> off = written(values, now, options.listed(false));
        assertThat(written(values, off, options.score(OptionalLong.of(9)))
                        .orElseThrow()
                        .content()
                        .score())
                .isNull();
    }

    private static Optional<Entry> written(Values<JsonObject> values, Optional<Entry> base, WriteOptions options) {
        Content content = values.content(ID, base, values.encode(ID, clan(4)), options);
        return Optional.of(new Entry(ID, 4, "w4", content, Instant.EPOCH, Instant.EPOCH));
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE - 1L, Long.MIN_VALUE})
    void aSumThatItsTypeCanNotHoldIsRefused(long delta) {
        int number = delta > 0 ? 1 : 0;
        assertThatExceptionOfType(InvalidData.class)
                .isThrownBy(() -> Sums.sum(ID, number, delta))
                .withMessage("entry Clans/red: found a sum beyond the range of Integer, expected one within");
        assertThat(Sums.sum(ID, -1.5, delta)).isEqualTo(delta - 1.5);
        long same = delta > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        assertThatExceptionOfType(InvalidData.class)
                .isThrownBy(() -> Sums.sum(ID, same, delta > 0 ? 1 : -1))
                .withMessageContaining("beyond the range of Long");
    }

    @Test
    void aSumIsOfItsNumbersOwnType() {
        assertThat(Sums.sum(ID, 1, Integer.MAX_VALUE - 1L)).isEqualTo(Integer.MAX_VALUE);
        assertThat(Sums.sum(ID, -1L, Long.MIN_VALUE + 1)).isEqualTo(Long.MIN_VALUE);
        assertThat(Sums.zero(Double.class)).isEqualTo(0.0);
        assertThat(Sums.zero(Long.class)).isEqualTo(0L);
        assertThat(Sums.zero(Integer.class)).isZero();
        assertThat(Sums.can(Float.class)).isFalse();
        assertThat(Sums.can(JsonObject.class)).isFalse();
    }
}
