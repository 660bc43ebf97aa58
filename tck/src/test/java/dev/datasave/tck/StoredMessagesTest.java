package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.datasave.DataSave;
import dev.datasave.EditOutcome;
import dev.datasave.EditOutcome.Where;
import dev.datasave.Message;
import dev.datasave.Paging;
import dev.datasave.Profile;
import dev.datasave.ProfileVersion;
import dev.datasave.ReleaseReason;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Messages and requests that older builds have stored, and what profiles remember of them (P11, P13). */
class StoredMessagesTest extends ReadingFixtures {

    StoredMessagesTest(StoredFixture fixture) {
        super(fixture);
    }

    private List<Message.Pending> pending(DataSave server, String key) {
        return network.await(store(server).pendingMessagesAsync(key));
    }

    /** The one message that stands and has that text in it. */
    private Entry message(String text) {
        List<Entry> found = standing("~message").stream()
                .filter(entry -> String.valueOf(entry.content().value()).contains("\"" + text + "\""))
                .toList();
        assertThat(found).as("messages with " + text).hasSize(1);
        return found.getFirst();
    }

    private static void is(Message.Pending message, String payload, Optional<String> expires, boolean isDead) {
        assertThat(message.payload()).isEqualTo(JsonParser.parseString(payload));
        assertThat(message.type()).isEqualTo("Gift");
        assertThat(message.from()).isEqualTo("lobby");
        assertThat(second(message.sent())).isEqualTo(at("00:03:00"));
        assertThat(message.expires().map(ReadingFixtures::second)).isEqualTo(expires.map(ReadingFixtures::at));
        assertThat(message.isDead()).isEqualTo(isDead);
    }

    @Test
    @DisplayName("messages that wait and one that has expired are listed, and none that was withdrawn")
    void areListed() {
        List<Message.Pending> messages = pending(reader(), "mail");
        assertThat(messages).hasSize(3);
        is(messages.get(0), "{\"name\":\"hat\",\"coins\":1}", Optional.empty(), false);
        is(messages.get(1), "{\"name\":\"cake\",\"coins\":2}", Optional.of("01:03:00"), false);
        is(messages.get(2), "{\"name\":\"milk\",\"coins\":4}", Optional.of("00:03:01"), true);
    }

    @Test
    @DisplayName("messages that wait are delivered in order, once")
    void areDeliveredOnce() {
        DataSave server = reader();
        Profile<Purse> profile = taking(server, "mail");
        assertThat(profile.data()).isEqualTo(purse(4, "hat", "cake"));
        saved(profile.releaseAsync());
        network.advance(seconds(1));
        assertThat(taking(server("other"), "mail").data()).isEqualTo(purse(4, "hat", "cake"));
        assertThat(pending(server, "mail")).extracting(Message.Pending::isDead).containsExactly(true);
    }

    @Test
    @DisplayName("a message expires when it was said to")
    void expire() {
        DataSave server = reader();
        network.jumpStorageClock(Duration.ofMinutes(50));
        network.advance(Duration.ofSeconds(70));
        assertThat(pending(server, "mail")).extracting(Message.Pending::isDead).containsExactly(false, false, true);
        network.jumpStorageClock(Duration.ofMinutes(10));
        network.advance(Duration.ofSeconds(70));
        assertThat(events).contains("reader messageExpired Gift of mail");
        assertThat(taking(server, "mail").data()).isEqualTo(purse(2, "hat"));
    }

    @Test
    @DisplayName("a message whose effect is stored is not delivered again, though it still stands, and then removed")
    void consumed() {
        DataSave server = reader();
        EntryId message = message("ring").id();
        assertThat(taking(server, "marks").data()).isEqualTo(purse(4, "ring"));
        assertThat(stands(message)).isFalse();
    }

    @Test
    @DisplayName("a message that is addressed to a server is found by it there")
    void addressed() {
        fixture.with(id -> !id.store().equals("~message")).into(network, disk);
        DataSave server = server("reader");
        Profile<Purse> profile = taking(server, "asked-message");
        assertThat(profile.data()).isEqualTo(purse(50));
        StoredFixture.Revisions before = fixture.revisions("Purse", "asked-message");
        fixture.with(id -> id.store().equals("~message"))
                .with(incarnation(before.current()), server.incarnation())
                .into(network, disk);
        network.advance(seconds(5));
        assertThat(profile.data()).isEqualTo(purse(52, "new"));
    }

