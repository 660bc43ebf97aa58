package dev.datasave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of stores: what is out of range is refused at once, and nothing changes the options that one has. */
class ProfileOptionsTest {
    private static final ProfileOptions<String> OPTIONS = ProfileOptions.defaults();
    private static final DataStoreOptions<String> RECORDS = DataStoreOptions.defaults();

    @ParameterizedTest
    @ValueSource(strings = {"PT0.999999999S", "PT0S", "PT-5S", "PT1H0.000000001S"})
    void autosaveIsEverySecondToEveryHour(Duration period) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.autosave(period))
                .withMessage("autosave: found " + period + ", expected 1 s to 1 h");
        assertThat(OPTIONS.autosave(Duration.ofSeconds(1)).autosave()).hasSeconds(1);
        assertThat(OPTIONS.autosave(Duration.ofHours(1)).autosave()).hasHours(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | 3  | migration: found version 3, expected the next one, 1
            0 | 0  | migration: found version 0, expected the next one, 1
            0 | -1 | migration: found version -1, expected the next one, 1
            1 | 1  | migration: found version 1, expected the next one, 2
            2 | 4  | migration: found version 4, expected the next one, 3
            """)
    void migrationsHaveNoGaps(int have, int to, String message) {
        ProfileOptions<String> options = OPTIONS;
        DataStoreOptions<String> records = RECORDS;
        for (int i = 1; i <= have; i++) {
            options = options.migration(i, 0, UnaryOperator.identity());
            records = records.migration(i, 0, UnaryOperator.identity());
        }
        ProfileOptions<String> known = options;
        DataStoreOptions<String> knownRecords = records;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> known.migration(to, 0, UnaryOperator.identity()))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> knownRecords.migration(to, 0, UnaryOperator.identity()))
                .withMessage(message);
    }

    @Test
    void theOldestReaderIsAVersionUpToTheNewOne() {
        assertThat(OPTIONS.migration(1, 1, tree -> tree).migrations()).containsOnlyKeys(1);
        assertThat(OPTIONS.migration(1, 0, tree -> tree).migrations()).containsOnlyKeys(1);
        for (int reader : new int[] {-1, 2}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OPTIONS.migration(1, reader, tree -> tree))
                    .withMessage("oldest reader of version 1: found " + reader + ", expected 0 to 1");
        }
        assertThatNullPointerException()
                .isThrownBy(() -> OPTIONS.migration(1, 0, null))
                .withMessage("step");
    }

    @Test
    void anEditHasAShortNameOfItsOwn() {
        ProfileOptions<String> one = OPTIONS.namedEdit("heal", (data, arguments) -> data);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.namedEdit("heal", (data, arguments) -> data))
                .withMessage("edit: found \"heal\" twice, expected each name once");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.namedEdit("", (data, arguments) -> data))
                .withMessage("name of an edit: found an empty text, expected 1 to 100 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.namedEdit("x".repeat(101), (data, arguments) -> data))
                .withMessage("name of an edit: found 101 bytes of UTF-8, expected 1 to 100 bytes");
        assertThat(one.namedEdit("Heal", (data, arguments) -> data).namedEdits())
                .containsOnlyKeys("heal", "Heal");
        assertThat(OPTIONS.namedEdits()).isEmpty();
    }

    @Test
    void whatIsMissingIsNamed() {
        Map<String, Runnable> missing = Map.of(
                "codec", () -> OPTIONS.codec(null),
                "history", () -> OPTIONS.history(null),
                "autosave", () -> OPTIONS.autosave(null),
                "homeExecutor", () -> OPTIONS.homeExecutor(null),
                "rankedBy", () -> OPTIONS.rankedBy((Ranking<String>) null),
                "validator", () -> OPTIONS.validator(null),
                "edit", () -> OPTIONS.namedEdit("x", null));
        missing.forEach((name, call) ->
                assertThatNullPointerException().isThrownBy(call::run).withMessage(name));
        Map<String, Runnable> missingOfRecords = Map.of(
                "codec", () -> RECORDS.codec(null),
                "history", () -> RECORDS.history(null),
                "rankedBy", () -> RECORDS.rankedBy((Ranking<String>) null),
                "step", () -> RECORDS.migration(1, 0, null));
        missingOfRecords.forEach((name, call) ->
                assertThatNullPointerException().isThrownBy(call::run).withMessage(name));
    }

    @Test
    void oneOptionLeavesTheOthersAsTheyAre() {
        Codec<String> codec = Codec.gson(String.class);
        ProfileOptions<String> all = OPTIONS.codec(codec)
                .history(HistoryPolicy.everything())
                .reconciles(false)
                .rankedBy(String::length)
                .validator(data -> List.of())
                .namedEdit("x", (data, arguments) -> data)
                .homeExecutor(Runnable::run)
                .migration(1, 0, tree -> tree)
                .autosave(Duration.ofSeconds(5))
                .migration(2, 1, tree -> tree);
        assertThat(all.codec()).contains(codec);
        assertThat(all.reconciles()).isFalse();
        assertThat(all.rankedBy().score("abc")).hasValue(3);
        assertThat(all.validator()).isPresent();
        assertThat(all.namedEdits()).containsOnlyKeys("x");
        assertThat(all.homeExecutor()).isPresent();
        assertThat(all.migrations()).containsOnlyKeys(1, 2);
        assertThat(all.autosave()).hasSeconds(5);
        assertThat(OPTIONS.reconciles()).isTrue();
        assertThat(OPTIONS.migrations()).isEmpty();
        DataStoreOptions<String> records = RECORDS.codec(codec)
                .rankedBy(String::length)
                .migration(1, 0, tree -> tree)
                .history(revision -> null);
        assertThat(records.codec()).contains(codec);
        assertThat(records.rankedBy().score("abc")).hasValue(3);
        assertThat(records.migrations()).containsOnlyKeys(1);
    }
}
