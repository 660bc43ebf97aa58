package dev.datasave.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which revisions a revision descends from, after any rollbacks (P13). */
class AncestryTest {

    @Test
    void withoutRollbacksEveryEarlierRevisionIsAnAncestor() {
        assertThat(Ancestry.STRAIGHT.descends(5, 5)).isTrue();
        assertThat(Ancestry.STRAIGHT.descends(5, 1)).isTrue();
        assertThat(Ancestry.STRAIGHT.descends(5, 6)).isFalse();
    }

    @Test
    void isWhatGoingBackStepByStepFinds() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            TreeMap<Long, Long> rollbacks = new TreeMap<>();
            Ancestry ancestry = Ancestry.STRAIGHT;
            for (long at = 2; at < 25; at++) {
                if (random.nextInt(4) == 0) {
                    long to = random.nextLong(at);
                    rollbacks.put(at, to);
                    ancestry = ancestry.with(new Ancestry.Jump(at, to));
                }
            }
            for (long revision = 1; revision < 27; revision++) {
                Set<Long> ancestors = walk(rollbacks, revision);
                for (long other = 1; other < 27; other++) {
                    assertThat(ancestry.descends(revision, other))
                            .as("seed %s: %s of %s with %s", seed, other, revision, rollbacks)
                            .isEqualTo(ancestors.contains(other));
                }
            }
        }
    }

    private static Set<Long> walk(Map<Long, Long> rollbacks, long revision) {
        Set<Long> ancestors = new HashSet<>();
        for (long at = revision; at > 0; at = rollbacks.getOrDefault(at, at - 1)) {
            ancestors.add(at);
        }
        return ancestors;
    }

    @Test
    void theNewest256RollbacksAreKnown() {
        Ancestry ancestry = Ancestry.STRAIGHT;
        for (long at = 2; at <= 258; at++) {
            ancestry = ancestry.with(new Ancestry.Jump(at, at - 2));
        }
        assertThat(ancestry.jumps()).hasSize(256).doesNotContain(new Ancestry.Jump(2, 0));
        assertThat(ancestry.jumps().getLast()).isEqualTo(new Ancestry.Jump(258, 256));
        assertThat(ancestry.descends(258, 1))
                .as("skipped by the jump that is forgotten")
                .isTrue();
    }

    @Test
    void isReadAsItIsWrittenAndTakenOutOfTheRest() {
        Ancestry ancestry = Ancestry.STRAIGHT.with(new Ancestry.Jump(9, 4)).with(new Ancestry.Jump(12, 0));
        JsonObject json = new JsonObject();
        json.addProperty("other", 1);
        ancestry.addTo(json);
        assertThat(Ancestry.take(json)).isEqualTo(ancestry);
        assertThat(json.keySet()).containsExactly("other");
        Ancestry.STRAIGHT.addTo(json);
        assertThat(json.keySet()).containsExactly("other");
        assertThat(Ancestry.take(json)).isEqualTo(Ancestry.STRAIGHT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5            | found a number, expected an array
            [5]          | found a number, expected an array
            [[1]]        | found 1 numbers, expected two of a rollback
            [[3,1,2]]    | found 3 numbers, expected two of a rollback
            [[3,"1"]]    | found text, expected a number
            [[3,1.5]]    | found another number, expected a whole one of 64 bits
            """)
    void whatIsNoRollbackIsNamed(String rollbacks, String message) {
        JsonObject json = EntryFormat.object("{\"rollbacks\":" + rollbacks + "}", "test");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ancestry.take(json))
                .withMessage("member \"rollbacks\": " + message);
    }
}
