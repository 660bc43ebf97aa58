package dev.datasave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.ReleaseReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The commands of operators, beside a living server of the game on the same SQLite file. */
class OperatingTest extends OperatorsGame {
    private static final String ODD = "<b>\u202Eevil\u001B[2J/'\"";

    private Profile<Bag> withSword(String key) {
        Profile<Bag> profile = online(key, "user-" + key);
        profile.update(bag -> new Bag(10, List.of("shield", "sword")));
        var unused = profile.saveAsync().join();
        return profile;
    }

    @Test
    void playerWhoLostAnItemAnHourAgoGetsItBackWhileHeIsOnline() {
        Profile<Bag> steve = withSword("steve");
        steve.update(bag -> new Bag(12, List.of("shield")));
        var unused = steve.saveAsync().join();

        JsonArray entries = json("ls", "--person", "user-steve").getAsJsonArray("entries");
        assertThat(entries).hasSize(1);
        String key = entries.get(0).getAsJsonObject().get("key").getAsString();
        assertThat(key).isEqualTo("steve");

        ok("history", "Bag", key, "--since", "1h", "--changes");
        assertThat(out).contains("  - $.items[1] \"sword\"");
        JsonArray revisions =
                json("history", "Bag", key, "--since", "1h", "--changes").getAsJsonArray("revisions");
        assertThat(revisions.get(0).getAsJsonObject().getAsJsonArray("changes")).hasSize(2);
        long now = revisions.get(0).getAsJsonObject().get("revision").getAsLong();
        long before = revisions.get(1).getAsJsonObject().get("revision").getAsLong();
        ok("diff", "Bag", key, Long.toString(before), Long.toString(now));
        assertThat(out).contains("- $.items[1] \"sword\"", "~ $.coins 10 -> 12");

        ok(
                "edit",
                "Bag",
                key,
                "--add",
                "/items/-=\"sword\"",
                "--seen",
                Long.toString(now),
                "--why",
                "ticket 12",
                "--who",
                "alice",
                "--yes");
        assertThat(out).contains("+ $.items[1] \"sword\"", "by the server that has the profile");
        assertThat(steve.data()).isEqualTo(new Bag(12, List.of("shield", "sword")));
        assertThat(steve.isActive()).isTrue();

        ok("audit", "Bag", key);
        assertThat(out).contains("alice", "edit", "done", "Bag/steve", "ticket 12");
        ok("history", "Bag", key);
        assertThat(out).contains("alice: ticket 12");
    }

    @Test
    void secondOperatorSeesWhatTheFirstHasChanged() {
        withSword("k");
        String seen = json("show", "Bag", "k").get("revision").getAsString();
        ok("edit", "Bag", "k", "--replace", "/coins=11", "--seen", seen, "--why", "ticket 1", "--yes");
        assertThat(run("edit", "Bag", "k", "--replace", "/coins=12", "--seen", seen, "--why", "ticket 2", "--yes"))
                .isEqualTo(1);
        assertThat(out).contains("expected " + seen, "this has changed since:", "~ $.coins 10 -> 11");
        assertThat(run(
                        "edit",
                        "Bag",
                        "k",
                        "--remove",
                        "/coins",
                        "--seen",
                        seen,
                        "--why",
                        "ticket 2",
                        "--yes",
                        "--json"))
                .isEqualTo(1);
        assertThat(out).contains("\"outcome\": \"Conflict\"");
    }

