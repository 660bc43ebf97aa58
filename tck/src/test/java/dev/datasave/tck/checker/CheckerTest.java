package dev.datasave.tck.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.GameEvent;
import dev.datasave.tck.network.Journal;
import dev.datasave.tck.network.Journal.ServerEvent.What;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The checker finds planted violations, and nothing where there is none. */
class CheckerTest extends RecordedHistory {
    @Test
    void findsNothingInAnHonestLife() {
        edit("a", 1, States.FRESH, "x");
        write("a", "A", "A/1", 1, "x");
        see("a", 1, new GameEvent.Saved("save", "x", 2));
        edit("a", 1, "x", "y");
        claim("b", "B", "A/1", "B/2", 1);
        end("a", 1);
        write("a", "A", "B/2", 2, "y");
        see("b", 2, new GameEvent.Loaded("y"));
        write("b", "B", null, 2, "y");
        see("b", 2, new GameEvent.Saved("release", "y", 4));
        assertThat(found()).isEmpty();
    }

    @Test
    void findsAWriteOfAProfileThatALivingServerHolds() {
        write("b", "B", "B/2", 0, States.FRESH);
        end("a", 1);
        assertThat(found()).containsExactly("P4");
    }

    @Test
    void findsNothingWhereTheHolderWasBuriedInTime() {
        seconds += 10;
        bury("b", "A");
        write("b", "B", "B/2", 0, States.FRESH);
        end("a", 1);
        assertThat(found()).isEmpty();
    }

    @Test
    void findsABurialBeforeTheLeaseWasOver() {
        lease("a", "A");
        seconds += 8;
        bury("b", "A");
        end("a", 1);
        assertThat(found()).containsExactly("P4");
    }

    @Test
    void findsAStealBeforeItsTimeAndAllowsALaterOne() {
        see("b", 0, new GameEvent.Loading(WAIT));
        seconds += 20;
        write("b", "B", "B/2", 0, States.FRESH);
        end("a", 1);
        assertThat(found()).containsExactly("P4");
        seconds += 10;
        write("a", "A", "A/3", 0, States.FRESH);
        see("a", 0, new GameEvent.Loading(Duration.ZERO));
        write("b", "B", "B/4", 0, States.FRESH);
        assertThat(found()).as("a took it back too early, b after 30 s").containsExactly("P4");
    }

    @Test
    void findsAHolderThatNeverProvedItsLife() {
        write("a", "A", null, 0, States.FRESH);
        end("a", 1);
        write("b", "C", "C/2", 0, States.FRESH);
        lease("b", "C");
        assertThat(found()).containsExactly("P4");
    }

    @Test
    void findsAWriteUnderAForeignName() {
        write("a", "B", "A/1", 0, States.FRESH);
        end("a", 1);
        assertThat(found()).containsExactly("P1");
    }

    @Test
    void findsLostProgress() {
        edit("a", 1, States.FRESH, "x");
        write("a", "A", "A/1", 1, "x");
        write("a", "A", "A/1", 0, States.FRESH);
        end("a", 1);
        assertThat(found()).containsExactly("P1");
    }

    @Test
    void findsDataThatNoEditsLedTo() {
        edit("a", 1, States.FRESH, "x");
        write("a", "A", "A/1", 2, "x");
        write("a", "A", "A/1", 1, "x");
        end("a", 1);
        assertThat(found()).containsExactly("P1");
    }

    @Test
    void findsAnEditOfAProfileThatIsNoLongerHeld() {
        claim("b", "B", "A/1", "B/2", 1);
        write("a", "A", "B/2", 0, States.FRESH);
        edit("a", 1, States.FRESH, "x");
        see("a", 0, new GameEvent.LostUpdate("RELEASED"));
        end("a", 1);
        assertThat(found()).containsExactly("P1");
    }

    @Test
    void findsAConfirmedSaveThatIsNotThere() {
        edit("a", 1, States.FRESH, "x");
        see("a", 1, new GameEvent.Saved("save", "x", 1));
        write("a", "A", null, 1, "x");
        end("a", 1);
        assertThat(found()).containsExactly("P9");
    }

