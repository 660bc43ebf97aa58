package dev.datasave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.datasave.Message;
import dev.datasave.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The acts of operators that change more than data, by their commands: wipe, steal, resend, many profiles at once. */
class ActsTest extends OperatorsGame {
    @Test
    void wipedPlayerBeginsAnewUntilTheWipeIsUndone() {
        Profile<Bag> profile = rich("k", "user-k", 10, "sword");
        assertThat(run("wipe", "Bag", "k", "--why", "ticket 7")).isEqualTo(2);
        assertThat(profile.isActive()).isTrue();
        JsonObject wiped = json("wipe", "Bag", "k", "--why", "ticket 7", "--who", "alice", "--yes");
        assertThat(profile.isActive()).isFalse();
        ok("history", "Bag", "k");
        assertThat(out).contains("alice: to be wiped: ticket 7");
        assertThat(run("wipe", "Bag", "k", "--why", "ticket 7", "--yes")).isEqualTo(1);
        assertThat(out).contains("found that it was removed already");
        assertThat(run("wipe", "Bag", "nobody", "--why", "ticket 7", "--yes")).isEqualTo(1);
        assertThat(online("k", "user-k").data()).isEqualTo(Bag.fresh());
        ok("rollback", "Bag", "k", wiped.get("undo").getAsString(), "--why", "ticket 8", "--yes");
        assertThat(online("k", "user-k").data()).isEqualTo(new Bag(10, List.of("sword")));
        ok("audit", "Bag", "k");
        assertThat(out).contains("wipe", "ticket 7", "rollback", "ticket 8");
    }

    @Test
    void stolenProfileSaysWhyInItsHistory() {
        rich("k", "user-k", 10);
        ok("release", "Bag", "k", "--steal", "--why", "ticket 9", "--who", "alice", "--yes");
        ok("history", "Bag", "k");
        assertThat(out).contains("alice: stolen: ticket 9");
    }

    @Test
    void giftThatARollbackTookBackIsSentAgain() {
        Profile<Bag> profile = rich("k", "user-k", 10);
        String before = json("show", "Bag", "k").get("revision").getAsString();
        take(profile, bags.messageAsync("k", new Gift("bow")));
        JsonObject outcome = json("rollback", "Bag", "k", before, "--why", "ticket 10", "--yes");
        String id = outcome.getAsJsonArray("takenBackMessages").get(0).getAsString();
        ok("messages", "Bag", "k", "--resend", id, "--why", "ticket 10");
        Profile<Bag> again = online("k", "user-k");
        assertThat(again.data().items()).isEmpty();
        take(again, null);
        assertThat(again.data().items()).containsExactly("bow");
        assertThat(run("messages", "Bag", "k", "--resend", id, "--why", "ticket 10"))
                .isEqualTo(1);
    }

    private static void take(Profile<Bag> profile, CompletableFuture<Message.Outcome> sent) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        profile.onMessage(Gift.class, message -> {
            assertThat(message.acknowledge(bag ->
                            new Bag(bag.coins(), List.of(message.payload().text()))))
                    .isTrue();
            taken.complete(null);
        });
        if (sent != null) {
            assertThat(sent.join()).isInstanceOf(Message.Outcome.Sent.class);
        }
        taken.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(profile.saveAsync().join()).isNotNull();
    }

    @Test
    void profilesAreFoundByScoreAndServersSayTheirVersion() {
        Profile<Bag> low = rich("low", "user-low", 1);
        low.score(OptionalLong.of(4));
        Profile<Bag> high = rich("high", "user-high", 1);
        high.score(OptionalLong.of(40));
        assertThat(low.saveAsync().join()).isNotNull();
        assertThat(high.saveAsync().join()).isNotNull();
        assertThat(json("ls", "Bag", "--score", "5..").getAsJsonArray("entries"))
                .singleElement()
                .satisfies(
                        entry -> assertThat(entry.getAsJsonObject().get("key").getAsString())
                                .isEqualTo("high"));
        ok("servers");
        assertThat(out).contains("VERSION");
        assertThat(json("servers")
                        .getAsJsonArray("servers")
                        .get(0)
                        .getAsJsonObject()
                        .keySet())
                .contains("version");
    }

    @Test
    void manyProfilesAreChangedAtOnceWhereverTheyAre() throws Exception {
        Profile<Bag> online = rich("a1", "user-a1", 10, "old");
        rich("a2", "user-a2", 20, "old").releaseAsync().join();
        rich("a3", "user-a3", 30, "new").releaseAsync().join();
        rich("b1", "user-b1", 40, "old").releaseAsync().join();
        Path patch = Files.writeString(folder.resolve("patch.json"), """
                [{"op": "test", "path": "/items/0", "value": "old"},
                 {"op": "replace", "path": "/items/0", "value": "new"}]""");
        String file = patch.toString();
        ok("edit-all", "Bag", "--patch", file, "--prefix", "a", "--why", "ticket 11", "--dry-run");
        assertThat(out)
                .contains("2 of 3 profiles would be changed; 0 are so already, the change does not fit 1, 0 failed");
        assertThat(online.data().items()).containsExactly("old");
        assertThat(run("edit-all", "Bag", "--patch", file, "--why", "ticket 11"))
                .isEqualTo(2);
        ok("edit-all", "Bag", "--patch", file, "--prefix", "a", "--why", "ticket 11", "--who", "alice", "--yes");
        assertThat(out).contains("2 of 3 profiles were changed");
        assertThat(online.data()).isEqualTo(new Bag(10, List.of("new")));
        assertThat(online.isActive()).isTrue();
        ok("show", "Bag", "a2");
        assertThat(out).contains("\"new\"");
        ok("show", "Bag", "b1");
        assertThat(out).contains("\"old\"");
        ok("history", "Bag", "a2");
        assertThat(out).contains("alice: ticket 11");
        ok("audit");
        assertThat(out).contains("edit-all", "ticket 11", "changed 2 of 3");
        assertThat(run("edit-all", "~audit", "--remove", "/x", "--why", "w", "--yes"))
                .isEqualTo(2);
        Files.writeString(patch, "{}");
        assertThat(run("edit-all", "Bag", "--patch", file, "--why", "w", "--yes"))
                .isEqualTo(2);
        assertThat(err).contains("patch: found an object, expected an array");
    }
}
