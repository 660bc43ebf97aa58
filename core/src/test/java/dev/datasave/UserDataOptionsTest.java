package dev.datasave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.datasave.UserDataOptions.KeyTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a person's data is found: what can't be meant is refused at once. */
class UserDataOptionsTest {
    private static final UserDataOptions OPTIONS = UserDataOptions.defaults();

    @ParameterizedTest
    @ValueSource(strings = {"", "player/", "{userid}", "{user Id}", "userId"})
    void aKeyTemplateHasAPlaceForTheUserId(String template) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.keyTemplate("PlayerData", template))
                .withMessage("key template of store \"PlayerData\": found none of {userId}, expected at least one");
    }

    @Test
    void keyTemplatesAreKeptInTheirOrder() {
        UserDataOptions options = OPTIONS.keyTemplate("B", "{userId}").keyTemplate("A", "x/{userId}/{userId}");
        assertThat(options.keyTemplates())
                .isEqualTo(List.of(new KeyTemplate("B", "{userId}"), new KeyTemplate("A", "x/{userId}/{userId}")));
        assertThat(OPTIONS.keyTemplates()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ~lease  | store: found the name "~lease", expected one that does not start with ~, the engine's
            ``      | store: found an empty text, expected 1 to 100 bytes
            """)
    void aStoreIsOneOfTheGames(String store, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.keyTemplate(store, "{userId}"))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.sharedStore(store))
                .withMessage(message);
    }

    @Test
    void timesAreWithinAnHour() {
        assertThat(OPTIONS.quiet(Duration.ZERO).quiet()).isZero();
        assertThat(OPTIONS.timeout(Duration.ofMillis(1)).timeout()).hasMillis(1);
        assertThat(OPTIONS.quiet(Duration.ofHours(1))
                        .timeout(Duration.ofHours(1))
                        .quiet())
                .hasHours(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.timeout(Duration.ZERO))
                .withMessage("timeout: found PT0S, expected PT0.001S to 1 h");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.quiet(Duration.ofNanos(-1)))
                .withMessage("quiet: found PT-0.000000001S, expected PT0S to 1 h");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.quiet(Duration.ofHours(1).plusNanos(1)))
                .withMessageStartingWith("quiet: found PT1H0.000000001S");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatNullPointerException().isThrownBy(() -> OPTIONS.timeout(null)).withMessage("timeout");
        assertThatNullPointerException().isThrownBy(() -> OPTIONS.quiet(null)).withMessage("quiet");
        assertThatNullPointerException().isThrownBy(() -> OPTIONS.format(null)).withMessage("format");
        assertThatNullPointerException().isThrownBy(() -> OPTIONS.detach(null)).withMessage("detach");
        assertThatNullPointerException()
                .isThrownBy(() -> OPTIONS.keyTemplate("s", null))
                .withMessage("template");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.sharedStore(null))
                .withMessage("store: found null, expected text");
    }

    @Test
    void oneOptionLeavesTheOthersAsTheyAre() {
        UserDataOptions all = OPTIONS.sharedStore("Clans")
                .detach(entry -> UserDataOptions.Detach.Outcome.remove())
                .keyTemplate("A", "{userId}")
                .format(UserDataOptions.Format.ZIP)
                .timeout(Duration.ofSeconds(3))
                .quiet(Duration.ofSeconds(4))
                .sharedStore("Guilds")
                .sharedStore("Clans");
        assertThat(all.sharedStores()).containsExactlyInAnyOrder("Clans", "Guilds");
        assertThat(all.detach()).isPresent();
        assertThat(all.keyTemplates()).hasSize(1);
        assertThat(all.format()).isEqualTo(UserDataOptions.Format.ZIP);
        assertThat(all.timeout()).hasSeconds(3);
        assertThat(all.quiet()).hasSeconds(4);
    }

    @Test
    void aRewriteKeepsACopyOfTheMetadata() {
        Map<String, String> metadata = new java.util.HashMap<>(Map.of("a", "b"));
        var outcome = (UserDataOptions.Detach.Rewrite)
                UserDataOptions.Detach.Outcome.rewrite(com.google.gson.JsonNull.INSTANCE, metadata);
        metadata.clear();
        assertThat(outcome.metadata()).containsExactly(Map.entry("a", "b"));
    }
}
