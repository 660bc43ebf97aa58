package dev.datasave.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.cli.demo.DoctoredRun.Value;
import dev.datasave.cli.demo.Finding.Kind;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The audit of one player proves itself: it accepts a run as it should be, and finds each thing that is wrong in a doctored one. */
class AuditTest {
    private final DoctoredRun run = new DoctoredRun();
    private final PlayerLog log = run.log("alice");

    /** A earns and saves, hands over to B with one more earning, B earns, and releases. */
    private void goodRun() {
        for (int op = 1; op <= 3; op++) {
            log.sending(earning(op, op < 3 ? "A" : "B"));
        }
        log.add(new PlayerLog.Joined("A", 1, 0, 0, 100));
        log.add(earned("A", 1, 1, 200));
        log.add(new PlayerLog.Saved("A", 2, 1));
        log.add(earned("A", 1, 2, 300));
        log.add(new PlayerLog.Joined("B", 3, 20, 2, 400));
        log.add(earned("B", 3, 3, 500));
        log.add(new PlayerLog.Saved("B", 4, 3));
        write("inA", "inA/1", value(0));
        write("inA", "inA/1", value(10, 1));
        write("inA", "inB/2", value(20, 1, 2));
        write("inB", null, value(30, 1, 2, 3));
    }

    @Test
    void acceptsARunAsItShouldBe() {
        goodRun();
        assertThat(audit()).isEmpty();
    }

    @Test
    void acceptsATakeOverThatLosesWhatTheDeadHadNotSaved() {
        log.sending(earning(1, "C"));
        log.add(new PlayerLog.Joined("C", 1, 0, 0, 100));
        log.add(earned("C", 1, 1, 200));
        log.add(new PlayerLog.Joined("A", 2, 0, 0, 300));
        write("inC", "inC/1", value(0));
        write("inA", "inA/2", value(0));
        write("inA", null, value(0));
        assertThat(audit()).isEmpty();
    }

    @Test
    void findsALostSave() {
        goodRun();
        log.add(new PlayerLog.Saved("B", 5, 4));
        assertThat(kinds()).containsExactly(Kind.LOST_SAVE);
    }

    @Test
    void findsOtherMoneyThanWasAnswered() {
        goodRun();
        log.add(new PlayerLog.Done("A", 1, 1, OptionalLong.of(15), 200, 210));
        assertThat(kinds()).containsExactly(Kind.MONEY);
    }

    @Test
    void findsASaveWithoutTheLastThingThatWasDone() {
        goodRun();
        log.add(new PlayerLog.Saved("A", 2, 2));
        assertThat(kinds()).containsExactly(Kind.LOST_SAVE);
    }

    @Test
    void findsThatALaterRevisionDoesNotDescendFromAConfirmedSave() {
        goodRun();
        run.revisions("alice").removeLast();
        log.saved().removeIf(saved -> saved.revision() == 4);
        write("inB", null, value(10, 3));
        assertThat(kinds()).contains(Kind.BROKEN_CHAIN, Kind.LOST_EARNING, Kind.LOST_SAVE);
    }

    @Test
    void findsASaveThatWasRolledBack() {
        goodRun();
        write("inA", "inA/5", value(30, 1, 2, 3));
        write("inA", null, value(10, 1));
        assertThat(kinds()).contains(Kind.BROKEN_CHAIN, Kind.LOST_SAVE, Kind.LOST_EARNING);
    }

    @Test
    void findsAConfirmedEarningThatALivingServerLost() {
        goodRun();
        log.sending(earning(4, "B"));
        log.add(earned("B", 3, 4, 600));
        assertThat(kinds()).containsExactly(Kind.LOST_EARNING);
    }

    @Test
    void findsAWriteIntoTheSessionOfAnother() {
        goodRun();
        run.revisions("alice").removeLast();
        write("inA", "inB/2", value(20, 1, 2));
        write("inB", null, value(30, 1, 2, 3));
        log.saved().clear();
        assertThat(kinds()).containsExactly(Kind.DOUBLE_OWNER);
    }

