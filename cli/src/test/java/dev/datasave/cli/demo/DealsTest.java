package dev.datasave.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.cli.demo.DoctoredRun.Value;
import dev.datasave.cli.demo.Finding.Kind;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit of what moves between players proves itself: it accepts a run as it should be, and finds each thing that is wrong in a doctored one. */
class DealsTest {
    private final DoctoredRun run = new DoctoredRun();
    private final PlayerLog alice = run.log("alice");
    private final PlayerLog bob = run.log("bob");
    private Value alices = Value.kit("alice");
    private Value bobs = Value.kit("bob");

    /** On server A: alice earns 10 and finds something, pays bob 4, gives bob alice-k1 for bob-k2; on B, bob gets her gift. */
    @BeforeEach
    void goodRun() {
        alice.sending(new Deed("alice", 1, Deed.Kind.EARN, "", 10, "", "", "A"));
        alice.sending(new Deed("alice", 2, Deed.Kind.FIND, "", 0, "", "", "A"));
        alice.sending(new Deed("alice", 3, Deed.Kind.PAY, "bob", 4, "", "", "A"));
        bob.sending(new Deed("bob", 1, Deed.Kind.TRADE, "alice", 0, "bob-k2", "alice-k1", "A"));
        alice.sending(new Deed("alice", 4, Deed.Kind.GIFT, "bob", 0, "alice-2", "", "A"));
        alice.add(new PlayerLog.Done("A", 1, 3, OptionalLong.of(6), 100, 110));
        alice.add(new PlayerLog.Done("A", 1, 4, OptionalLong.empty(), 300, 310));
        bob.add(new PlayerLog.Done("A", 1, 1, OptionalLong.empty(), 200, 210));
        run.write("alice", "inA", "inA/1", Value.fresh());
        run.write("bob", "inA", "inA/2", Value.fresh());
        alices = alices.book("alice", 1, 10).book("alice", 2, 0).with("alice-2").book("alice", 3, -4);
        bobs = bobs.book("alice", 3, 4);
        run.writeTogether("alice", "inA-pay", "inA/1", alices);
        run.writeTogether("bob", "inA-pay", "inA/2", bobs);
        alices = alices.book("bob", 1, 0).without("alice-k1").with("bob-k2");
        bobs = bobs.book("bob", 1, 0).without("bob-k2").with("alice-k1");
        run.writeTogether("alice", "inA-trade", "inA/1", alices);
        run.writeTogether("bob", "inA-trade", "inA/2", bobs);
        alices = alices.book("alice", 4, 0).without("alice-2");
        run.writeTogether("alice", "inA-gift", "inA/1", alices);
        run.write("alice", "inA", null, alices);
        run.write("bob", "inA", "inB/3", bobs);
        bobs = bobs.book("alice", 4, 0).with("alice-2").consuming("inA/1");
        run.write("bob", "inB", null, bobs);
        run.sends("inA-gift", "inA/1", "bob", "alice", 4, "alice-2");
    }

    private void dropLast(String key, int revisions) {
        for (int i = 0; i < revisions; i++) {
            run.revisions(key).removeLast();
        }
    }

    @Test
    void acceptsARunAsItShouldBe() {
        assertThat(run.audit()).isEmpty();
    }

    @Test
    void acceptsAGiftThatIsConsumedAndNotYetRemoved() {
        run.waits("bob", "inA/1");
        assertThat(run.audit()).isEmpty();
    }

    @Test
    void acceptsAGiftThatStillWaits() {
        dropLast("bob", 2);
        run.waits("bob", "inA/1");
        run.write("bob", "inA", null, bobs.without("alice-2").unbook().consuming(""));
        assertThat(run.audit()).isEmpty();
    }

    @Test
    void acceptsWhatTheDeadServerDidNotAnswer() {
        alice.sending(new Deed("alice", 5, Deed.Kind.GIFT, "stranger", 0, "alice-k5", "", "C"));
        bob.sending(new Deed("bob", 2, Deed.Kind.PAY, "alice", 1, "", "", "C"));
        run.write("alice", "inC", "inC/9", alices);
        alices = alices.book("alice", 5, 0).without("alice-k5");
        run.writeTogether("alice", "inC-gift", "inC/9", alices);
        run.sends("inC-gift", "inC/1", "stranger", "alice", 5, "alice-k5");
        run.waits("stranger", "inC/1");
        assertThat(run.audit()).isEmpty();
    }

