package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.Transaction;
import dev.datasave.WipeResult;
import dev.datasave.tck.network.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Withdrawing and editing messages that wait (P11), done by whoever holds the profile, and by a checked write where nobody does. */
class MessageChangeTest extends MailOnNetwork {
    private final DataSave a = server("a");
    private final DataSave b = server("b");

    /** Where the profile is. */
    enum Where {
        NEVER_EXISTED,
        OFFLINE,
        HERE,
        ELSEWHERE,
        ELSEWHERE_WITHOUT_SIGNALS,
        HELD_BY_THE_DEAD
    }

    @BeforeEach
    void leasesAreWritten() {
        network.advance(seconds(1));
    }

    private void put(Where where) {
        switch (where) {
            case NEVER_EXISTED -> {}
            case OFFLINE -> saved(load(purses(a), "carol").releaseAsync());
            case HERE -> load(purses(a), "carol");
            case ELSEWHERE -> load(purses(b), "carol");
            case ELSEWHERE_WITHOUT_SIGNALS -> {
                load(purses(b), "carol");
                network.faults(Faults.calm().withoutSignals());
            }
            case HELD_BY_THE_DEAD -> {
                load(purses(b), "carol");
                network.kill(b);
                network.advance(seconds(15));
            }
        }
    }

    private Message.Change withdraw(String id) {
        return network.await(purses(a).withdrawMessageAsync("carol", id));
    }

    private Message.Change edit(String id, Object message) {
        return network.await(purses(a).editMessageAsync("carol", id, message));
    }

