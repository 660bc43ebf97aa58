package dev.datasave.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.Profile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does, page by page, each by a link or form of the page before. */
@Timeout(120)
class OperatorsTaskTest {
    @TempDir
    private Path folder;

    private ConsoleGround ground;

    @BeforeEach
    void begin() {
        ground = new ConsoleGround(folder);
    }

    @AfterEach
    void end() {
        ground.close();
    }

    @Test
    void itemThatWasLostAnHourAgoIsGivenBackFromHistoryWhileThePlayerIsOnline() {
        Profile<ConsoleGround.Bag> steve = ground.rich("8421");
        steve.onReplaced(replaced -> {});
        ground.save(steve, new ConsoleGround.Bag(12, List.of("shield")));
        Browser alice = ground.alice();
        assertThat(alice.get("/find?user=user-8421")).contains("8421", "lobby");
        alice.get(alice.link("8421"));
        assertThat(alice.status()).isEqualTo(200);
        String changes = alice.get(alice.link("What revision 3 has changed"));
        assertThat(changes).contains("removed", "$.items[1]", "&quot;sword&quot;", "$.coins");
        String preview = alice.get(alice.link("Restore revision 2"));
        assertThat(preview).contains("added", "$.items[1]", "Yes, I mean", "Bag/8421", "Restore revision 2: Bag/8421");
        String seen = alice.field("seen");
        String done = alice.post(alice.action(), "step", "do", "seen", seen, "why", "ticket 12", "confirm", "Bag/8421");
        assertThat(alice.status()).isEqualTo(200);
        assertThat(done).contains("rolled back to revision 2", "by the server that has the profile", "Undo it");
        assertThat(steve.isActive()).isTrue();
        assertThat(steve.data().items()).containsExactly("shield", "sword");
        String audit = alice.get("/audit");
        assertThat(audit).contains("admin", "rollback", "done", "Bag/8421", "ticket 12");
    }

    @Test
    void oneItemIsGivenBackByAnEdit() {
        Profile<ConsoleGround.Bag> steve = ground.online("k");
        ground.save(steve, new ConsoleGround.Bag(1, List.of("shield")));
        Browser alice = ground.alice();
        alice.get("/profile?store=Bag&key=k");
        alice.get(alice.link("Edit"));
        String seen = alice.field("seen");
        String form = alice.action();
        String preview = alice.post(
                form, "step", "preview", "seen", seen, "op", "add", "path", "/items/-", "value", "\"sword\"");
        assertThat(preview).contains("What would change", "$.items[1]");
        assertThat(alice.post(
                        form,
                        "step",
                        "do",
                        "seen",
                        seen,
                        "patch",
                        alice.field("patch"),
                        "why",
                        "ticket 1",
                        "confirm",
                        "Bag/k"))
                .contains("edited, revision");
        assertThat(steve.data().items()).containsExactly("shield", "sword");
    }

    @Test
    void secondOfTwoOperatorsIsToldAndSeesTheDifference() {
        Profile<ConsoleGround.Bag> steve = ground.rich("k");
        Browser alice = ground.alice();
        Browser bob = ground.alice();
        String form = "/profile/act/edit?store=Bag&key=k";
        alice.get(form);
        bob.get(form);
        String seen = alice.field("seen");
        assertThat(bob.field("seen")).isEqualTo(seen);
        String[] first = {
            "step", "do", "seen", seen, "op", "replace", "path", "/coins", "value", "11", "why", "t", "confirm", "Bag/k"
        };
        assertThat(alice.post(form, first)).contains("edited");
        String[] second = {
            "step", "do", "seen", seen, "op", "replace", "path", "/coins", "value", "99", "why", "t", "confirm", "Bag/k"
        };
        assertThat(bob.post(form, second))
                .contains(
                        "was changed since you looked at it", "What has changed since", "$.coins", "Nothing was done");
        assertThat(bob.status()).isEqualTo(409);
        assertThat(steve.data().coins()).isEqualTo(11);
    }

