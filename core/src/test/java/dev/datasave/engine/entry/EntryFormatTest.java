package dev.datasave.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine's own part of a profile's entry. */
class EntryFormatTest {
    private static final String FULL =
            "{\"loads\":2,\"claim\":3,\"schema\":5,\"reader\":4,\"before\":100,\"end\":1,\"endBefore\":50,\"erased\":6,\"detached\":7,"
                    + "\"consumed\":[\"a/1\",\"a/2\"],\"takenBack\":[\"a/1\"],\"rollbacks\":[[8,2]],\"note\":{\"why\":\"w\"},\"newer\":{}}";

    private static Entry entry(@Nullable String system) {
        Content content = Content.of("{}").withSystem(system);
        return new Entry(new EntryId("s", "k"), 9, "w", content, Instant.EPOCH, Instant.EPOCH);
    }

    @Test
    void whatIsReadIsWrittenAgainToTheByte() {
        assertThat(EntryFormat.of(entry(FULL)).text()).isEqualTo(FULL);
        assertThat(EntryFormat.of(entry("{}")).text()).isEqualTo("{}");
        assertThat(EntryFormat.fresh(0, 0).text()).isEqualTo("{}");
    }

    @Test
    void whatIsReadStandsInItsGroup() {
        EntryFormat format = EntryFormat.of(entry(FULL));
        assertThat(format.counters()).isEqualTo(new EntryFormat.Counters(2, 3, 5, 4));
        assertThat(format.times()).isEqualTo(new EntryFormat.Times(100, true, 50));
        assertThat(format.memory())
                .isEqualTo(new EntryFormat.Memory(
                        new Erased(6, 7),
                        new Marks(Set.of("a/1", "a/2"), Set.of("a/1")),
                        new Ancestry(List.of(new Ancestry.Jump(8, 2))),
                        Way.NONE));
    }

    @Test
    void theNextRevisionKeepsAllButTheNote() {
        assertThat(EntryFormat.of(entry(FULL))
                        .next(Instant.ofEpochMilli(200), false)
                        .text())
                .isEqualTo(FULL.replace("\"before\":100,\"end\":1,\"endBefore\":50", "\"before\":200,\"endBefore\":200")
                        .replace(",\"note\":{\"why\":\"w\"}", ""));
    }

    @Test
    void eachChangeLeavesTheRest() {
        JsonObject note = new JsonObject();
        note.addProperty("why", "other");
        EntryFormat format = EntryFormat.of(entry(FULL));
        assertThat(format.withLoad(9).text())
                .isEqualTo(FULL.replace("\"loads\":2,\"claim\":3", "\"loads\":3,\"claim\":9"));
        assertThat(format.withLoad(1).counters().claim()).isEqualTo(3);
        assertThat(format.withSchema(8, 7).text())
                .isEqualTo(FULL.replace("\"schema\":5,\"reader\":4", "\"schema\":8,\"reader\":7"));
        assertThat(format.withErased(new Erased(1, 0)).text())
                .isEqualTo(FULL.replace("\"erased\":6,\"detached\":7", "\"erased\":1"));
        assertThat(format.withMarks(Marks.NONE.withConsumed("b/1")).text())
                .isEqualTo(FULL.replace("[\"a/1\",\"a/2\"],\"takenBack\":[\"a/1\"]", "[\"b/1\"]"));
        assertThat(format.withAncestry(Ancestry.STRAIGHT).text()).isEqualTo(FULL.replace("\"rollbacks\":[[8,2]],", ""));
        assertThat(format.withNote(note).text()).isEqualTo(FULL.replace("\"w\"}", "\"other\"}"));
    }

    @Test
    void theNextLifeRemembersWhatTheRemovalLeft() {
        Content removal = EntryFormat.of(entry(FULL)).removed(10);
        assertThat(removal.system())
                .isEqualTo(
                        "{\"erased\":6,\"detached\":7,\"consumed\":[\"a/1\",\"a/2\"],\"takenBack\":[\"a/1\",\"a/2\"],"
                                + "\"rollbacks\":[[8,2],[10,0]]}");
        EntryFormat born = EntryFormat.born(Optional.of(entry(removal.system())), 1, 0);
        assertThat(born.text()).isEqualTo("{\"schema\":1," + removal.system().substring(1));
        assertThat(EntryFormat.born(Optional.empty(), 1, 0)).isEqualTo(EntryFormat.fresh(1, 0));
    }