    @Test
    void findsAnItemDoubled() {
        run.doctor("bob", json -> json.replace("{\"id\":\"bob-k1\"}", "{\"id\":\"bob-k1\"},{\"id\":\"alice-k3\"}"));
        assertThat(run.kinds()).containsExactly(Kind.ITEM_DOUBLED);
        assertThat(run.audit()).anyMatch(finding -> finding.what().contains("found alice-k3 at [alice, bob]"));
    }

    @Test
    void findsAnItemThatNobodyFound() {
        run.doctor("bob", json -> json.replace("{\"id\":\"bob-k1\"}", "{\"id\":\"bob-k1\"},{\"id\":\"bob-99\"}"));
        assertThat(run.kinds()).containsExactly(Kind.ITEM_DOUBLED);
        assertThat(run.audit()).anyMatch(finding -> finding.what().contains("nobody ever found"));
    }

    @Test
    void findsAnItemLost() {
        run.doctor(
                "alice",
                json -> json.replace("{\"id\":\"bob-k2\"}", "{\"id\":\"alice-k27\"}")
                        .replaceFirst("\\{\"id\":\"alice-k27\"\\},", ""));
        assertThat(run.kinds()).containsExactly(Kind.ITEM_LOST);
    }

    @Test
    void findsACoinDoubled() {
        run.doctor("bob", json -> json.replace("\"money\":4", "\"money\":5"));
        assertThat(run.kinds()).containsExactly(Kind.MONEY);
        assertThat(run.audit()).anyMatch(finding -> finding.key().equals("all players"));
    }

    @Test
    void findsAPaymentThatIsReceivedTwice() {
        dropLast("bob", 1);
        run.write("bob", "inB", "inB/3", bobs.book("alice", 3, 4));
        run.write("bob", "inB", null, bobs.book("alice", 3, 4));
        assertThat(run.kinds()).contains(Kind.MONEY);
    }

    @Test
    void findsAPaymentOfAnotherAmountThanWasAsked() {
        dropLast("alice", 1);
        run.write("alice", "inA", "inA/1", alices.book("alice", 9, -1));
        run.write("alice", "inA", null, alices.book("alice", 9, -1));
        assertThat(run.kinds()).contains(Kind.MONEY);
    }

    @Test
    void findsHalfAPayment() {
        halve("alice");
        assertThat(run.kinds()).contains(Kind.HALF_TRANSACTION, Kind.MONEY, Kind.LOST_TRANSACTION);
    }

    @Test
    void findsTheOtherHalfOfAPayment() {
        halve("bob");
        assertThat(run.kinds()).contains(Kind.HALF_TRANSACTION, Kind.MONEY);
    }

    /** As if a take-over had found the state before the payment. */
    private void halve(String key) {
        Value before = key.equals("alice")
                ? Value.kit("alice").book("alice", 1, 10).book("alice", 2, 0).with("alice-2")
                : Value.kit("bob");
        dropLast(key, run.revisions(key).size() - 1);
        run.write(key, "inA", null, before);
    }

    @Test
    void findsATradeThatWasNotOneWrite() {
        dropLast("bob", 3);
        run.writeTogether(
                "bob", "inA-other", "inA/2", bobs.unbook().without("alice-2").consuming(""));
        run.write("bob", "inA", "inB/3", bobs.unbook().without("alice-2").consuming(""));
        run.write("bob", "inB", null, bobs);
        assertThat(run.kinds()).containsExactly(Kind.HALF_TRANSACTION);
    }

    @Test
    void findsThatATransactionThatWasAnsweredIsNotThere() {
        alice.sending(new Deed("alice", 5, Deed.Kind.GIFT, "bob", 0, "alice-k5", "", "C"));
        alice.add(new PlayerLog.Done("C", 6, 5, OptionalLong.empty(), 400, 410));
        assertThat(run.kinds()).containsExactly(Kind.LOST_TRANSACTION);
    }

    @Test
    void findsThatWhatWasRefusedIsThere() {
        alice.refused(3, "busy");
        assertThat(run.kinds()).containsExactly(Kind.REFUSED_BUT_DONE);
    }