    @Test
    void nothingIsDoneWithoutAReasonOrTheName() {
        Profile<ConsoleGround.Bag> steve = ground.rich("k");
        Browser alice = ground.alice();
        String form = "/profile/act/wipe?store=Bag&key=k";
        assertThat(alice.get(form)).contains("To confirm, type");
        assertThat(alice.post(form, "step", "do", "why", "", "confirm", "Bag/k"))
                .contains("Nothing was done");
        assertThat(alice.status()).isEqualTo(422);
        assertThat(alice.post(form, "step", "do", "why", "t", "confirm", "Bag/K"))
                .contains("another name");
        assertThat(alice.post(form, "step", "do", "why", "t", "confirm", "")).contains("Nothing was done");
        assertThat(steve.isActive()).isTrue();
        assertThat(alice.get("/audit")).contains("No operator has done anything.");
        assertThat(alice.post(form, "step", "do", "why", "t", "confirm", "Bag/k"))
                .contains("wiped");
        assertThat(alice.get("/profile?store=Bag&key=k")).contains("Restoring a revision brings it back");
    }

    @Test
    void revisionIsPinnedProfileIsReleasedAndStolen() {
        Profile<ConsoleGround.Bag> steve = ground.rich("k");
        ground.save(steve, new ConsoleGround.Bag(0, List.of()));
        Browser alice = ground.alice();
        String pin = "/profile/act/pin?store=Bag&key=k&revision=2";
        alice.get(pin);
        assertThat(alice.post(pin, "step", "do", "name", "before the loss", "why", "t", "confirm", "Bag/k"))
                .contains("pinned revision 2");
        assertThat(alice.get("/profile?store=Bag&key=k")).contains("kept as <bdi>before the loss");
        assertThat(alice.post(
                        "/profile/act/unpin?store=Bag&key=k&revision=2", "step", "do", "why", "t", "confirm", "Bag/k"))
                .contains("unpinned");
        assertThat(alice.post("/profile/act/release?store=Bag&key=k", "step", "do", "why", "t", "confirm", "Bag/k"))
                .contains("released");
        assertThat(steve.isActive()).isFalse();
        ground.online("k");
        assertThat(alice.post("/profile/act/steal?store=Bag&key=k", "step", "do", "why", "t", "confirm", "Bag/k"))
                .contains("stolen");
    }

    @Test
    void messageIsShownAndTakenBack() {
        record Gift(long coins) {}
        ground.rich("k");
        var unused = ground.bags.messageAsync("k", new Gift(3)).join();
        Browser alice = ground.alice();
        assertThat(alice.get("/messages?store=Bag&key=k")).contains("Gift", "&quot;coins&quot;:3");
        String link = alice.link("withdraw");
        alice.get(link);
        assertThat(alice.post(alice.action(), "step", "do", "why", "t", "confirm", "Bag/k"))
                .contains("message withdrawn");
        assertThat(alice.get("/messages?store=Bag&key=k")).contains("No message waits");
    }

    @Test
    void personIsExportedAndErasedAndFoundNowhere() {
        ground.rich("k");
        Browser alice = ground.alice();
        assertThat(alice.get("/person?user=user-k")).contains("Bag/k", "user id");
        assertThat(alice.post("/person/export?user=user-k", "why", "ticket 5", "confirm", "user-k"))
                .contains("sword");
        assertThat(alice.header("Content-Disposition")).startsWith("attachment");
        alice.get("/person?user=user-k");
        assertThat(alice.post("/person/erase?user=user-k", "why", "user-k asked", "confirm", "user-k"))
                .contains("found the user id in it");
        String page = alice.post("/person/erase?user=user-k", "why", "ticket 6", "confirm", "user-k");
        while (page.contains("id=\"running\"")) {
            page = alice.get(alice.link("Look again"));
            Thread.onSpinWait();
        }
        assertThat(page).contains("Complete: nothing is left");
        assertThat(alice.get("/audit")).contains("ticket 6", "(erased)").doesNotContain("user-k", "Bag/k");
        assertThat(alice.get("/find?user=user-k")).contains("Nothing was found");
        assertThat(alice.get("/profile?store=Bag&key=k"))
                .contains("This was removed. No earlier revision is kept, so nothing brings it back.")
                .doesNotContain("sword", "user-k", "A shared record");
        for (String bookmark : List.of(
                "/profile/diff?store=Bag&key=k&from=1&to=2",
                "/profile/tree?store=Bag&key=k&revision=2",
                "/profile/act/rollback?store=Bag&key=k&revision=2")) {
            assertThat(alice.get(bookmark))
                    .as(bookmark)
                    .contains("role=\"alert\"")
                    .doesNotContain("sword");
            assertThat(alice.status()).as(bookmark).isEqualTo(404);
        }
    }
}
