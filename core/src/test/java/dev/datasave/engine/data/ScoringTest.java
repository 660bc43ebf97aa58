package dev.datasave.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.gson.JsonObject;
import dev.datasave.DataSaveException.InvalidData;
import dev.datasave.ProfileId;
import dev.datasave.ProfileOptions;
import dev.datasave.Ranking;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.spi.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores computed from values and stamped with their time, validators, and opening what is stored. */
class ScoringTest {
    private static final ProfileId ID = new ProfileId("Players", "k");
    private final List<Throwable> failures = new ArrayList<>();
    private long now = 1000;

    private <T> Scoring<T> scoring(Ranking<T> ranking) {
        return new Scoring<>(ranking, () -> now, (profile, failure) -> failures.add(failure));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 9007199254740993L, Long.MAX_VALUE})
    void everyLongIsAnExactScore(long score) {
        assertThat(scoring(Ranking.<String>by(data -> score)).scoreOf(ID, "x", null))
                .isEqualTo(Content.Score.of(score));
    }

    @ParameterizedTest
    @CsvSource({
        "12.5, 2, 1250",
        "-0.0, 2, 0",
        "0.285, 2, 29",
        "-0.285, 2, -29",
        "0.5, 0, 1",
        "-0.5, 0, -1",
        "1e9, 9, 1000000000000000000",
        "9007199254740992, 0, 9007199254740992",
        "-9.223372036854775808E18, 0, -9223372036854775808",
        "4.9E-324, 9, 0"
    })
    void decimalsAreWholeNumbersOfTheirLastDigit(double number, int digits, long score) {
        assertThat(scoring(Ranking.<String>byDecimal(data -> number, digits)).score(ID, "x"))
                .hasValue(score);
    }

    @ParameterizedTest
    @CsvSource({"Infinity, 0", "-Infinity, 2", "9.223372036854775807E18, 0", "1e10, 9"})
    void aDecimalThatIsNoLongCantBeRanked(double number, int digits) {
        Scoring<String> scoring = scoring(Ranking.<String>byDecimal(data -> number, digits));
        assertThatExceptionOfType(InvalidData.class)
                .isThrownBy(() -> scoring.score("entry s/k", "x"))
                .withMessageStartingWith("entry s/k: can't be ranked: " + number + " found, expected a ");
    }

    @Test
    void whoIsUnlistedHasNoScore() {
        assertThat(scoring(Ranking.<String>byDecimal(data -> Double.NaN, 2)).scoreOf(ID, "x", Content.Score.of(5)))
                .isNull();
        Scoring<String> fair = scoring(Ranking.<String>by(String::length).unless(data -> data.startsWith("bot")));
        assertThat(fair.scoreOf(ID, "bot 7", Content.Score.of(5))).isNull();
        assertThat(fair.scoreOf(ID, "player", null)).isEqualTo(Content.Score.of(6));
        assertThat(failures).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> Ranking.<String>byHand().unless(String::isEmpty))
                .withMessage("ranking by hand: found a condition on the data, expected an empty score");
    }

    @Test
    void aFunctionThatThrowsIsNamedAndItsFailureTheCause() {
        IllegalStateException thrown = new IllegalStateException("secret");
        Scoring<String> scoring = scoring(Ranking.<String>by(data -> {
            throw thrown;
        }));
        assertThatExceptionOfType(InvalidData.class)
                .isThrownBy(() -> scoring.score(ID, "x"))
                .withMessage(
                        "Players/k: can't be ranked: found java.lang.IllegalStateException thrown, expected a score")
                .withCause(thrown);
        Content.Score before = new Content.Score(2, 7);
        assertThat(scoring.scoreOf(ID, "x", before))
                .as("no save is lost for it")
                .isEqualTo(before);
        assertThat(scoring.scoreOf(ID, "x", null)).isNull();
        assertThat(failures).hasSize(2);
    }

    @Test
    void theTimeOfAScoreIsKeptAsLongAsTheScoreIs() {
        Scoring<String> highest = scoring(Ranking.<String>by(String::length).ties(Ranking.Ties.FIRST_COME));
        Content.Score first = highest.scoreOf(ID, "abc", null);
        assertThat(first).isEqualTo(new Content.Score(3, -1000));
        now = 2000;
        assertThat(highest.scoreOf(ID, "xyz", first)).isEqualTo(first);
        assertThat(highest.scoreOf(ID, "xy", first)).isEqualTo(new Content.Score(2, -2000));
        assertThat(highest.scoreOf(ID, "abc", Content.Score.of(3)))
                .as("whose time is not known was there before all others")
                .isEqualTo(Content.Score.of(3));
        Scoring<String> lowest =
                scoring(Ranking.<String>by(String::length).lowestFirst().ties(Ranking.Ties.FIRST_COME));
        assertThat(lowest.scoreOf(ID, "abc", first)).isEqualTo(new Content.Score(3, 1000));
        assertThat(scoring(Ranking.<String>by(String::length)).scoreOf(ID, "abc", first))
                .as("ties by key")
                .isEqualTo(Content.Score.of(3));
    }

    private static DataFormat<JsonObject> format(ProfileOptions<JsonObject> options) {
        return new DataFormat<>("Players", JsonObject.class, ScoringTest::template, options, Optional.empty());
    }

    private static JsonObject template() {
        JsonObject template = new JsonObject();
        template.addProperty("coins", 5);
        return template;
    }

    @Test
    void whatAValidatorFindsIsTold() {
        List<String> problems = List.of("no name", "x".repeat(300));
        DataFormat<JsonObject> format =
                format(ProfileOptions.<JsonObject>defaults().validator(data -> problems));
        assertThatExceptionOfType(InvalidData.class)
                .isThrownBy(() -> format.check(template()))
                .withMessageStartingWith("store \"Players\": data can't be saved: its validator found no name; xxx")
                .satisfies(invalid -> assertThat(invalid.problems()).isEqualTo(problems))
                .satisfies(invalid -> assertThat(invalid.getMessage()).hasSizeLessThan(300));
        format(ProfileOptions.<JsonObject>defaults().validator(data -> List.of()))
                .check(template());
    }

    @Test
    void aValidatorThatThrowsRefusesTheData() {
        IllegalStateException thrown = new IllegalStateException("too rich");
        DataFormat<JsonObject> format =
                format(ProfileOptions.<JsonObject>defaults().validator(data -> {
                    throw thrown;
                }));
        assertThatExceptionOfType(InvalidData.class)
                .isThrownBy(() -> format.check(template()))
                .withMessage(
                        "store \"Players\": data can't be saved: its validator threw java.lang.IllegalStateException")
                .withCause(thrown)
                .satisfies(invalid -> assertThat(invalid.problems()).containsExactly("too rich"));
    }

    @Test
    void whatIsOpenedDiffersOnlyWhereItMeansSomethingElse() {
        DataFormat<JsonObject> format = format(ProfileOptions.defaults());
        EntryFormat system = EntryFormat.fresh(0, 0);
        assertThat(Opened.stored(format, "{\"b\":1, \"coins\":7.0}", system).differs())
                .isFalse();
        Opened<JsonObject> filled = Opened.stored(format, "{\"b\":1}", system);
        assertThat(filled.differs()).isTrue();
        assertThat(filled.text()).isEqualTo("{\"b\":1,\"coins\":5}");
        Opened<JsonObject> migrated = Opened.stored(
                format(ProfileOptions.<JsonObject>defaults().migration(1, 0, tree -> tree)), "{\"coins\":1}", system);
        assertThat(migrated.differs()).as("its schema is another").isTrue();
        assertThat(migrated.schema()).isEqualTo(1);
        Opened<JsonObject> fresh = Opened.fresh(format, ID);
        assertThat(fresh.content().value()).isEqualTo("{\"coins\":5}");
        assertThat(fresh.content().score()).isNull();
    }
}