    @Test
    void findsAGiftConsumedTwice() {
        dropLast("bob", 1);
        run.write("bob", "inB", "inB/3", bobs);
        run.sends("inA-gift", "inA/2", "bob", "alice", 4, "alice-2");
        run.write("bob", "inB", null, bobs.book("alice", 4, 0).with("alice-2").consuming("inA/2"));
        assertThat(run.kinds()).contains(Kind.GIFT_TWICE, Kind.ITEM_DOUBLED);
    }

    @Test
    void findsAGiftThatWouldBeConsumedAgain() {
        run.sends("inA-gift", "inA/2", "bob", "alice", 4, "alice-2");
        run.waits("bob", "inA/2");
        assertThat(run.kinds()).contains(Kind.GIFT_TWICE, Kind.ITEM_DOUBLED);
    }

    @Test
    void findsAGiftWhoseMessageIsNotMarkedAsConsumed() {
        dropLast("bob", 1);
        run.write("bob", "inB", null, bobs.consuming(""));
        assertThat(run.kinds()).containsExactly(Kind.GIFT_TWICE);
    }

    @Test
    void findsAGiftLost() {
        dropLast("bob", 1);
        run.write("bob", "inB", null, bobs.unbook().without("alice-2").consuming(""));
        assertThat(run.kinds()).contains(Kind.GIFT_LOST, Kind.ITEM_LOST);
    }

    @Test
    void findsAMessageThatWasConsumedWithoutItsEffect() {
        dropLast("bob", 1);
        run.write("bob", "inB", null, bobs.unbook().without("alice-2"));
        assertThat(run.kinds()).contains(Kind.GIFT_LOST, Kind.ITEM_LOST);
    }

    @Test
    void findsAGiftThatDoesNotReachAPlayerWhoIsThere() {
        dropLast("bob", 1);
        run.write("bob", "inB", null, bobs.unbook().without("alice-2").consuming(""));
        run.waits("bob", "inA/1");
        bob.add(new PlayerLog.Joined("B", 4, 4, 1, 400));
        bob.alive(4, 500);
        assertThat(run.audit()).isEmpty();
        bob.alive(4, 401 + Audit.PATIENCE.toNanos());
        assertThat(run.kinds()).containsExactly(Kind.GIFT_LATE);
    }

    @Test
    void findsAGiftThatTheGiverStillHas() {
        alice.sending(new Deed("alice", 5, Deed.Kind.GIFT, "carol", 0, "alice-k5", "", "A"));
        run.sends("inA-lost", "inA/7", "carol", "alice", 5, "alice-k5");
        run.waits("carol", "inA/7");
        assertThat(run.kinds()).contains(Kind.HALF_TRANSACTION, Kind.ITEM_DOUBLED);
    }

    @Test
    void findsAGiftThatWasNotSentByTheWriteThatTookIt() {
        dropLast("bob", 1);
        run.write("bob", "inB", null, bobs.unbook().without("alice-2").consuming(""));
        run.sends("inA-other", "inA/1", "bob", "alice", 4, "alice-2");
        run.waits("bob", "inA/1");
        assertThat(run.kinds()).containsExactly(Kind.HALF_TRANSACTION);
    }

    @Test
    void findsAReceivedGiftThatWasNotSentByTheWriteThatTookIt() {
        run.sends("inA-other", "inA/1", "bob", "alice", 4, "alice-2");
        assertThat(run.kinds()).containsExactly(Kind.HALF_TRANSACTION);
    }

    @Test
    void findsAConsumedMessageThatNobodySent() {
        dropLast("bob", 1);
        run.write("bob", "inB", null, bobs.consuming("inA/5"));
        assertThat(run.kinds()).containsExactly(Kind.GIFT_TWICE);
    }

    @Test
    void findsAGiftThatNobodySent() {
        run.sends("inA-gift", "inA/9", "bob", "mallory", 1, "alice-k9");
        run.waits("bob", "inA/9");
        assertThat(run.kinds()).containsExactly(Kind.ITEM_DOUBLED);
    }

    @Test
    void findsADealInTheBooksOfSomebodyElse() {
        run.log("carol");
        run.write("carol", "inA", "inA/8", Value.fresh());
        run.write("carol", "inA", null, Value.kit("carol").book("alice", 3, 4));
        assertThat(run.kinds()).containsExactly(Kind.MONEY);
    }

    @Test
    void findsADealOfASessionThatHadAlreadyPassedOn() {
        bob.add(new PlayerLog.Joined("B", 4, 4, 1, 150));
        assertThat(run.kinds()).containsExactly(Kind.DOUBLE_OWNER);
    }
}