    @Test
    void findsAReleaseThatStillHolds() {
        write("a", "A", "A/1", 0, States.FRESH);
        see("a", 1, new GameEvent.Saved("release", States.FRESH, 2));
        assertThat(found()).containsExactly("P9");
    }

    @Test
    void findsAnEditThatIsNeitherStoredNorReported() {
        edit("a", 1, States.FRESH, "x");
        end("a", 1);
        assertThat(found()).containsExactly("P10");
    }

    @Test
    void findsASpooledStateThatIsGone() {
        spool();
        assertThat(found()).containsExactly("F18");
    }

    @Test
    void findsNothingWhereASpooledStateIsOfALifeThatIsOver() {
        see("b", 0, new GameEvent.Loading(Duration.ZERO));
        see("b", 0, new GameEvent.Removing(true));
        write("b", "B", "B/2", 0, States.FRESH);
        put("b", "B", ID, Content.TOMBSTONE.withSystem("{\"erased\":3}"));
        spool();
        assertThat(found())
                .as("edited after the erasure, by who had been robbed")
                .isEmpty();
    }

    @Test
    void findsNothingWhereAnotherServerReplays() {
        spool();
        write("b", "A", null, 1, "x");
        assertThat(found()).as("ended by b from the spool of a").isEmpty();
    }

    @Test
    void findsNothingWhereWhoHasTheSpoolFreesWhatIsStoredOnTopOfIt() {
        edit("a", 1, States.FRESH, "x");
        write("a", "A", "A/1", 1, "x");
        see("a", 0, new GameEvent.Spooled("x"));
        end("a", 1);
        write("b", "B", null, 1, "x");
        assertThat(found()).isEmpty();
    }

    @Test
    void findsASessionFreedBySomebodyElse() {
        write("b", "B", null, 0, States.FRESH);
        end("a", 1);
        assertThat(found()).containsExactly("P4");
    }

    @Test
    void findsNothingWhereASpooledStateBecomesAnOrphan() {
        spool();
        put("b", "A", new EntryId("~orphan", "o"), content("{\"edits\":1,\"state\":\"x\"}", null));
        assertThat(found()).isEmpty();
    }

    @Test
    void findsAReplayThatTakesBackWhatIsStored() {
        edit("a", 1, States.FRESH, "y");
        write("a", "A", "A/1", 1, "y");
        spool();
        write("b", "A", null, 1, "x");
        assertThat(found()).containsExactly("P1");
    }

    @Test
    void findsAReplayOfAnothersSession() {
        claim("b", "B", "A/1", "B/2", 1);
        spool();
        write("a", "A", "B/2", 1, "x");
        write("c", "A", null, 1, "x");
        assertThat(found()).as("by a foreign name, and taken from the living").containsExactly("P1", "P4");
    }

    @Test
    void findsWhatIsLeftInASpool() {
        end("a", 1);
        journal.add(new Journal.ServerEvent(now(), "b", What.LEFT_IN_SPOOL));
        assertThat(found()).containsExactly("END");
    }

    @Test
    void findsALoadOfSomethingOlder() {
        edit("a", 1, States.FRESH, "x");
        end("a", 1);
        claim("b", "B", "A/1", "B/2", 1);
        write("a", "A", "B/2", 1, "x");
        see("b", 2, new GameEvent.Loaded(States.FRESH));
        end("b", 2);
        assertThat(found()).containsExactly("F4");
    }

    @Test
    void findsWhatHasNoEnd() {
        see("a", 1, new GameEvent.NeverAnswered("save"));
        assertThat(found()).as("the answer and the session").containsExactly("END", "END");
    }

    @Test
    void findsWhatTheEngineDidNotExpect() {
        see("a", 0, new GameEvent.EngineFault("a: found OPENED while LOOKS, expected one of [MAY_TAKE, NAMED]"));
        end("a", 1);
        assertThat(found()).containsExactly("STATES");
    }