    @Test
    void nothingIsWrittenOfWhatIsNothing() {
        assertThat(EntryFormat.fresh(0, 0).text()).isEqualTo("{}");
        assertThat(EntryFormat.of(entry(null))).isEqualTo(EntryFormat.fresh(0, 0));
        assertThat(EntryFormat.of(entry("{}"))).isEqualTo(EntryFormat.fresh(0, 0));
    }

    @Test
    void theNextRevisionKnowsWhenThoseBeforeItWereWritten() {
        EntryFormat first = EntryFormat.fresh(0, 0).next(null, false);
        assertThat(first.times().before()).isZero();
        EntryFormat end = first.next(Instant.ofEpochMilli(1_000), true);
        assertThat(end.times().before()).isEqualTo(1_000);
        assertThat(end.times().endBefore()).isZero();
        EntryFormat after = end.next(Instant.ofEpochMilli(2_000), false);
        assertThat(after.times().endBefore()).isEqualTo(2_000);
        EntryFormat later = after.next(Instant.ofEpochMilli(3_000), false);
        assertThat(later.times().endBefore()).as("the end stays known").isEqualTo(2_000);
        assertThat(later.times().before()).isEqualTo(3_000);
    }

    @Test
    void claimsOnlyRise() {
        EntryFormat format = EntryFormat.fresh(0, 0).withLoad(5).withLoad(3);
        assertThat(format.counters().loads()).isEqualTo(2);
        assertThat(format.counters().claim()).isEqualTo(5);
    }

    @Test
    void aRemovalHandsOnWhatTheNextLifeHasToKnow() {
        EntryFormat format = EntryFormat.fresh(3, 2)
                .withLoad(9)
                .withMarks(Marks.NONE.withConsumed("m"))
                .withErased(new Erased(2, 0));
        Content removed = format.removed(5);
        assertThat(removed.value()).isNull();
        Entry tombstone = entry(removed.system());
        EntryFormat born = EntryFormat.born(Optional.of(tombstone), 4, 1);
        assertThat(born.counters().loads()).isZero();
        assertThat(born.counters().schema()).isEqualTo(4);
        assertThat(born.memory().erased()).isEqualTo(new Erased(2, 0));
        assertThat(born.memory().marks().consumed()).as("not delivered again").containsExactly("m");
        assertThat(born.memory().marks().effective()).as("its effect is gone").isEmpty();
        assertThat(born.memory().ancestry().descends(6, 4))
                .as("no grant of the life before")
                .isFalse();
        assertThat(born.memory().ancestry().descends(7, 6)).isTrue();
    }

    @Test
    void afterARemovalBySomebodyElseALifeIsAFirstOne() {
        assertThat(EntryFormat.born(Optional.empty(), 1, 0)).isEqualTo(EntryFormat.fresh(1, 0));
        assertThat(EntryFormat.born(Optional.of(entry("[]")), 1, 0)).isEqualTo(EntryFormat.fresh(1, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                       | system of s/k: found no JSON object
            null                     | system of s/k: found no JSON object
            {secret}                 | system of s/k: at $: found malformed JSON, expected one JSON value
            {"schema":2147483648}    | member "schema": found a number of more than 32 bits, expected a smaller one
            {"loads":"3"}            | member "loads": found text, expected a number
            {"end":true}             | member "end": found true or false, expected a number
            {"note":"x"}             | member "note": found text, expected an object
            {"consumed":{}}          | member "consumed": found an object, expected an array
            {"erased":1.5}           | member "erased": found another number, expected a whole one of 64 bits
            """)
    void whatTheEngineHasNotWrittenIsNamed(String system, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryFormat.of(entry(system)))
                .withMessage(message);
    }
}
