package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.DataSave;
import dev.datasave.EditOutcome;
import dev.datasave.ErasureReceipt;
import dev.datasave.LoadOptions;
import dev.datasave.Message;
import dev.datasave.Message.SendOptions;
import dev.datasave.Profile;
import dev.datasave.ProfileId;
import dev.datasave.RollbackOutcome;
import dev.datasave.Transaction;
import dev.datasave.UserDataOptions;
import dev.datasave.UserDataOptions.Detach.Outcome;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Eve sends Bob messages with her secret in them, and is erased. */
class SentMessageErasureTest extends PeopleOnNetwork {
    private static final String BOB = "user-bob";
    private static final LoadOptions AS_BOB = DEFAULTS.userId(BOB);
    private static final SendOptions FROM_EVE = SendOptions.defaults().sender(EVE);

    private final DataSave a = server("a");
    private final DataSave b = server("b");
    private final List<UserDataOptions.SentMessages.Sent> asked = new ArrayList<>();
    private final UserDataOptions anonymous = OPTIONS.sentMessages(message -> {
        asked.add(message);
        return Outcome.rewrite(payload("somebody"));
    });
    private final UserDataOptions removing = OPTIONS.sentMessages(message -> Outcome.remove());

    /** Where Bob's profile is while Eve is erased on server a. */
    enum Where {
        NEVER_EXISTED,
        OFFLINE,
        HERE,
        ELSEWHERE
    }

    @BeforeEach
    void leasesAreWritten() {
        network.advance(seconds(1));
    }

    private static JsonElement payload(String text) {
        JsonObject gift = new JsonObject();
        gift.addProperty("text", text);
        return gift;
    }

    private void put(Where where) {
        switch (where) {
            case NEVER_EXISTED -> {}
            case OFFLINE -> saved(load(kept(a), "bob", AS_BOB).releaseAsync());
            case HERE -> load(kept(a), "bob", AS_BOB);
            case ELSEWHERE -> load(kept(b), "bob", AS_BOB);
        }
    }

    private String give(SendOptions options) {
        return MailOnNetwork.sent(network.await(kept(a).messageAsync("bob", new Gift(SECRET), options)));
    }

    /** What Bob gets, wherever he plays. */
    private List<String> bobGets() {
        Profile<Purse> bob = load(kept(b), "bob", AS_BOB);
        List<String> got = new ArrayList<>();
        bob.onMessage(Gift.class, message -> {
            got.add(message.payload().text());
            message.acknowledge(purse -> purse.earn(1));
        });
        network.advance(seconds(3));
        assertThat(bob.data().coins()).isEqualTo(got.size());
        saved(bob.releaseAsync());
        network.advance(seconds(3));
        return got;
    }

    private static List<String> notes(ErasureReceipt receipt) {
        return receipt.items().stream().map(ErasureReceipt.Item::note).toList();
    }

