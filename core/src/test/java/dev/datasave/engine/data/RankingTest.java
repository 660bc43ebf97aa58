package dev.datasave.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import dev.datasave.DataSaveException.InvalidData;
import dev.datasave.ProfileId;
import dev.datasave.ProfileOptions;
import dev.datasave.engine.entry.EntryFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores computed from values, validators, and opening what is stored. */
class RankingTest {
    private static final ProfileId ID = new ProfileId("Players", "k");
    private final List<Throwable> failures = new ArrayList<>();

    private Ranking<String> ranking(ToDoubleFunction<String> function) {
        return new Ranking<>(function, (profile, failure) -> failures.add(failure));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aScoreIsFinite(double score) {
        assertThatExceptionOfType(InvalidData.class)
                .isThrownBy(() -> ranking(data -> score).score("entry s/k", "x"))
                .withMessage("entry s/k: can't be ranked: found " + score + ", expected a finite number")
                .withNoCause();
    }

    @Test
    void aFunctionThatThrowsIsNamedAndItsFailureTheCause() {
        IllegalStateException thrown = new IllegalStateException("secret");
        Ranking<String> ranking = ranking(data -> {
            throw thrown;
        });
        assertThatExceptionOfType(InvalidData.class)
                .isThrownBy(() -> ranking.score(ID, "x"))
                .withMessage("Players/k: can't be ranked: found java.lang.IllegalStateException thrown,"
                        + " expected a finite number")
                .withCause(thrown);
        assertThat(ranking.scoreOf(ID, "x", 2.5)).as("no save is lost for it").isEqualTo(2.5);
        assertThat(ranking.scoreOf(ID, "x", null)).isNull();
        assertThat(failures).hasSize(2);
    }

    @Test
    void zeroHasNoSign() {
        assertThat(Double.doubleToRawLongBits(ranking(data -> -0.0).score(ID, "x")))
                .isZero();
        assertThat(ranking(data -> -Double.MIN_VALUE).scoreOf(ID, "x", null)).isEqualTo(-Double.MIN_VALUE);
        assertThat(failures).isEmpty();
    }

    private static DataFormat<JsonObject> format(ProfileOptions<JsonObject> options) {
        return new DataFormat<>("Players", JsonObject.class, RankingTest::template, options, Optional.empty());
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
