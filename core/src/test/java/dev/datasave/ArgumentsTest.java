package dev.datasave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small values of the API: what is out of range is refused when it is made, with what was found and expected. */
class ArgumentsTest {
    private static final WriteOptions OPTIONS = WriteOptions.defaults();

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001, Integer.MAX_VALUE})
    void aPageHasOneToAThousandItems(int size) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Paging.first(size))
                .withMessage("size of a page: found " + size + ", expected 1 to 1000");
    }

    @Test
    void aPageGoesOnWhereTheOneBeforeSays() {
        assertThat(Paging.first(1).after("c").after(null)).isEqualTo(Paging.first(1));
        assertThat(Paging.first(1000).after("").cursor()).contains("");
        assertThatNullPointerException().isThrownBy(() -> new Paging(1, null)).withMessage("cursor");
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "0, -1", "9223372036854775807, -9223372036854775808"})
    void aRangeOfScoresBeginsAtItsLowest(long lowest, long highest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ranking.Range.between(lowest, highest))
                .withMessage("range of scores: found " + lowest + " to " + highest + ", expected the lowest first");
    }

    @Test
    void aRangeOfScoresMayBeOneScoreOrAll() {
        assertThat(Ranking.Range.between(2, 2).fromLast()).isEqualTo(new Ranking.Range(2, 2, true));
        assertThat(Ranking.Range.all()).isEqualTo(new Ranking.Range(Long.MIN_VALUE, Long.MAX_VALUE, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 10})
    void aDecimalScoreHasAtMostNineDigits(int digits) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ranking.<Double>byDecimal(number -> number, digits))
                .withMessage("digits of a score: found " + digits + ", expected 0 to 9");
    }

    @Test
    void aScoreIsSetRemovedOrLeftAsItIs() {
        assertThat(OPTIONS.score()).isEmpty();
        assertThat(OPTIONS.score(OptionalLong.of(Long.MIN_VALUE)).score()).contains(OptionalLong.of(Long.MIN_VALUE));
        assertThat(OPTIONS.score(OptionalLong.empty()).score()).contains(OptionalLong.empty());
        assertThat(OPTIONS.listed()).isEmpty();
        assertThat(OPTIONS.listed(false).metadata(Map.of()).listed()).contains(false);
    }

    @Test
    void aWriteConnectsAtMostAHundredPeople() {
        Set<String> people =
                IntStream.range(0, 100).mapToObj(i -> "u" + i).collect(Collectors.toCollection(HashSet::new));
        WriteOptions options = OPTIONS.userIds(people);
        people.add("one more");
        assertThat(options.userIds().orElseThrow()).as("a copy").hasSize(100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.userIds(people))
                .withMessageContaining("found 101");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.userIds(Set.of("\0")))
                .withMessage("user id: found U+0000 at index 0, which no storage can keep");
    }

    @Test
    void metadataOfAWriteIsMeasuredTogether() {
        Map<String, String> metadata = new HashMap<>(Map.of("k", "v".repeat(4095)));
        WriteOptions options = OPTIONS.metadata(metadata);
        metadata.put("n", "");
        assertThat(options.metadata().orElseThrow()).as("a copy").containsOnlyKeys("k");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.metadata(metadata))
                .withMessage("metadata: found 4097 bytes of UTF-8, expected at most 4096");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.metadata(Map.of("name", "\ud800")))
                .withMessageStartingWith("metadata value of \"name\": found a lone surrogate U+D800 at index 0");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatNullPointerException().isThrownBy(() -> OPTIONS.userIds(null)).withMessage("userIds");
        assertThatNullPointerException()
                .isThrownBy(() -> OPTIONS.metadata(null))
                .withMessage("metadata");
        assertThatNullPointerException().isThrownBy(() -> OPTIONS.score(null)).withMessage("score");
        Transaction.Participants nobody = Transaction.Participants.of();
        assertThatNullPointerException()
                .isThrownBy(() -> nobody.and((Profile<?>) null))
                .withMessage("profile");
        assertThatNullPointerException()
                .isThrownBy(() -> Transaction.Participants.of((Collection<Profile<?>>) null))
                .withMessage("profiles");
        assertThatNullPointerException().isThrownBy(() -> nobody.and(null, "k")).withMessage("store");
        assertThat(nobody.profiles()).isEmpty();
        assertThat(nobody.entries()).isEmpty();
    }

    @Test
    void oneOptionOfAWriteLeavesTheOthersAsTheyAre() {
        WriteOptions all = OPTIONS.userIds(Set.of())
                .metadata(Map.of())
                .score(OptionalLong.empty())
                .userIds(Set.of("u"));
        assertThat(all.userIds()).contains(Set.of("u"));
        assertThat(all.metadata()).contains(Map.of());
        assertThat(all.score()).contains(OptionalLong.empty());
        assertThat(OPTIONS.userIds()).as("as they are").isEmpty();
    }
}
