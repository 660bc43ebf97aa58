package dev.datasave.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine's own part of a profile's entry. */
class EntryFormatTest {

    private static Entry entry(@Nullable String system) {
        Content content = Content.of("{}").withSystem(system);
        return new Entry(new EntryId("s", "k"), 4, "w", content, Instant.EPOCH, Instant.EPOCH);
    }

    @Test
    void nothingIsWrittenOfWhatIsNothing() {
        assertThat(EntryFormat.fresh(0, 0).text()).isEqualTo("{}");
        assertThat(EntryFormat.of(entry(null))).isEqualTo(EntryFormat.fresh(0, 0));
        assertThat(EntryFormat.of(entry("{}"))).isEqualTo(EntryFormat.fresh(0, 0));
    }

    @Test
    void isReadAsItIsWrittenWithWhatThisVersionDoesNotKnow() {
        String system =
                "{\"loads\":3,\"claim\":7,\"schema\":2,\"reader\":1,\"before\":1000,\"end\":1,\"endBefore\":900,"
                        + "\"erased\":2,\"consumed\":[\"m\"],\"rollbacks\":[[4,2]],\"note\":{\"why\":\"x\"},\"newer\":[1.50]}";
        EntryFormat format = EntryFormat.of(entry(system));
        assertThat(format.text()).isEqualTo(system);
        EntryFormat next = format.next(Instant.ofEpochMilli(2_000), false);
        assertThat(next.text()).contains("\"newer\":[1.50]").doesNotContain("note", "\"end\":");
    }

    @Test
    void theNextRevisionKnowsWhenThoseBeforeItWereWritten() {
        EntryFormat first = EntryFormat.fresh(0, 0).next(null, false);
        assertThat(first.beforeTime()).isEmpty();
        EntryFormat end = first.next(Instant.ofEpochMilli(1_000), true);
        assertThat(end.beforeTime()).contains(Instant.ofEpochMilli(1_000));
        assertThat(end.endBeforeTime()).isEmpty();
        EntryFormat after = end.next(Instant.ofEpochMilli(2_000), false);
        assertThat(after.endBeforeTime()).contains(Instant.ofEpochMilli(2_000));
        EntryFormat later = after.next(Instant.ofEpochMilli(3_000), false);
        assertThat(later.endBeforeTime()).as("the end stays known").contains(Instant.ofEpochMilli(2_000));
        assertThat(later.beforeTime()).contains(Instant.ofEpochMilli(3_000));
    }

    @Test
    void claimsOnlyRise() {
        EntryFormat format = EntryFormat.fresh(0, 0).withLoad(5).withLoad(3);
        assertThat(format.loads()).isEqualTo(2);
        assertThat(format.claim()).isEqualTo(5);
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
        assertThat(born.loads()).isZero();
        assertThat(born.schema()).isEqualTo(4);
        assertThat(born.erased()).isEqualTo(new Erased(2, 0));
        assertThat(born.marks().consumed()).as("not delivered again").containsExactly("m");
        assertThat(born.marks().effective()).as("its effect is gone").isEmpty();
        assertThat(born.ancestry().descends(6, 4))
                .as("no grant of the life before")
                .isFalse();
        assertThat(born.ancestry().descends(7, 6)).isTrue();
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