    @Test
    void findsLifeAfterClosing() {
        end("a", 1);
        journal.add(new Journal.ServerEvent(now(), "a", What.USED_AFTER_CLOSE));
        journal.add(new Journal.ServerEvent(now(), "a", What.STILL_LISTENING));
        journal.add(new Journal.ServerEvent(now(), "a", What.STILL_SCHEDULED));
        assertThat(found()).containsExactly("END", "END", "END");
    }

    @Test
    void holdsNothingAgainstADeadServer() {
        edit("a", 1, States.FRESH, "x");
        journal.add(new Journal.ServerEvent(now(), "a", What.KILLED));
        assertThat(found()).isEmpty();
    }

    @Test
    void holdsNothingAgainstServersWhoseStorageWasSetBack() {
        Entry old = stored.get(ID);
        Duration then = Duration.ofSeconds(seconds);
        edit("a", 1, States.FRESH, "x");
        write("a", "A", "A/1", 1, "x");
        see("a", 1, new GameEvent.Saved("save", "x", 2));
        journal.add(new Journal.SetBack(now(), then));
        stored.put(ID, old);
        write("a", "A", null, 0, States.FRESH);
        end("a", 1);
        assertThat(found()).isEmpty();
    }

    /** 15654: the session hands over its full state on top of the free revision that it once took (F41). */
    @Test
    void holdsNothingAgainstAHandoverOnWhatWasSetBack() {
        write("a", "A", null, 0, States.FRESH);
        end("a", 1);
        Entry free = stored.get(ID);
        Duration then = Duration.ofSeconds(seconds);
        see("a", 0, new GameEvent.Loading(WAIT));
        write("a", "A", "A/2", 0, States.FRESH);
        see("a", 2, new GameEvent.Loaded(States.FRESH));
        claim("b", "B", "A/2", "B/2", 1);
        end("a", 2);
        journal.add(new Journal.SetBack(now(), then));
        stored.put(ID, free);
        write("a", "A", "B/2", 0, States.FRESH);
        assertThat(found()).isEmpty();
    }

    @Test
    void findsAProfileThatIsGivenAwayByWhoDoesNotHoldIt() {
        write("a", "A", null, 0, States.FRESH);
        end("a", 1);
        claim("b", "B", "A/1", "B/2", 1);
        write("a", "A", "B/2", 0, States.FRESH);
        assertThat(found()).contains("P1");
    }

    /** Who loads between a set-back and his next heartbeat has no lease, and is taken for dead; neither he nor who takes from him can know. */
    @Test
    void holdsNothingAgainstServersWhoseLeaseWasForgotten() {
        setBackToNothing();
        takenFromA();
        assertThat(found()).isEmpty();
    }

    @Test
    void holdsItAgainstThemOnceTheLeaseIsThereAgain() {
        setBackToNothing();
        lease("a", "A");
        takenFromA();
        assertThat(found()).contains("P4", "P1");
    }

    /** Its storage answered before it was set back, and the answer came afterwards. */
    @Test
    void holdsNothingAgainstALoadThatBeganBefore() {
        Entry old = stored.get(ID);
        Duration then = Duration.ofSeconds(seconds);
        see("b", 0, new GameEvent.Loading(WAIT));
        claim("b", "B", "A/1", "B/2", 1);
        write("a", "A", "B/2", 0, States.FRESH);
        end("a", 1);
        journal.add(new Journal.SetBack(now(), then));
        stored.put(ID, old);
        see("b", 2, new GameEvent.Loaded(States.FRESH));
        edit("b", 2, States.FRESH, "x");
        see("b", 0, new GameEvent.LostUpdate("RELEASED"));
        end("b", 2);
        assertThat(found()).isEmpty();
    }

    private void setBackToNothing() {
        journal.add(new Journal.SetBack(now(), Duration.ZERO));
        stored.clear();
        lease("b", "B");
        end("a", 1);
        see("a", 0, new GameEvent.Loading(WAIT));
        write("a", "A", "A/2", 0, States.FRESH);
        see("a", 2, new GameEvent.Loaded(States.FRESH));
    }