    @Test
    void findsATakeOverThatChangesTheValue() {
        goodRun();
        write("inA", "inA/5", value(30, 1, 2, 3));
        log.sending(earning(4, "B"));
        write("inB", "inB/6", value(40, 1, 2, 3, 4));
        write("inB", null, value(40, 1, 2, 3, 4));
        assertThat(kinds()).containsExactly(Kind.DOUBLE_OWNER);
    }

    @Test
    void findsAWriteOfAProfileThatNobodyHolds() {
        goodRun();
        write("inA", null, value(30, 1, 2, 3));
        assertThat(kinds()).containsExactly(Kind.DOUBLE_OWNER);
    }

    @Test
    void findsAnOpInTheRevisionOfAnotherServerThanItWasSentTo() {
        goodRun();
        log.sending(earning(3, "A"));
        assertThat(kinds()).containsExactly(Kind.DOUBLE_OWNER);
    }

    @Test
    void findsAnAnswerOfASessionThatHadAlreadyPassedOn() {
        goodRun();
        log.add(earned("A", 1, 2, 401));
        assertThat(kinds()).containsExactly(Kind.DOUBLE_OWNER);
    }

    @Test
    void findsMoneyOutOfNothing() {
        goodRun();
        write("inA", "inA/5", value(30, 1, 2, 3));
        write("inA", null, value(31, 1, 2, 3));
        assertThat(kinds()).containsExactly(Kind.MONEY);
    }

    @Test
    void findsAnEarningThatNobodySent() {
        goodRun();
        write("inA", "inA/5", value(30, 1, 2, 3));
        write("inA", null, value(40, 1, 2, 3, 4));
        assertThat(kinds()).containsExactly(Kind.MONEY);
    }

    @Test
    void findsAnEarningCountedTwice() {
        goodRun();
        write("inA", "inA/5", value(30, 1, 2, 3));
        write("inA", null, value(40, 1, 2, 3, 3));
        assertThat(kinds()).contains(Kind.MONEY);
    }

    @Test
    void findsANewProfileThatIsRichAlready() {
        log.sending(earning(1, "A"));
        write("inA", "inA/1", value(10));
        write("inA", null, value(10));
        assertThat(kinds()).containsExactly(Kind.MONEY);
    }

    @Test
    void findsAMissingRevision() {
        goodRun();
        run.revisions("alice").remove(1);
        assertThat(kinds()).containsExactlyInAnyOrder(Kind.MISSING_REVISION, Kind.LOST_SAVE);
    }

    @Test
    void findsThatTheFirstRevisionIsMissing() {
        goodRun();
        run.revisions("alice").removeFirst();
        assertThat(kinds()).contains(Kind.MISSING_REVISION);
    }

    @Test
    void findsAJoinThatShowedAnotherState() {
        goodRun();
        log.add(new PlayerLog.Joined("A", 2, 20, 2, 150));
        assertThat(kinds()).contains(Kind.BROKEN_CHAIN);
    }

    @Test
    void findsAProfileThatAClosedServerStillHolds() {
        goodRun();
        write("inA", "inA/5", value(30, 1, 2, 3));
        assertThat(kinds()).containsExactly(Kind.STILL_HELD);
    }

    @Test
    void findsAValueThatCanNotBeRead() {
        goodRun();
        run.write("alice", "inA", "inA/5", "{\"money\":30}", "");
        assertThat(kinds()).contains(Kind.BROKEN_CHAIN);
    }

    private static Deed earning(long op, String server) {
        return new Deed("alice", op, Deed.Kind.EARN, "", 10, "", "", server);
    }

    private static PlayerLog.Done earned(String server, long session, long op, long askedAt) {
        return new PlayerLog.Done(server, session, op, OptionalLong.of(10 * op), askedAt, askedAt + 10);
    }

    private List<Finding> audit() {
        return run.audit();
    }

    private Set<Kind> kinds() {
        return run.kinds();
    }

    private void write(String author, @Nullable String holder, Value value) {
        run.write("alice", author, holder, value);
    }

    private static Value value(long money, int... ops) {
        Value value = new Value("alice", 0, 0, List.of(), List.of(), "");
        for (int op : ops) {
            value = value.book("alice", op, 10);
        }
        return new Value("", money, value.lastOp(), value.bookings(), List.of(), "");
    }
}
