package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.Transaction;
import dev.datasave.UserDataOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages that were written under the old key of a profile after it had gone from there, and that nobody has brought on yet, because their sender died
 * (P11, P15). They wait for the profile like any other.
 */
class LateMessageTest extends MoveOnNetwork {
    private static final String EVE = "user-eve";

    private final DataSave a = keeping("a");
    private final DataSave b = keeping("b");

    /** Where the profile is meanwhile. */
    enum Where {
        FREE,
        HERE,
        ELSEWHERE
    }

    /** A gift that is late under the first of these keys; the profile is under the last one. Its id. */
    private String late(String... keys) {
        saved(load(purses(a), keys[0]).releaseAsync());
        DataSave sender = server("sender");
        network.advance(seconds(1));
        network.breakWrites(write -> write.id().store().equals("~message"));
        var unused = purses(sender)
                .messageAsync(
                        keys[0],
                        new Gift("late", 1),
                        Message.SendOptions.defaults().sender(EVE));
        network.advance(Duration.ofMillis(20));
        for (int i = 1; i < keys.length; i++) {
            assertMoves(b, keys[i - 1], keys[i]);
        }
        network.breakWrites(write -> false);
        network.until(() -> !messageEntries().isEmpty(), seconds(5));
        network.kill(sender);
        String key = messageEntries().getFirst().id().key();
        assertThat(String.valueOf(messageEntries().getFirst().content().value()))
                .as("it stands under the old key")
                .contains("\"key\":\"" + keys[0] + "\"");
        return key.substring(key.indexOf('/') + 1);
    }

    private void isLoaded(String key, Where where) {
        switch (where) {
            case FREE -> {}
            case HERE -> load(purses(a), key);
            case ELSEWHERE -> load(purses(b), key);
        }
    }

    private List<String> gets(String key) {
        Profile<Purse> profile = loadTaking(b, key);
        network.advance(seconds(5));
        return profile.data().items();
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "two", "three"})
    @DisplayName("P11, P15: it is listed as waiting, whichever key of the profile is named")
    void isListed(String named) {
        String id = late("one", "two", "three");
        assertThat(pending(purses(a), named)).extracting(Message.Pending::id).containsExactly(id);
        assertThat(gets("three")).containsExactly("late");
        network.advance(seconds(60));
        assertThat(pending(purses(a), named)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    @DisplayName("P11, P15: it is withdrawn, and no load gets it any more")
    void isWithdrawn(Where where) {
        for (String named : List.of("old", "new")) {
            String key = named + where;
            String id = late("old" + key, "new" + key);
            isLoaded("new" + key, where);
            assertThat(network.await(purses(a).withdrawMessageAsync(named + key, id)))
                    .isEqualTo(new Message.Change.Done());
            assertThat(network.await(purses(a).withdrawMessageAsync(named + key, id)))
                    .isEqualTo(new Message.Change.NotPending());
            assertThat(gets("new" + key)).isEmpty();
            assertNoMessageIsLeft();
        }
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    @DisplayName("P11, P15: it is edited, and its receiver gets it as it is then")
    void isEdited(Where where) {
        String id = late("old", "new");
        isLoaded("new", where);
        assertThat(network.await(purses(a).editMessageAsync("old", id, new Gift("edited", 3))))
                .isEqualTo(new Message.Change.Done());
        assertThat(gets("new")).containsExactly("edited");
    }

    @ParameterizedTest
    @EnumSource(
            value = Where.class,
            names = {"FREE", "HERE"})
    @DisplayName("P12, P15: a transaction withdraws it, by each key")
    void isWithdrawnTogether(Where where) {
        for (String named : List.of("old", "new")) {
            String key = named + where;
            String id = late("old" + key, "new" + key);
            isLoaded("new" + key, where);
            assertThat(network.await(a.transactAsync(
                            Transaction.Participants.of().and(purses(a), named + key, id),
                            tx -> tx.withdrawMessage(purses(a), named + key, id))))
                    .isEqualTo(new Transaction.Result.Committed());
            var unused = network.await(purses(a).releaseAsync("new" + key));
            assertThat(gets("new" + key)).isEmpty();
        }
    }

    @Test
    @DisplayName("P12, P15: a transaction is told so if there is no such message under any key")
    void isNowhere() {
        String id = late("old", "new");
        Profile<Purse> profile = loadTaking(b, "new");
        network.advance(seconds(5));
        assertThat(profile.data().items()).containsExactly("late");
        saved(profile.releaseAsync());
        assertThat(network.await(a.transactAsync(
                        Transaction.Participants.of().and(purses(a), "old", id),
                        tx -> tx.withdrawMessage(purses(a), "old", id))))
                .isEqualTo(new Transaction.Result.Declined());
    }

    @Test
    @DisplayName("P14, P15: the erasure of its sender finds it, and ends")
    void isErasedWithItsSender() {
        var unused = late("old", "new");
        var receipt = network.await(a.eraseUserAsync(
                EVE, UserDataOptions.defaults().sentMessages(sent -> UserDataOptions.Detach.Outcome.remove())));
        assertThat(receipt.isComplete()).as(receipt.toString()).isTrue();
        assertThat(gets("new")).isEmpty();
        assertNoMessageIsLeft();
    }
}