    private void takenFromA() {
        see("b", 0, new GameEvent.Loading(WAIT));
        write("b", "B", "B/1", 0, States.FRESH);
        see("b", 3, new GameEvent.Loaded(States.FRESH));
        edit("a", 2, States.FRESH, "x");
        see("a", 2, new GameEvent.LostUpdate("RELEASED"));
        end("a", 2);
        write("b", "B", null, 0, States.FRESH);
        end("b", 3);
    }

    @Test
    void findsAHandoverToWhoNeverAsked() {
        write("a", "A", "B/2", 0, States.FRESH);
        end("a", 1);
        assertThat(found()).containsExactly("P5");
    }

    @Test
    void findsAHandoverToAnOlderClaimThanOneThatWon() {
        claim("b", "B", "A/1", "B/2", 5);
        write("a", "A", "B/2", 0, States.FRESH);
        end("a", 1);
        claim("a", "A", "B/2", "A/3", 4);
        write("b", "B", "A/3", 0, States.FRESH);
        assertThat(found()).containsExactly("P7");
    }

    @Test
    void findsAHandoverThatDoesNotSayWhichClaimWon() {
        claim("b", "B", "A/1", "B/2", 5);
        write("a", "A", "B/2", 0, States.FRESH, 0);
        end("a", 1);
        assertThat(found()).containsExactly("P7");
    }

    @Test
    void findsAHandoverForTheNumberOfAnothersClaim() {
        claim("b", "B", "A/1", "B/2", 5);
        claim("b", "B", "A/1", "B/3", 6);
        write("a", "A", "B/2", 0, States.FRESH, 6);
        end("a", 1);
        assertThat(found()).containsExactly("P7");
    }

    @Test
    void findsARobbedServerThatNeverHearsOfIt() {
        see("b", 0, new GameEvent.Loading(Duration.ZERO));
        write("b", "B", "B/2", 0, States.FRESH);
        for (int i = 0; i < 7; i++) {
            lease("a", "A");
        }
        edit("a", 1, States.FRESH, "x");
        see("a", 0, new GameEvent.LostUpdate("RELEASED"));
        end("a", 1);
        assertThat(found()).containsExactly("P8");
    }

    @Test
    void findsABurialByWhoCouldNotWatch() {
        journal.add(new Journal.Outage(now(), Duration.ofSeconds(seconds + 20)));
        seconds += 25;
        bury("b", "A");
        end("a", 1);
        assertThat(found()).containsExactly("P4");
    }

    @Test
    void findsAProfileThatIsHeldForNobody() {
        end("a", 1);
        journal.add(new Journal.Rested(now()));
        assertThat(found()).containsExactly("F42");
    }

    @Test
    void findsAHolderThatWasClosed() {
        end("a", 1);
        journal.add(new Journal.ServerEvent(now(), "a", What.CLOSED));
        assertThat(found()).containsExactly("P9");
    }

    @Test
    void findsTroubleWhereNothingWentWrong() {
        see("a", 0, new GameEvent.LostUpdate("RELEASED"));
        see("b", 0, new GameEvent.NotLoaded("Unavailable"));
        see("b", 0, new GameEvent.Waited(Duration.ofSeconds(9)));
        see("a", 1, new GameEvent.EditRefused(true));
        seconds += 3;
        see("a", 1, new GameEvent.EditRefused(true));
        see("a", 1, new GameEvent.Released("LEASE_LOST"));
        assertThat(foundCalm()).containsExactly("P9", "P5", "P6", "P12", "P3");
        assertThat(found()).isEmpty();
    }

    @Test
    void findsAStealAndABurialWhereNothingWentWrong() {
        see("b", 0, new GameEvent.Loading(WAIT));
        seconds += 30;
        write("b", "B", "B/2", 0, States.FRESH);
        end("a", 1);
        bury("b", "A");
        assertThat(foundCalm()).containsExactly("P6", "P4");
        assertThat(found()).isEmpty();
    }
}