    @Test
    @DisplayName("P13: an edit by name that stands as a request is carried out, with the reason in history")
    void anEditThatWasAskedFor() {
        DataSave server = reader();
        Profile<Purse> profile = taking(server, "asked-edit");
        assertThat(profile.data()).isEqualTo(purse(40));
        assertThat(notes(server, "asked-edit")).contains(new ProfileVersion.Note("edit fine", "spam", "lobby"));
        saved(profile.releaseAsync());
        assertThat(taking(server("other"), "asked-edit").data()).as("once").isEqualTo(purse(40));
    }

    private List<ProfileVersion.Note> notes(DataSave server, String key) {
        return network
                .await(store(server).profileVersionsAsync(key, ProfileVersion.Range.all(), Paging.first(100)))
                .items()
                .stream()
                .flatMap(version -> version.note().stream())
                .toList();
    }

    @Test
    @DisplayName("P13: a rollback that stands as a request is carried out")
    void aRollbackThatWasAskedFor() {
        DataSave server = reader();
        Profile<Purse> profile = loaded(server, "asked-rollback");
        List<ReleaseReason> reasons = new ArrayList<>();
        profile.onRelease(reasons::add);
        network.advance(seconds(3));
        assertThat(reasons).containsExactly(ReleaseReason.ROLLED_BACK);
        assertThat(view(server, "asked-rollback").data()).isEqualTo(Purse.fresh());
        assertThat(notes(server, "asked-rollback"))
                .contains(new ProfileVersion.Note("rollback to revision 1", "bug", "lobby"));
    }

    @Test
    @DisplayName("P13: a message that is to be sent again, as a request, comes once")
    void aMessageThatWasAskedForAgain() {
        DataSave server = reader();
        Profile<Purse> profile = taking(server, "asked-again");
        assertThat(profile.data()).isEqualTo(purse(109, "gem"));
        saved(profile.releaseAsync());
        assertThat(taking(server("other"), "asked-again").data()).isEqualTo(purse(109, "gem"));
    }

    @Test
    @DisplayName("P11, P13: a message that is to be edited, as a request, is another when it comes")
    void anEditOfAMessageThatWasAskedFor() {
        DataSave server = reader();
        Profile<Purse> profile = loaded(server, "asked-message");
        network.advance(seconds(3));
        assertThat(FixtureScenario.taking(profile).data()).isEqualTo(purse(50));
        network.advance(seconds(3));
        assertThat(profile.data()).isEqualTo(purse(52, "new"));
    }

    @Test
    @DisplayName("P13: a pin that stands as a request, and comes too late, is answered")
    void aPinThatWasAskedFor() {
        DataSave server = reader();
        EntryId asked = message("asked-pin").id();
        loaded(server, "asked-pin");
        network.advance(seconds(3));
        assertThat(stands(asked)).isFalse();
        assertThat(view(server, "asked-pin").data()).isEqualTo(purse(50));
    }

    @Test
    @DisplayName("P13: the outcome that an owner has left in place of a request is the asker's answer")
    void anOutcome() {
        fixture.with(id -> !id.store().equals("~message")).into(network, disk);
        DataSave owner = server("owner");
        loaded(owner, "told");
        network.kill(owner);
        DataSave asker = server("asker");
        CompletableFuture<EditOutcome> asked = store(asker).editAsync("told", "fine", new JsonPrimitive(8), "rude");
        network.until(() -> standing("~message").size() == 1, seconds(5));
        Entry request = standing("~message").getFirst();
        Entry answer = fixture.of("~message").stream()
                .filter(entry -> String.valueOf(entry.content().system()).contains("outcome"))
                .findFirst()
                .orElseThrow();
        network.storage()
                .write(
                        List.of(Write.put(request.id(), Optional.of(request), answer.writeId(), answer.content())),
                        Atomicity.EACH);
        assertThat(network.await(asked)).isEqualTo(new EditOutcome.Applied(Where.OWNER, 3));
    }
}
