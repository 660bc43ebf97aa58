package dev.datasave.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.cli.demo.Finding.Kind;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The audit proves itself: it accepts a run as it should be, and finds each thing that is wrong in a doctored one. */
class AuditTest {
    private static final Fates FATES =
            new Fates(Map.of("inA", "A", "inB", "B", "inC", "C"), Set.of("C"), Set.of("A", "B"));

    private final PlayerLog log = new PlayerLog("alice");
    private final List<Entry> entries = new ArrayList<>();

    /** A earns and saves, hands over to B with one more earning, B earns, and releases. */
    private void goodRun() {
        for (int op = 1; op <= 3; op++) {
            log.sending(new PlayerLog.Sent(op, 10, op < 3 ? "A" : "B"));
        }
        log.add(new PlayerLog.Joined("A", 1, 0, 0, 100));
        log.add(new PlayerLog.Earned("A", 1, 1, 200));
        log.add(new PlayerLog.Saved("A", 2, 10, 1));
        log.add(new PlayerLog.Earned("A", 1, 2, 300));
        log.add(new PlayerLog.Joined("B", 3, 20, 2, 400));
        log.add(new PlayerLog.Earned("B", 3, 3, 500));
        log.add(new PlayerLog.Saved("B", 4, 30, 3));
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
        log.sending(new PlayerLog.Sent(1, 10, "C"));
        log.add(new PlayerLog.Joined("C", 1, 0, 0, 100));
        log.add(new PlayerLog.Earned("C", 1, 1, 200));
        log.add(new PlayerLog.Joined("A", 2, 0, 0, 300));
        write("inC", "inC/1", value(0));
        write("inA", "inA/2", value(0));
        write("inA", null, value(0));
        assertThat(audit()).isEmpty();
    }

    @Test
    void findsALostSave() {
        goodRun();
        log.add(new PlayerLog.Saved("B", 5, 40, 4));
        assertThat(kinds()).containsExactly(Kind.LOST_SAVE);
    }

    @Test
    void findsASaveWithOtherMoneyThanWasConfirmed() {
        goodRun();
        log.add(new PlayerLog.Saved("A", 2, 15, 1));
        assertThat(kinds()).containsExactly(Kind.LOST_SAVE);
    }

    @Test
    void findsThatALaterRevisionDoesNotDescendFromAConfirmedSave() {
        goodRun();
        entries.removeLast();
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
        log.sending(new PlayerLog.Sent(4, 10, "B"));
        log.add(new PlayerLog.Earned("B", 3, 4, 600));
        assertThat(kinds()).containsExactly(Kind.LOST_EARNING);
    }

    @Test
    void findsAWriteIntoTheSessionOfAnother() {
        goodRun();
        entries.removeLast();
        write("inA", "inB/2", value(20, 1, 2));
        write("inB", null, value(30, 1, 2, 3));
        log.saved().clear();
        assertThat(kinds()).containsExactly(Kind.DOUBLE_OWNER);
    }

    @Test
    void findsATakeOverThatChangesTheValue() {
        goodRun();
        write("inA", "inA/5", value(30, 1, 2, 3));
        log.sending(new PlayerLog.Sent(4, 10, "B"));
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
        log.sending(new PlayerLog.Sent(3, 10, "A"));
        assertThat(kinds()).containsExactly(Kind.DOUBLE_OWNER);
    }

    @Test
    void findsAnAnswerOfASessionThatHadAlreadyPassedOn() {
        goodRun();
        log.add(new PlayerLog.Earned("A", 1, 2, 401));
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
        assertThat(kinds()).contains(Kind.BROKEN_CHAIN);
    }

    @Test
    void findsANewProfileThatIsRichAlready() {
        log.sending(new PlayerLog.Sent(1, 10, "A"));
        write("inA", "inA/1", value(10));
        write("inA", null, value(10));
        assertThat(kinds()).containsExactly(Kind.MONEY);
    }

    @Test
    void findsAMissingRevision() {
        goodRun();
        entries.remove(1);
        assertThat(kinds()).containsExactlyInAnyOrder(Kind.MISSING_REVISION, Kind.LOST_SAVE);
    }

    @Test
    void findsThatTheFirstRevisionIsMissing() {
        goodRun();
        entries.removeFirst();
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
        write("inA", "inA/5", "{\"money\":30}");
        assertThat(kinds()).contains(Kind.BROKEN_CHAIN);
    }

    private List<Finding> audit() {
        return Audit.profile(log, entries, FATES);
    }

    private Set<Kind> kinds() {
        return audit().stream().map(Finding::kind).collect(Collectors.toSet());
    }

    private void write(String author, @Nullable String holder, String value) {
        long revision = entries.isEmpty() ? 1 : entries.getLast().revision() + 1;
        entries.add(new Entry(
                new EntryId("PlayerData", "alice"),
                revision,
                author + "-" + revision,
                Content.of(value).withHolder(holder),
                Instant.EPOCH,
                Instant.EPOCH));
    }

    private static String value(long money, int... ops) {
        List<String> earnings = new ArrayList<>();
        for (int op : ops) {
            earnings.add("{\"op\":" + op + ",\"amount\":10}");
        }
        return "{\"money\":" + money + ",\"earned\":" + ops.length + ",\"earnings\":" + earnings + "}";
    }
}