    private Profile<Purse> whoeverLoadsIt() {
        Profile<Purse> carol = loadTaking(network.server("c"), "carol");
        network.advance(seconds(5));
        return carol;
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    @DisplayName("P11: a withdrawn message is never delivered, wherever its profile is")
    void withdrawn(Where where) {
        put(where);
        String sword = send(a, "carol", new Gift("sword", 5));
        String shield = send(a, "carol", new Gift("shield", 7));
        assertThat(withdraw(sword)).isEqualTo(new Message.Change.Done());
        assertThat(withdraw(sword)).isEqualTo(new Message.Change.NotPending());
        assertThat(pending(purses(a), "carol")).extracting(Message.Pending::id).containsExactly(shield);
        assertThat(whoeverLoadsIt().data()).isEqualTo(new Purse(7, List.of("shield")));
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    @DisplayName("P11: an edited message is delivered as it is now, under the same id, wherever its profile is")
    void edited(Where where) {
        put(where);
        String id = send(a, "carol", new Gift("sword", 5));
        send(a, "carol", new Gift("shield", 7));
        assertThat(edit(id, new Gift("golden sword", 50))).isEqualTo(new Message.Change.Done());
        List<Message.Pending> pending = pending(purses(a), "carol");
        assertThat(pending).hasSize(2);
        assertThat(pending.getFirst().id()).isEqualTo(id);
        assertThat(pending.getFirst().from()).isEqualTo("a");
        assertThat(pending.getFirst().payload())
                .isEqualTo(JsonParser.parseString("{\"name\":\"golden sword\",\"coins\":50}"));
        assertThat(whoeverLoadsIt().data()).isEqualTo(new Purse(57, List.of("golden sword", "shield")));
        assertThat(edit(id, new Gift("nothing", 0))).isEqualTo(new Message.Change.NotPending());
    }

    @Test
    @DisplayName("P11: what a session has acknowledged can't be withdrawn any more, saved or not")
    void acknowledgedIsNotPending() {
        loadTaking(b, "carol");
        String id = send(a, "carol", new Gift("sword", 5));
        network.advance(seconds(1));
        assertThat(entry("carol").content().value()).doesNotContain("sword");
        assertThat(withdraw(id)).isEqualTo(new Message.Change.NotPending());
        assertThat(entry("carol").content().value())
                .as("the answer is only true if it is stored")
                .contains("sword");
        assertThat(whoeverLoadsIt().data().coins()).isEqualTo(5);
    }

    @Test
    @DisplayName(
            "P11: what was acknowledged before the profile was removed does not wait any more, and can't be withdrawn")
    void acknowledgedBeforeARemovalIsNotPending() {
        network.breakWrites(write -> write.id().store().equals("~message")
                && write.content() != null
                && write.content().value() == null);
        Profile<Purse> carol = loadTaking(b, "carol");
        String id = send(a, "carol", new Gift("sword", 5));
        network.until(() -> carol.data().coins() == 5, seconds(5));
        saved(carol.saveAsync());
        assertThat(network.await(purses(a).wipeProfileAsync("carol"))).isInstanceOf(WipeResult.Wiped.class);
        network.breakWrites(write -> false);

        assertThat(pending(purses(a), "carol")).isEmpty();
        assertThat(withdraw(id)).isEqualTo(new Message.Change.NotPending());
        assertThat(network.await(a.transactAsync(
                        Transaction.Participants.of().and(purses(a), "carol", id),
                        tx -> tx.withdrawMessage(purses(a), "carol", id))))
                .isEqualTo(new Transaction.Result.Declined());
    }

    @Test
    @DisplayName(
            "P11: a message in the game's hands that was withdrawn can't be acknowledged; an edited one comes anew")
    void messagesInTheGamesHands() {
        Profile<Purse> carol = load(purses(b), "carol");
        List<Message<Purse, Gift>> heard = new ArrayList<>();
        carol.onMessage(Gift.class, heard::add);
        String sword = send(a, "carol", new Gift("sword", 5));
        String shield = send(a, "carol", new Gift("shield", 7));
        network.advance(seconds(1));
        assertThat(heard).hasSize(2);
        assertThat(withdraw(sword)).isEqualTo(new Message.Change.Done());
        assertThat(edit(shield, new Gift("golden shield", 70))).isEqualTo(new Message.Change.Done());
        network.advance(seconds(1));
        assertThat(heard).hasSize(3);
        assertThat(heard.get(0).acknowledge(purse -> with(purse, heard.get(0).payload())))
                .isFalse();
        assertThat(heard.get(1).acknowledge(purse -> with(purse, heard.get(1).payload())))
                .isFalse();
        assertThat(heard.get(2).acknowledge(purse -> with(purse, heard.get(2).payload())))
                .isTrue();
        assertThat(carol.data()).isEqualTo(new Purse(70, List.of("golden shield")));
    }

    @Test
    @DisplayName("P13: a holder that does not answer in time is named, and never does it later")
    void noAnswerInTime() {
        DataSave slow = server("slow", builder -> builder.leaseTime(seconds(60)));
        loadTaking(slow, "carol");
        network.advance(seconds(1));
        network.pause(slow);
        String id = send(a, "carol", new Gift("sword", 5));
        Message.Change change = withdraw(id);
        assertThat(change).isInstanceOf(Message.Change.NotReached.class);
        assertThat(((Message.Change.NotReached) change).by().serverName()).isEqualTo("slow");
        network.resume(slow);
        network.advance(seconds(5));
        Profile<Purse> carol = loadTaking(a, "carol");
        assertThat(carol.data().items()).containsExactly("sword");
    }

    @Test
    @DisplayName(
            "P13: a request that its asker has given up is refused even if the holder was carrying it out just then")
    void givenUpWhileCarriedOut() {
        for (int i = 0; i < 20; i++) {
            String key = "player" + i;
            DataSave slow = network.server("slow", builder -> builder.leaseTime(seconds(60)));
            load(purses(slow), key);
            String id = send(a, key, new Gift("sword", 5));
            network.advance(seconds(1));
            network.pause(slow);
            CompletableFuture<Message.Change> change = purses(a).withdrawMessageAsync(key, id);
            network.advance(
                    seconds(10).minusMillis(4).plusNanos(network.random().nextLong(8_000_000)));
            network.resume(slow);
            Message.Change answer = network.await(change);
            network.advance(seconds(5));
            assertThat(pending(purses(a), key)).as("%s", answer).hasSize(answer instanceof Message.Change.Done ? 0 : 1);
        }
    }

    @Test
    @DisplayName("P10, P13: lost replies and errors on both sides leave exactly one outcome")
    void lostReplies() {
        load(purses(b), "carol");
        for (int i = 0; i < 30; i++) {
            String id = send(a, "carol", new Gift("g" + i, 1));
            network.faults(Faults.calm().withErrors(0.2, 0.4));
            CompletableFuture<Message.Change> change = purses(a).withdrawMessageAsync("carol", id);
            network.advance(seconds(3));
            network.faults(Faults.calm());
            Message.Change answer = network.await(change);
            boolean isThere = pending(purses(a), "carol").stream()
                    .anyMatch(message -> message.id().equals(id));
            assertThat(isThere).as("%s: %s", i, answer).isEqualTo(!(answer instanceof Message.Change.Done));
        }
    }

    @Test
    @DisplayName(
            "P11: withdrawing while the profile is being loaded, handed over and released takes place once or not at all")
    void racesWithLoads() {
        int done = 0;
        for (int i = 0; i < 40; i++) {
            String key = "player" + i;
            boolean isHeld = i % 2 == 0;
            if (isHeld) {
                loadTaking(b, key);
            }
            String id = send(a, key, new Gift("sword", 5));
            CompletableFuture<Message.Change> change = isHeld ? null : purses(a).withdrawMessageAsync(key, id);
            var loading = purses(isHeld ? a : b).loadProfileAsync(key);
            network.advance(Duration.ofNanos(network.random().nextLong(3_000_000)));
            CompletableFuture<Message.Change> withdrawn =
                    change != null ? change : purses(a).withdrawMessageAsync(key, id);
            Profile<Purse> profile = profileOf(network.await(loading));
            profile.onMessage(Gift.class, taking());
            Message.Change answer = network.await(withdrawn);
            network.advance(seconds(5));
            assertThat(profile.data().coins())
                    .as("%s %s", key, answer)
                    .isEqualTo(answer instanceof Message.Change.Done ? 0 : 5);
            done += answer instanceof Message.Change.Done ? 1 : 0;
        }
        assertThat(done).isBetween(1, 39);
    }

    @Test
    @DisplayName(
            "P11: an unknown id is no message; one that can't be an id, and a message that can't be sent, are refused")
    void badInput() {
        assertThat(withdraw("nobody/000000000001")).isEqualTo(new Message.Change.NotPending());
        assertThat(withdraw("x")).isEqualTo(new Message.Change.NotPending());
        assertThatThrownBy(() -> purses(a).withdrawMessageAsync("carol", "x".repeat(400)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key");
        assertThatThrownBy(() -> purses(a).editMessageAsync("carol", "x", Double.NaN))
                .isInstanceOf(DataSaveException.InvalidData.class);
        assertThatThrownBy(() -> purses(a).editMessageAsync("carol", "x", nothing()))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("message");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @Test
    @DisplayName("P11: closing answers who waits for a change")
    void closingAnswers() {
        load(purses(b), "carol");
        String id = send(a, "carol", new Gift("sword", 5));
        network.pause(b);
        CompletableFuture<Message.Change> change = purses(a).withdrawMessageAsync("carol", id);
        network.advance(Duration.ofMillis(50));
        network.closeServer(a);
        network.advance(seconds(1));
        assertThat(change).isDone();
        assertThatThrownBy(() -> network.await(change))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(DataSaveException.Closed.class);
    }
}
