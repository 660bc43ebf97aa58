package dev.datasave.examples.arena;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.Holder;
import dev.datasave.NotLoadedReason;
import dev.datasave.ProfileState;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.platform.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AnswersTest {
    private static Stream<Arguments> reasons() {
        Holder holder = new Holder("lobby-2", "x7", Instant.parse("2026-01-01T00:00:00Z"));
        String by = "by lobby-2 since 2026-01-01T00:00:00Z";
        return Stream.of(
                Arguments.of(new NotLoadedReason.Cancelled(), "cancelled the join was cancelled"),
                Arguments.of(new NotLoadedReason.Superseded(), "superseded a newer join came after this one"),
                Arguments.of(new NotLoadedReason.Held(holder), "held " + by),
                Arguments.of(new NotLoadedReason.TimedOut(Optional.of(holder)), "timed-out " + by),
                Arguments.of(
                        new NotLoadedReason.TimedOut(Optional.empty()), "timed-out nobody held it at the last look"),
                Arguments.of(new NotLoadedReason.Corrupt("found [\r\nat $.money"), "corrupt found [ at $.money"),
                Arguments.of(new NotLoadedReason.NewerSchema(3, 2), "newer-schema found version 3, expected at most 2"),
                Arguments.of(
                        new NotLoadedReason.Unavailable(new IllegalStateException("two\nlines")),
                        "unavailable java.lang.IllegalStateException: two lines"),
                Arguments.of(new NotLoadedReason.Moved("uuid"), "moved to uuid"),
                Arguments.of(new NotLoadedReason.Closing(), "closing this server is closing"));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void aRefusedJoinSaysWhyInOneLine(NotLoadedReason reason, String text) {
        assertThat(Answers.refused(reason)).isEqualTo("refused " + text);
    }

    @Test
    void aRefusalWithoutALoadSaysWhy() {
        assertThat(Answers.refused(new Reason(Reason.Kind.ALREADY_HERE, List.of())))
                .isEqualTo("refused already-here You are on this server already.");
    }

    @ParameterizedTest
    @EnumSource(ReleaseReason.class)
    void aSaveThatFailedIsAnErrorThatNamesTheReason(ReleaseReason reason) {
        assertThat(Answers.saved("bye", new SaveResult.NotSaved(reason)))
                .matches("error not-saved [a-z-]+: the session had ended before")
                .contains(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    @Test
    void aSaveIsAnsweredByItsRevision() {
        assertThat(Answers.saved("bye", new SaveResult.Saved(12, Instant.EPOCH)))
                .isEqualTo("bye 12");
    }

    @Test
    void errorsAreOneLine() {
        assertThat(Answers.error("failed", "a\r\n\tb")).isEqualTo("error failed a b");
        assertThat(Answers.notActive(ProfileState.RELEASED))
                .isEqualTo("error not-active found the profile released, expected it active");
    }
}
