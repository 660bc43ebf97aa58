package dev.datasave.tck.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.GameEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The checker finds planted violations of what trades, messages, operators and erasure promise. */
class CheckerOfDeedsTest extends RecordedHistory {
    private static final EntryId MESSAGE = new EntryId("~message", "hash/m1");

    /** A function of the game makes new data. */
    private void derive(EntryId id, String from, String to, String deed, long coinsMade) {
        see("a", id, 1, new GameEvent.Derived(from, to, deed, Goods.coins(coinsMade)));
    }

    private static Content profile(int edits, String state, long coins, @Nullable String system) {
        String value = "{\"edits\":" + edits + ",\"state\":\"" + state + "\",\"goods\":{\"coin\":" + coins + "}}";
        return new Content(value, Set.of(), Map.of(), "A/1", null, system);
    }

    private static String note(String why) {
        return "{\"note\":{\"action\":\"what\",\"why\":\"" + why + "\",\"by\":\"a\"}}";
    }

    private void store(EntryId id, int edits, String state, long coins) {
        put("a", "A", id, profile(edits, state, coins, null));
    }

    private void gift(String name, long coins) {
        String value = "{\"store\":\"PlayerData\",\"key\":\"p1\",\"type\":\"Gift\",\"payload\":{\"name\":\"" + name
                + "\",\"goods\":{\"coin\":" + coins + "}}}";
        put("b", "B", MESSAGE, content(value, "mail:A"));
    }

    private void messageIsRemoved() {
        put("a", "A", MESSAGE, Content.TOMBSTONE);
    }

    /** Of p1 and p2, p2 has 5 coins. */
    private void startWithCoins() {
        see("a", OTHER, 0, new GameEvent.Loading(WAIT));
        put("a", "A", OTHER, profile(0, States.FRESH, 0, null));
        see("a", OTHER, 2, new GameEvent.Loaded(States.FRESH));
        derive(OTHER, States.FRESH, "rich", "buy coins", 5);
        store(OTHER, 1, "rich", 5);
        see("a", OTHER, 2, new GameEvent.Done("buy coins"));
    }

    private void endBoth() {
        end("a", 1);
        see("a", OTHER, 2, new GameEvent.Released("RELEASED"));
    }

    @Test
    void findsNothingInAnHonestTrade() {
        startWithCoins();
        derive(ID, States.FRESH, "x", "trade", 0);
        derive(OTHER, "rich", "y", "trade", 0);
        Duration together = now();
        put(together, "a", "A", ID, profile(1, "x", 3, null));
        put(together, "a", "A", OTHER, profile(2, "y", 2, null));
        see("a", 1, new GameEvent.Done("trade"));
        endBoth();
        assertThat(found()).isEmpty();
    }

    @Test
    void findsATradeOfWhichOneSideIsStored() {
        startWithCoins();
        derive(ID, States.FRESH, "x", "trade", 0);
        store(ID, 1, "x", 3);
        endBoth();
        assertThat(found()).containsExactly("P12");
    }

    @Test
    void findsATradeWhoseSidesAreStoredOneAfterTheOther() {
        startWithCoins();
        derive(ID, States.FRESH, "x", "trade", 0);
        derive(OTHER, "rich", "y", "trade", 0);
        store(ID, 1, "x", 3);
        store(OTHER, 2, "y", 2);
        endBoth();
        assertThat(found()).as("doubled, then lost").containsExactly("P12", "P12");
    }

    @Test
    void findsAPurchaseThatIsGrantedTwice() {
        derive(ID, States.FRESH, "x", "buy r", 5);
        store(ID, 1, "x", 5);
        derive(ID, "x", "y", "buy r", 5);
        store(ID, 2, "y", 10);
        end("a", 1);
        assertThat(found()).containsExactly("P12");
    }

    @Test
    void findsAnswersThatAreNotTrue() {
        see("a", 1, new GameEvent.Done("trade"));
        see("a", 1, new GameEvent.WasGranted("buy r", true));
        see("a", 1, new GameEvent.Done("bonus 1"));
        see("a", 1, new GameEvent.Sent("m1"));
        derive(ID, States.FRESH, "x", "edit 1", 0);
        store(ID, 1, "x", 0);
        see("a", 1, new GameEvent.NotDone("edit 1"));
        end("a", 1);
        assertThat(found()).containsExactly("P12", "P12", "P13", "P11", "P13");
    }