    @Test
    @DisplayName("P14: a message with a sender is connected to both people, found and exported")
    void isFoundAndExported() {
        put(Where.OFFLINE);
        give(FROM_EVE);
        assertThat(connected(a, OPTIONS, 10)).hasSize(1).allSatisfy(entry -> {
            assertThat(entry.store()).isEqualTo("~message");
            assertThat(entry.userIds()).isEqualTo(Set.of(EVE, BOB));
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        network.await(a.exportUserAsync(EVE, OPTIONS, out));
        JsonObject document =
                JsonParser.parseString(out.toString(StandardCharsets.UTF_8)).getAsJsonObject();
        JsonObject entry = document.getAsJsonArray("entries").get(0).getAsJsonObject();
        assertThat(entry.get("shared").getAsBoolean()).isTrue();
        assertThat(entry.getAsJsonObject("value").getAsJsonObject("payload")).isEqualTo(payload(SECRET));

        out.reset();
        network.await(a.exportUserAsync(BOB, OPTIONS, out));
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(SECRET).doesNotContain(EVE);
    }

    @Test
    @DisplayName("P11, P14: without a callback the message stays with its receiver, and the receipt names it")
    void isKeptAndNamed() {
        put(Where.OFFLINE);
        give(FROM_EVE);
        ErasureReceipt receipt = erase(a);
        assertThat(done(receipt)).containsExactly("~message USER_ID NOT_DONE");
        assertThat(receipt.isComplete()).isFalse();
        assertThat(notes(receipt))
                .containsExactly("found Gift waiting for Purse/bob, expected a sentMessages that decides about it");
        assertThat(bobGets()).containsExactly(SECRET);
        assertThat(done(erased(a, OPTIONS))).as("acknowledged").containsExactly("~message HISTORY HISTORY_ERASED");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("P11, P14: a message is rewritten by its owner, and its receiver gets it once, without the person")
    void isRewritten(Where where) {
        put(where);
        String id = give(FROM_EVE.sender("user-carol"));
        ErasureReceipt receipt = erased(a, anonymous);
        assertThat(done(receipt)).containsExactly("~message USER_ID DETACHED");
        assertThat(notes(receipt)).containsExactly("Gift to Purse/bob");
        assertThat(asked).singleElement().satisfies(sent -> {
            assertThat(sent.to()).isEqualTo(new ProfileId("Purse", "bob"));
            assertThat(sent.id()).isEqualTo(id);
            assertThat(sent.type()).isEqualTo("Gift");
            assertThat(sent.payload()).isEqualTo(payload(SECRET));
            assertThat(sent.userId()).isEqualTo(EVE);
        });
        assertThat(traces("user-carol")).as("the other sender").isNotEmpty();
        assertThat(bobGets()).containsExactly("somebody");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("P11, P14: a message that is removed is withdrawn, with its history, and the receipt says what it was")
    void isRemoved(Where where) {
        put(where);
        give(FROM_EVE);
        ErasureReceipt receipt = erased(a, removing);
        assertThat(done(receipt)).containsExactly("~message USER_ID ERASED");
        assertThat(notes(receipt)).containsExactly("Gift to Purse/bob");
        assertThat(bobGets()).isEmpty();
    }

    @Test
    @DisplayName("P14: a message is kept if the callback says why, and stays as it is if it fails")
    void isKeptOnPurpose() {
        give(FROM_EVE);
        ErasureReceipt receipt = erase(a, OPTIONS.sentMessages(message -> Outcome.keep("a receipt of a sale")));
        assertThat(done(receipt)).containsExactly("~message USER_ID KEPT");
        assertThat(receipt.isComplete()).isTrue();
        ErasureReceipt failed = erase(a, OPTIONS.sentMessages(message -> {
            throw new IllegalStateException(SECRET);
        }));
        assertThat(notes(failed))
                .containsExactly(
                        "sentMessages failed: found java.lang.IllegalStateException thrown, expected an outcome");
        assertThat(bobGets()).containsExactly(SECRET);
    }

    @Test
    @DisplayName(
            "P11, P14: what Bob has in his hands is closed before it is rewritten, and comes again without the person")
    void inBobsHands() {
        Profile<Purse> bob = load(kept(b), "bob", AS_BOB);
        List<Message<Purse, Gift>> kept = new ArrayList<>();
        bob.onMessage(Gift.class, kept::add);
        give(FROM_EVE);
        network.advance(seconds(2));
        erased(a, anonymous);
        network.advance(seconds(2));
        assertThat(kept).hasSize(2);
        assertThat(kept.get(0).acknowledge(purse -> purse.earn(1))).isFalse();
        assertThat(kept.get(1).acknowledge(purse -> purse.earn(1))).isTrue();
        assertThat(kept.get(1).payload().text()).isEqualTo("somebody");
    }

    @Test
    @DisplayName("P11, P14: a message whose effect is not stored yet is left until it is")
    void acknowledgedButNotStored() {
        Profile<Purse> bob = load(kept(b), "bob", AS_BOB);
        bob.onMessage(Gift.class, message -> message.acknowledge(purse -> purse.earn(1)));
        give(FROM_EVE);
        network.advance(seconds(2));
        CompletableFuture<ErasureReceipt> erasing = a.eraseUserAsync(EVE, anonymous.timeout(Duration.ofMinutes(2)));
        network.advance(seconds(5));
        assertThat(erasing).isNotDone();
        saved(bob.saveAsync());
        ErasureReceipt receipt = network.await(erasing);
        assertThat(done(receipt)).as(receipt.toString()).containsExactly("~message USER_ID HISTORY_ERASED");
        assertThat(bob.data().coins()).isEqualTo(1);
        assertNothingIsLeft();
    }

    @Test
    @DisplayName(
            "P14: a message that is acknowledged and removed while the callback decides is not told of as withdrawn")
    void acknowledgedMeanwhile() {
        String id = give(FROM_EVE);
        ErasureReceipt receipt = erased(a, OPTIONS.sentMessages(message -> {
            assertThat(message.id()).isEqualTo(id);
            put("~message", entryOf(id).key(), Content.TOMBSTONE); // as the owner removes it
            return Outcome.remove();
        }));
        assertThat(done(receipt)).containsExactly("~message USER_ID ERASED");
        assertThat(notes(receipt)).containsExactly("");
    }

    private EntryId entryOf(String message) {
        return everWritten()
                .filter(each -> each.key().endsWith("/" + message))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("P14: dead letters and messages in transactions are found, too; what Eve did not sign is not")
    void others() {
        give(FROM_EVE.expiry(seconds(5)));
        network.await(a.transactAsync(Transaction.Participants.of(List.of()), tx -> {
            tx.message(kept(a), "bob", new Gift(SECRET), FROM_EVE);
            return true;
        }));
        give(a, "bob", "without a sender");
        network.advance(seconds(100));
        assertThat(done(erased(a, anonymous)))
                .containsExactlyInAnyOrder("~message USER_ID ERASED", "~message USER_ID DETACHED");
        assertThat(bobGets()).containsExactly("somebody", "without a sender");
    }

    @Test
    @DisplayName("P13, P14: a message keeps its sender when it is edited, or sent again after a rollback")
    void editedAndAgain() {
        long good = saved(load(kept(a), "bob", AS_BOB).releaseAsync()).revision();
        String id = give(FROM_EVE);
        network.await(kept(a).editMessageAsync("bob", id, new Gift(SECRET + " 2")));
        assertThat(connected(a, OPTIONS, 10)).hasSize(1);
        assertThat(bobGets()).containsExactly(SECRET + " 2");
        assertThat(network.await(kept(a).rollbackAsync("bob", good, "why")))
                .isInstanceOf(RollbackOutcome.RolledBack.class);
        assertThat(network.await(kept(a).messageAgainAsync("bob", id, "why"))).isInstanceOf(EditOutcome.Applied.class);
        assertThat(done(erased(a, anonymous)))
                .containsExactlyInAnyOrder("~message HISTORY HISTORY_ERASED", "~message USER_ID DETACHED");
        assertThat(network.await(kept(a).messageAgainAsync("bob", id, "why"))).isInstanceOf(EditOutcome.Refused.class);
        assertThat(bobGets()).containsExactly("somebody");
    }

    @Test
    @DisplayName(
            "P14: the receiver's erasure takes the message, whoever sent it; a message to oneself goes with the profile")
    void theReceiversErasure() {
        eves(a, "eve");
        network.await(kept(a).messageAsync(
                        "eve", new Gift(SECRET), SendOptions.defaults().sender(BOB)));
        network.await(kept(a).messageAsync("eve", new Gift(SECRET), FROM_EVE));
        assertThat(done(erased(a, OPTIONS)))
                .containsExactly("Purse USER_ID ERASED", "~message USER_ID ERASED", "~message USER_ID ERASED");
        assertThat(traces(BOB)).isEmpty();
    }

    @Test
    @DisplayName("P14: an erasure that dies in the middle is finished by the next one")
    void aCrashInBetween() {
        put(Where.OFFLINE);
        for (int i = 0; i < 5; i++) {
            give(FROM_EVE);
        }
        for (int i = 1; i <= 6; i++) {
            DataSave dying = server("dying" + i);
            network.advance(seconds(1));
            var unused = dying.eraseUserAsync(EVE, anonymous);
            network.advance(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(700L * i)));
            network.kill(dying);
            network.advance(seconds(15));
        }
        erased(a, anonymous);
        assertThat(bobGets()).hasSize(5).containsOnly("somebody");
    }

    @Test
    void limitsOfSenders() {
        SendOptions ten = SendOptions.defaults();
        for (int i = 0; i < 10; i++) {
            ten = ten.sender("user" + i);
        }
        SendOptions full = ten;
        assertThat(full.sender("user0").senders()).hasSize(10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> full.sender("one more"))
                .withMessage("senders of a message: found 11, expected at most 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SendOptions.defaults().sender(""));
        Profile<Purse> crowd = load(kept(a), "bob");
        for (int i = 0; i < 100; i++) {
            crowd.addUserId("member" + i);
        }
        saved(crowd.saveAsync());
        give(FROM_EVE);
        assertThat(done(erased(a, anonymous)))
                .as("however many share the profile")
                .containsExactly("~message USER_ID DETACHED");
    }
}
