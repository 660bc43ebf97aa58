package dev.datasave.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a profile remembers of its messages (P11, P13). */
class MarksTest {

    private static Marks consumed(String... ids) {
        Marks marks = Marks.NONE;
        for (String id : ids) {
            marks = marks.withConsumed(id);
        }
        return marks;
    }

    private static Marks again(Marks marks) {
        JsonObject json = new JsonObject();
        marks.addTo(json);
        Marks read = Marks.take(json);
        assertThat(json.isEmpty()).isTrue();
        return read;
    }

    @Test
    void messagesAreRememberedOldestFirstAndOnce() {
        Marks marks = consumed("c", "a", "b", "a");
        assertThat(marks.consumed()).containsExactly("c", "a", "b");
        assertThat(again(marks).consumed()).containsExactly("c", "a", "b");
        assertThat(again(Marks.NONE)).isEqualTo(Marks.NONE);
    }

    @Test
    void aRollbackTakesTheEffectBackButNotTheMark() {
        Marks older = consumed("a", "b");
        Marks newer = older.withConsumed("c").withConsumed("d");
        Marks back = newer.rolledBackTo(older);
        assertThat(back.consumed()).containsExactly("a", "b", "c", "d");
        assertThat(back.takenBack()).containsExactlyInAnyOrder("c", "d");
        assertThat(back.effective()).containsExactly("a", "b");
        assertThat(again(back)).isEqualTo(back);
    }

    @Test
    void aRollbackOfARollbackBringsTheEffectBack() {
        Marks newer = consumed("a", "b", "c");
        Marks back = newer.rolledBackTo(consumed("a"));
        assertThat(back.rolledBackTo(newer).effective()).containsExactly("a", "b", "c");
        assertThat(back.rolledBackTo(newer).takenBack()).isEmpty();
        assertThat(back.rolledBackTo(back)).isEqualTo(back);
        assertThat(newer.rolledBackTo(Marks.NONE).effective()).isEmpty();
    }

    @Test
    void aMessageOfALaterLineIsNotInvented() {
        Marks marks = consumed("a").rolledBackTo(consumed("a", "x"));
        assertThat(marks.consumed()).containsExactly("a");
        assertThat(marks.takenBack()).isEmpty();
    }

    @Test
    void whatIsSentAgainIsForgottenUnderItsOldId() {
        Marks back = consumed("a", "b").rolledBackTo(Marks.NONE).sentAgain("a");
        assertThat(back.consumed()).containsExactly("b");
        assertThat(back.takenBack()).containsExactly("b");
        assertThat(back.sentAgain("unknown")).isEqualTo(back);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5 | a b c d
            4 | a b c d
            3 | b c d
            2 | b d
            1 | b
            0 | b
            """)
    void theOldestAreForgottenBeyondWhatIsKeptUnlessTheyMustNotBe(int keep, String left) {
        Marks marks = consumed("a", "b", "c", "d");
        assertThat(marks.forgetting(id -> !id.equals("b"), keep).consumed()).containsExactly(left.split(" "));
    }

    @Test
    void whatIsForgottenIsNotTakenBackEither() {
        Marks marks = consumed("a", "b").rolledBackTo(Marks.NONE).forgetting(id -> true, 1);
        assertThat(marks.takenBack()).containsExactly("b");
        assertThat(marks.consumed()).containsExactly("b");
    }

    @Test
    void whatWasTakenBackWithoutHavingBeenConsumedIsNotRead() {
        JsonObject json = EntryFormat.object("{\"takenBack\":[\"a\"]}", "test");
        assertThat(Marks.take(json)).isEqualTo(Marks.NONE);
        JsonObject both = EntryFormat.object("{\"consumed\":[\"b\"],\"takenBack\":[\"a\",\"b\"]}", "test");
        assertThat(Marks.take(both)).isEqualTo(new Marks(Set.of("b"), Set.of("b")));
    }
}
