package dev.datasave.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.Holder;
import dev.datasave.NotLoadedReason;
import dev.datasave.ReleaseReason;
import dev.datasave.platform.Reason.Kind;
import java.time.Instant;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What players are told. */
class ReasonTest {
    private static final Holder HOLDER = new Holder("arena-2", "f00", Instant.EPOCH);

    private static final ResourceBundle GERMAN = new ListResourceBundle() {
        @Override
        protected Object[][] getContents() {
            return new Object[][] {{"datasave.held", "Du spielst noch auf '{0}'."}};
        }
    };

    @ParameterizedTest
    @EnumSource
    void everyKindHasASentenceAndAKey(Kind kind) {
        assertThat(kind.text()).matches("[A-Z].*\\.");
        assertThat(kind.key()).matches("datasave\\.[a-z_]+");
        assertThat(new Reason(kind, List.of("x")).text()).doesNotContain("{0}");
    }

    @Test
    void textNamesTheServer() {
        Reason reason = Reason.of(new NotLoadedReason.Held(HOLDER));
        assertThat(reason.text()).isEqualTo("You are still playing on arena-2. Please try again in a moment.");
        assertThat(reason.text(GERMAN)).isEqualTo("Du spielst noch auf 'arena-2'.");
    }

    @Test
    void whatIsNotTranslatedIsEnglish() {
        assertThat(Reason.of(Kind.STOPPING).text(GERMAN)).isEqualTo("The server is stopping.");
    }

    @Test
    void everyEndOfALoadHasItsReason() {
        Stream<NotLoadedReason> all = Stream.of(
                new NotLoadedReason.Cancelled(),
                new NotLoadedReason.Superseded(),
                new NotLoadedReason.Held(HOLDER),
                new NotLoadedReason.TimedOut(Optional.of(HOLDER)),
                new NotLoadedReason.Corrupt("$.money"),
                new NotLoadedReason.NewerSchema(3, 2),
                new NotLoadedReason.Unavailable(new IllegalStateException("secret")),
                new NotLoadedReason.Moved("alice-2"),
                new NotLoadedReason.Closing());
        assertThat(all.map(reason -> Reason.of(reason).kind()))
                .containsExactly(
                        Kind.RELEASED,
                        Kind.SUPERSEDED,
                        Kind.HELD,
                        Kind.TIMED_OUT,
                        Kind.UNREADABLE,
                        Kind.NEWER_VERSION,
                        Kind.UNAVAILABLE,
                        Kind.MOVED,
                        Kind.STOPPING);
    }

    @Test
    void playersAreNotToldWhatTheStorageSays() {
        assertThat(Reason.of(new NotLoadedReason.Unavailable(new IllegalStateException("secret")))
                        .text())
                .doesNotContain("secret");
        assertThat(Reason.of(new NotLoadedReason.Corrupt("$.money")).text()).doesNotContain("money");
    }

    @ParameterizedTest
    @EnumSource
    void everyEndOfASessionHasItsReason(ReleaseReason reason) {
        assertThat(Reason.of(reason).arguments()).isEmpty();
    }
}
