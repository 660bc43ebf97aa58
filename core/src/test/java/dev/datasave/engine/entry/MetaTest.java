package dev.datasave.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.datasave.spi.Content;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is saved beside a profile's data: every change is a copy, and none goes beyond the limits (R10). */
class MetaTest {
    private static final Content.Score SCORE = new Content.Score(2, 5);
    private static final Meta META = new Meta(Set.of("u1"), Map.of("clan", "red"), SCORE, true, Marks.NONE);

    @Test
    void whatChangesNothingIsTheSame() {
        assertThat(META.withUserIds(Set.of())).isSameAs(META);
        assertThat(META.withUserIds(Set.of("u1"))).isSameAs(META);
        assertThat(META.withoutUserId("u2")).isSameAs(META);
        assertThat(META.withMetadata("clan", "red")).isSameAs(META);
        assertThat(META.withMetadata("rank", null)).isSameAs(META);
    }

    @Test
    void oneThingChangesAndTheOthersStay() {
        assertThat(META.withUserIds(Set.of("u1", "u2")))
                .isEqualTo(new Meta(Set.of("u1", "u2"), Map.of("clan", "red"), SCORE, true, Marks.NONE));
        assertThat(META.withoutUserId("u1"))
                .isEqualTo(new Meta(Set.of(), Map.of("clan", "red"), SCORE, true, Marks.NONE));
        assertThat(META.withMetadata("clan", null))
                .isEqualTo(new Meta(Set.of("u1"), Map.of(), SCORE, true, Marks.NONE));
        assertThat(META.withMetadata("clan", "").metadata()).containsExactly(Map.entry("clan", ""));
        assertThat(META.withScore(null).score()).isNull();
        assertThat(META.withScore(null).withScore(SCORE)).isEqualTo(META);
    }

    @Test
    void whoIsOffTheListHasNoScore() {
        assertThat(META.withListed(true)).isSameAs(META);
        Meta off = META.withListed(false);
        assertThat(off.score()).isNull();
        assertThat(off.withScore(SCORE)).isSameAs(off);
        assertThat(off.withListed(true).score()).isNull();
        assertThat(off.withListed(true).withScore(SCORE)).isEqualTo(META);
    }

    @Test
    void aHundredPeopleAreConnectedAndNoneMore() {
        Set<String> most = IntStream.range(1, 101).mapToObj(i -> "u" + i).collect(Collectors.toSet());
        Meta full = META.withUserIds(most);
        assertThat(full.userIds()).hasSize(100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> full.withUserIds(Set.of("one more")))
                .withMessageContaining("found 101")
                .withMessageContaining("100");
        assertThat(full.withoutUserId("u1").withUserIds(Set.of("one more")).userIds())
                .hasSize(100);
    }

    @Test
    void metadataIsMeasuredTogetherInBytes() {
        Meta full = META.withMetadata("clan", null).withMetadata("k", "😀".repeat(1023) + "abc");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> full.withMetadata("n", ""))
                .withMessage("metadata: found 4097 bytes of UTF-8, expected at most 4096");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> META.withMetadata("k", "\ud83d"))
                .withMessageContaining("lone surrogate");
    }
}