    @Test
    void profileIsRolledBackPinnedReleasedAndFoundElsewhere() {
        Profile<Bag> profile = withSword("k");
        String good = json("show", "Bag", "k").get("revision").getAsString();
        profile.update(bag -> new Bag(0, List.of()));
        var unused = profile.saveAsync().join();
        CompletableFuture<ReleaseReason> released = new CompletableFuture<>();
        profile.onRelease(released::complete);
        ok("rollback", "Bag", "k", good, "--why", "ticket 3", "--yes");
        assertThat(out).contains("+ $.items[1] \"sword\"", "rolled back to revision " + good, "to undo it: rollback");
        assertThat(released.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(ReleaseReason.ROLLED_BACK);
        var unusedResult = profile.releaseAsync().join();
        ok("pin", "Bag", "k", good, "--name", "before the loss", "--why", "ticket 3");
        ok("history", "Bag", "k");
        assertThat(out).contains("rollback to revision " + good, "pinned as before the loss");
        ok("pin", "Bag", "k", good, "--remove", "--why", "ticket 3");
        Profile<Bag> again = online("k", "user-k");
        ok("who", "Bag", "k");
        assertThat(out).contains("server lobby (").contains("has it, since");
        ok("release", "Bag", "k", "--why", "ticket 3", "--yes");
        assertThat(again.isActive()).isFalse();
        ok("who", "Bag", "k");
        assertThat(out).contains("no server has it");
        assertThat(run("release", "Bag", "k", "--why", "ticket 3", "--yes")).isEqualTo(1);
        online("k", "user-k");
        ok("release", "Bag", "k", "--steal", "--why", "ticket 3", "--yes");
        assertThat(run("rollback", "Bag", "k", "999", "--why", "ticket 3", "--yes"))
                .isEqualTo(1);
        assertThat(out).contains("revision 999 never was, or is not kept any more; the newest that are there: ");
        assertThat(run("diff", "Bag", "k", "999")).isEqualTo(1);
        assertThat(run("show", "Bag", "k", "--revision", "999")).isEqualTo(1);
        ok("show", "Bag", "k", "--revision", good);
        assertThat(out).contains("\"sword\"");
    }

    @Test
    void messagesAreListedAndTakenBack() {
        withSword("k");
        assertThat(bags.messageAsync("k", new Gift("bow")).join()).isInstanceOf(Message.Outcome.Sent.class);
        ok("messages", "Bag", "k");
        assertThat(out).contains("Gift", "never", "{\"text\":\"bow\"}");
        String id = json("messages", "Bag", "k")
                .getAsJsonArray("messages")
                .get(0)
                .getAsJsonObject()
                .get("id")
                .getAsString();
        assertThat(run("messages", "Bag", "k", "--resend", id, "--why", "ticket 4"))
                .isEqualTo(1);
        ok("messages", "Bag", "k", "--withdraw", id, "--why", "ticket 4");
        assertThat(json("messages", "Bag", "k").getAsJsonArray("messages")).isEmpty();
    }

    @Test
    void personIsExportedAndErasedAndGoneFromTheLog() throws IOException {
        withSword("k");
        ok("edit", "Bag", "k", "--replace", "/coins=11", "--why", "steve asked", "--yes");
        Path export = folder.resolve("k.json");
        ok("export-user", "user-k", "--to", export.toString(), "--why", "ticket 5");
        assertThat(Files.readString(export)).contains("sword", "steve asked");
        assertThat(run("export-user", "user-k", "--to", export.toString(), "--why", "ticket 5"))
                .isEqualTo(2);
        assertThat(run("erase-user", "user-k", "--why", "user-k asked", "--yes"))
                .isEqualTo(2);
        ok("erase-user", "user-k", "--why", "ticket 6", "--yes");
        assertThat(out).contains("complete: nothing is left");
        ok("audit");
        assertThat(out).contains("(erased)", "erase", "ticket 6").doesNotContain("steve", "user-k", "Bag/k");
        assertThat(json("ls", "--person", "user-k").getAsJsonArray("entries")).isEmpty();
    }

    @Test
    void storesServersCountsAndHealthAreShown() {
        withSword("k");
        ok("ls");
        assertThat(out).contains("STORE", "Bag", "~lease");
        ok("ls", "Bag", "k");
        assertThat(out).contains("user-k", "lobby");
        assertThat(json("ls", "Bag").getAsJsonArray("entries")).hasSize(1);
        assertThat(json("ls", "--held-by", "lobby").getAsJsonArray("entries")).hasSize(1);
        assertThat(json("ls", "Bag", "--score", "1..").getAsJsonArray("entries"))
                .isEmpty();
        assertThat(run("ls", "--held-by", "nobody")).isEqualTo(1);
        ok("servers");
        assertThat(out).contains("lobby", "alive");
        assertThat(json("servers")
                        .getAsJsonArray("servers")
                        .get(0)
                        .getAsJsonObject()
                        .get("profilesHeld")
                        .getAsInt())
                .isEqualTo(1);
        ok("stats");
        assertThat(json("stats").get("servers").getAsInt()).isEqualTo(1);
        ok("doctor", "--thorough");
        assertThat(out).contains("ok       clock", "ok       entries", "ok       files and indexes");
        assertThat(json("doctor").getAsJsonArray("findings")).hasSize(8);
        assertThat(json("who", "Bag", "k")
                        .getAsJsonObject("owner")
                        .get("server")
                        .getAsString())
                .isEqualTo("lobby");
    }

    @Test
    void textsOfPlayersNeverControlTheTerminal() {
        Profile<Bag> profile = online(ODD, "user-" + ODD);
        profile.update(bag -> new Bag(1, List.of(ODD)));
        profile.metadata("name", ODD);
        var unused = profile.saveAsync().join();
        for (String[] command : new String[][] {
            {"ls", "Bag"},
            {"ls", "Bag", "--json"},
            {"show", "Bag", ODD},
            {"show", "Bag", ODD, "--json"},
            {"history", "Bag", ODD},
            {"diff", "Bag", ODD, "1"},
            {"who", "Bag", ODD},
            {"edit", "Bag", ODD, "--replace", "/coins=2", "--why", ODD, "--yes"},
            {"audit"},
            {"audit", "--json"},
            {"ls", "--limit", "1"}
        }) {
            ok(command);
            assertThat(out).as(command[0]).doesNotContain("\u202E", "\u001B").isNotEmpty();
        }
        assertThat(json("show", "Bag", ODD).get("key").getAsString()).isEqualTo(ODD);
        assertThat(run("show", "Bag", ODD + "?")).isEqualTo(1);
        assertThat(out).contains("found nothing under this key").doesNotContain("\u001B");
    }

    @Test
    void whatIsNotThereAndWhatCanNotBeReadHasAnAnswer() throws IOException {
        withSword("k");
        assertThat(run("show", "Nowhere", "k")).isEqualTo(1);
        assertThat(out).contains("Nowhere/k: found nothing under this key, expected a profile");
        for (String command : List.of("who", "history", "edit", "rollback", "release", "pin")) {
            List<String> args = new ArrayList<>(List.of(command, "Bag", "nobody"));
            args.addAll(
                    switch (command) {
                        case "edit" -> List.of("--remove", "/x", "--why", "w", "--yes");
                        case "rollback" -> List.of("1", "--why", "w", "--yes");
                        case "release" -> List.of("--why", "w", "--yes");
                        case "pin" -> List.of("1", "--name", "n", "--why", "w");
                        default -> List.of();
                    });
            assertThat(run(args.toArray(String[]::new))).as(command).isEqualTo(1);
            assertThat(out).contains("Bag/nobody: ");
        }
        assertThat(run("show", "~audit", "x")).isEqualTo(2);
        assertThat(err).contains("names that begin with ~ are DataSave's own");
        assertThat(run("edit", "Bag", "k", "--remove", "/pets", "--why", "w", "--yes"))
                .isEqualTo(1);
        assertThat(out).startsWith("Bag/k: patch: it doesn't fit the data");
        assertThat(run("edit", "Bag", "k", "--remove", "/coins", "--why", "w")).isEqualTo(2);
        assertThat(err).contains("expected --yes");
        assertThat(runPlain("show", "Bag", "k", "--jdbc-url", "jdbc:sqlite:" + folder.resolve("none.db")))
                .isEqualTo(3);
        assertThat(err).contains("none.db: found no such file or folder");
        Path broken = Files.writeString(folder.resolve("broken.db"), "no database ".repeat(100));
        assertThat(runPlain("doctor", "--jdbc-url", "jdbc:sqlite:" + broken)).isEqualTo(3);
        assertThat(err).startsWith("doctor: ").doesNotContain("\tat ");
        assertThat(runPlain("ls", "--jdbc-url", "players.db")).isEqualTo(2);
    }

    @Test
    void shellsAreTaughtToCompleteTheCommands() {
        assertThat(runPlain("generate-completion")).isZero();
        assertThat(out).contains("complete -F", "rollback", "--jdbc-url");
    }
}