    @Test
    void findsNothingInAGiftThatIsTaken() {
        see("b", 0, new GameEvent.Sending("g"));
        gift("g", 4);
        see("b", 0, new GameEvent.Sent("m1"));
        derive(ID, States.FRESH, "x", "take m1", 0);
        edit("a", 1, States.FRESH, "x");
        store(ID, 1, "x", 4);
        messageIsRemoved();
        end("a", 1);
        assertThat(found()).isEmpty();
    }

    @Test
    void findsAGiftThatIsRemovedBeforeItsEffectIsStored() {
        see("b", 0, new GameEvent.Sending("g"));
        gift("g", 4);
        messageIsRemoved();
        end("a", 1);
        assertThat(found()).containsExactly("P11");
    }

    @Test
    void findsAGiftThatIsTakenTwice() {
        see("b", 0, new GameEvent.Sending("g"));
        gift("g", 4);
        derive(ID, States.FRESH, "x", "take m1", 0);
        edit("a", 1, States.FRESH, "x");
        store(ID, 1, "x", 4);
        derive(ID, "x", "y", "take m1", 0);
        edit("a", 1, "x", "y");
        store(ID, 2, "y", 8);
        messageIsRemoved();
        end("a", 1);
        assertThat(found()).contains("P11", "P12");
    }

    @Test
    void findsAGiftThatNobodySentAndOneThatIsNeverDelivered() {
        gift("g", 4);
        end("a", 1);
        assertThat(found()).containsExactly("P12", "P11");
    }

    @Test
    void findsARollbackToSomethingElseAndOneThatNobodyAskedFor() {
        edit("a", 1, States.FRESH, "x");
        store(ID, 1, "x", 0);
        edit("a", 1, "x", "y");
        store(ID, 2, "y", 0);
        see("a", 0, new GameEvent.RollingBack(1, "rollback 1"));
        put("a", "A", ID, profile(1, "x", 0, note("rollback 1")));
        put("a", "A", ID, profile(0, States.FRESH, 0, note("nobody asked")));
        end("a", 1);
        assertThat(found()).as("revision 1 was fresh; and lost progress").containsExactly("P13", "P1");
    }

    @Test
    void findsNothingInAnHonestRollback() {
        edit("a", 1, States.FRESH, "x");
        store(ID, 1, "x", 0);
        see("a", 0, new GameEvent.RollingBack(1, "rollback 1"));
        put("a", "A", ID, profile(0, States.FRESH, 0, note("rollback 1")));
        see("a", 0, new GameEvent.Done("rollback 1"));
        end("a", 1);
        assertThat(found()).isEmpty();
    }

    @Test
    void findsWhatComesBackAfterAnErasure() {
        edit("a", 1, States.FRESH, "x");
        store(ID, 1, "x", 0);
        see("a", 0, new GameEvent.Removing(true));
        put("a", "A", ID, Content.TOMBSTONE.withSystem("{\"erased\":3}"));
        see("a", 0, new GameEvent.Erased(List.of()));
        store(ID, 1, "x", 0);
        put("a", "A", new EntryId("~orphan", "o"), content("{\"edits\":1,\"state\":\"x\"}", null));
        end("a", 1);
        assertThat(found()).containsExactly("P14", "P14");
    }

    @Test
    void findsWhatAnErasureHasLeft() {
        see("a", 0, new GameEvent.Removing(true));
        see("a", 0, new GameEvent.Erased(List.of("PlayerData/p1 r1")));
        end("a", 1);
        assertThat(found()).containsExactly("P14");
    }

    @Test
    void findsARemovalThatNobodyAskedFor() {
        edit("a", 1, States.FRESH, "x");
        store(ID, 1, "x", 0);
        put("a", "A", ID, Content.TOMBSTONE);
        end("a", 1);
        assertThat(found()).containsExactly("P1");
    }
}
