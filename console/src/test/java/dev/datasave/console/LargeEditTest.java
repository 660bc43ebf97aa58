package dev.datasave.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.Profile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Edits as large as a value may be (4 MiB), through the form, of a player who is online. */
@Timeout(120)
class LargeEditTest {
    private static final String FORM = "/profile/act/edit?store=Bag&key=k";

    @TempDir
    private Path folder;

    private ConsoleGround ground;
    private Profile<ConsoleGround.Bag> steve;
    private Browser alice;

    @BeforeEach
    void begin() {
        ground = new ConsoleGround(folder);
        steve = ground.rich("k");
        alice = ground.alice();
    }

    @AfterEach
    void end() {
        ground.close();
    }

    private String edit(String items) {
        alice.get(FORM);
        String seen = alice.field("seen");
        String preview =
                alice.post(FORM, "step", "preview", "seen", seen, "op", "replace", "path", "/items", "value", items);
        assertThat(alice.status()).isEqualTo(200);
        assertThat(preview).contains("What would change");
        return alice.post(
                FORM, "step", "do", "seen", seen, "patch", alice.field("patch"), "why", "t", "confirm", "Bag/k");
    }

    @Test
    void aTextOfNearlyFourMebibytesIsStored() {
        String text = "x".repeat((4 << 20) - 1024);
        assertThat(edit("[\"" + text + "\"]")).contains("edited, revision");
        assertThat(steve.data().items()).containsExactly(text);
    }

    /** In a form, each byte of these is three characters. */
    @Test
    void twoMillionUmlautsAreStored() {
        String text = "ä".repeat((2 << 20) - 512);
        assertThat(edit("[\"" + text + "\"]")).contains("edited, revision");
        assertThat(steve.data().items()).containsExactly(text);
    }

    /** A change of so many places is larger than a message to the server that has the profile. */
    @Test
    void changesThatAreTooManyForAMessageAreRefusedAndNothingIsDone() {
        assertThat(edit("[" + String.join(",", Collections.nCopies(200_000, "\"a\"")) + "]"))
                .contains("expected 0 to 4194304 bytes");
        assertThat(steve.data().items()).isEqualTo(List.of("shield", "sword"));
        assertThat(alice.get("/audit")).contains("not done");
    }

    @Test
    void whatIsLargerThanAValueMayBeIsRefusedAndChangesNothing() {
        String text = "x".repeat(4 << 20);
        alice.get(FORM);
        String seen = alice.field("seen");
        alice.post(
                FORM,
                "step",
                "do",
                "seen",
                seen,
                "op",
                "replace",
                "path",
                "/items",
                "value",
                "[\"" + text + "\"]",
                "why",
                "t",
                "confirm",
                "Bag/k");
        assertThat(alice.status()).isEqualTo(422);
        alice.post(
                FORM,
                "step",
                "preview",
                "seen",
                seen,
                "op",
                "replace",
                "path",
                "/items",
                "value",
                "x".repeat(13 << 20));
        assertThat(alice.status()).isEqualTo(413);
        assertThat(steve.data().items()).isEqualTo(List.of("shield", "sword"));
        assertThat(steve.isActive()).isTrue();
    }
}
